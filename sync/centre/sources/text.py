"""Foreign text as plain text: no markup, no control signs, no signs that turn the writing direction."""

from __future__ import annotations

import html
import re

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_END = re.compile("\r\n|_x000[dD]_\n?|[\r\x0b\x0c\x85\u2028\u2029]")
"""``_x000d_`` is how a workbook writes a carriage return (ECMA-376, ST_Xstring)."""
_SPACE = re.compile(r"\s+")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+(?=\n|$)")
_BLANK_LINES = re.compile(r"\n{3,}")

_TAGS = (
    "a abbr address article aside b big blockquote body br center cite code dd del details dir div dl dt em embed "
    "fieldset figure font footer form frame h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins label li link "
    "main map meta nav object ol option p param pre q s script section select small span strike strong style sub sup "
    "svg table tbody td textarea tfoot th thead title tr u ul video audio"
)
_HIDDEN = re.compile(r"<(script|style|title)\b[^>]*>.*?(</\1\s*>|$)|<!--.*?(-->|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\b[^<>]*>\n?|</(?:p|div|li|tr|h[1-6]|ul|ol|table)\s*>\n?", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{'|'.join(_TAGS.split())})\b[^<>]*>", re.IGNORECASE)
"""Only tags that HTML has: a posting may well say ``<划重点>`` or ``List<String>``."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def one_line(text: str) -> str:
    """Return the text as one line of plain text."""
    if text.isprintable() and "<" not in text and "&" not in text and "  " not in text:
        return text.strip()  # nine in ten cells, at a tenth of the time
    return _SPACE.sub(" ", plain(text)).strip()


def plain(text: str) -> str:
    """Return the text with its line breaks and without markup or signs that cannot be seen."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", text)))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return tidy(text)


def tidy(text: str) -> str:
    """Return the text without signs that cannot be seen; markup stays as it is."""
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    return _BLANK_LINES.sub("\n\n", _BLANKS.sub("", text)).strip()
