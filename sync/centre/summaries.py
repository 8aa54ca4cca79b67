"""One opened form in a few words for a table; the middle of a telephone number is covered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.domain.forms import Offer
from kiosk.domain.numbers import mask_mobile
from kiosk.domain.records import Record
from sync.centre.wording import FAULTS, GROUPS, HELP_TOPICS, TIMES, WISH_TOPICS, WORKS

WORDS_MAX = 40
"""Signs of what somebody typed that a table shows."""
OFFERS = {Offer.COURSE: "培训", Offer.EVENT: "活动"}


def summary(form: str, said: Record) -> str:
    """Return what a form says in one line, without what it is about; a code without words stays as it is."""
    parts = [
        said.get("name", ""),
        said.get("employer", ""),
        said.get("uscc", ""),
        said.get("title", ""),
        _in_words(OFFERS, said.get("offer")),
        _in_words(HELP_TOPICS if form.startswith("help/") else WISH_TOPICS, said.get("topic")),
        _in_words(FAULTS, said.get("fault")),
        _in_words(WORKS, *said.get("kinds", ())),
        _in_words(TIMES, *said.get("times", ())),
        _in_words(GROUPS, said.get("group")),
        "＋1" if said.get("seconds") else "",
        "请先发文字" if said.get("text_first") else "",
        _short(said.get("words", "")),
        mask_mobile(said.get("phone", "")),
    ]
    return "，".join(part for part in parts if part)


def _in_words(known: Mapping[Any, str], *codes: str | None) -> str:
    words = {str(code): text for code, text in known.items()}
    return "、".join(words.get(code, code) for code in codes if code)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WORDS_MAX else f"{line[:WORDS_MAX]}…"
