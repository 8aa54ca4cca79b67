"""What is never said aloud: numbers by which somebody could be reached or known."""

from __future__ import annotations

import re

INSTEAD = {"zh": "号码请看屏幕", "en": "the number is on the screen"}
MOST = 4
"""A longer run of digits is a number of somebody."""

_COVER = "●•○◯■＊*✱"
_DIGIT = rf"[\d①-⑨{_COVER}]|(?<=[\d{_COVER}])[xX×](?=[xX×\d])|(?<=[xX×])[xX×](?=[xX×\d])"
_BETWEEN = r"[\s\-‐‑‒–—―−－_·.．()（）]{0,3}"
_RUN = re.compile(rf"(?:{_DIGIT})(?:(?:{_BETWEEN}|,(?=\d{{3}}(?!\d)))(?:{_DIGIT}))*")
_SPELT = re.compile(
    r"[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[\s\-–—－]{0,3}[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){4,}"
)

# A whole run that is one of these is no number of somebody. Only whole runs count, so that no part of a telephone
# number can pass for pay.
_GROUPED = r"\d{1,3}(?:,\d{3})?"
_HARMLESS = re.compile(rf"{_GROUPED}(?:\s?–\s?{_GROUPED})?|(?:19|20)\d\d[-.]\d{{1,2}}[-.]\d{{1,2}}")
_AMOUNT = re.compile(rf"(?:\d{{1,6}}|{_GROUPED})(?:\s?[-–—]\s?(?:\d{{1,6}}|{_GROUPED}))?")
_MONEY = re.compile(r"\s*(?:元|块)")


def hide(text: str, language: str) -> str:
    """Return the text with every run of five or more digits replaced, however they are grouped or covered.

    Pay (``12,000–15,000``, ``12000 元``) and dates stay.
    """
    instead = INSTEAD[language]

    def replace(run: re.Match[str]) -> str:
        digits = sum(sign.isdigit() or sign in _COVER or sign in "xX×" for sign in run[0])
        if digits <= MOST or _HARMLESS.fullmatch(run[0]):
            return run[0]
        if _MONEY.match(text, run.end()) and _AMOUNT.fullmatch(run[0]):
            return run[0]
        return f" {instead} " if language == "en" else instead

    return _SPELT.sub(instead, _RUN.sub(replace, text))
