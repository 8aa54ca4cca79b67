"""What somebody filled in on a page, read field by field; every mistake is gathered, and nothing typed is changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl

from kiosk.domain.errors import FieldProblem, VisitorError
from kiosk.domain.words import one_line

FIELDS_MAX = 100
AGREED, DECLINED = "agreed", "declined"
"""What the two sides of a consent are called."""

Code = TypeVar("Code", bound=StrEnum)


class Mistakes(VisitorError):
    """Some answers are not usable yet: for each field what to mend, in the resident's words."""

    def __init__(self, of: dict[str, str]) -> None:
        super().__init__("；".join(of.values()))
        self.of = of


class Answers:
    """The answers on one page. Reading one that is not usable notes why; `settle` then stops."""

    def __init__(self, given: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._given = given or {}
        self._mistakes: dict[str, str] = {}

    def typed(self, name: str) -> str:
        """Return what was typed into a field, as it was."""
        return next(iter(self._given.get(name, ())), "")

    def ticked(self, name: str, key: str) -> bool:
        """Tell whether this choice was made."""
        return key in self._given.get(name, ())

    def several(self, name: str, codes: type[Code], most: int | None = None) -> tuple[Code, ...]:
        """Return the choices made among codes, at most so many."""
        chosen = tuple(code for code in codes if self.ticked(name, code.value))
        if most is not None and len(chosen) > most:
            self.object_to(name, f"最多选 {most} 个，您选了 {len(chosen)} 个")
        return chosen

    def one(self, name: str, codes: type[Code], otherwise: str = "") -> Code | None:
        """Return the one choice made; if there is none, ``otherwise`` says what to mend."""
        chosen = next((code for code in codes if code.value == self.typed(name)), None)
        if chosen is None and otherwise:
            self.object_to(name, otherwise)
        return chosen

    def agreed(self, name: str) -> bool:
        """Tell whether 同意 was chosen; 不同意 and nothing are both no."""
        return self.typed(name) == AGREED

    def line(self, name: str, most: int, otherwise: str = "") -> str:
        """Return one line of words; if there are none, ``otherwise`` says what to mend."""
        return self._short_enough(name, one_line(self.typed(name)), most, otherwise)

    def words(self, name: str, most: int, otherwise: str = "") -> str:
        """Return words on as many lines as were typed; if there are none, ``otherwise`` says what to mend."""
        lines = self.typed(name).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._short_enough(name, "\n".join(map(one_line, lines)).strip(), most, otherwise)

    def number(self, name: str, parse: Callable[[str], str]) -> str:
        """Return a telephone number as it is kept."""
        return self.checked(name, parse, digits_of(self.typed(name)))

    def checked(self, name: str, parse: Callable[[str], str], text: str) -> str:
        """Return the text as ``parse`` has it, or empty text if it says what is to be mended."""
        try:
            return parse(text)
        except FieldProblem as problem:
            self.object_to(name, str(problem))
            return ""

    def object_to(self, name: str, message: str) -> None:
        """Note what is to be mended in a field."""
        self._mistakes.setdefault(name, message)

    def settle(self) -> None:
        """Raise Mistakes if anything is to be mended."""
        if self._mistakes:
            raise Mistakes(self._mistakes)

    def _short_enough(self, name: str, text: str, most: int, otherwise: str) -> str:
        if not text and otherwise:
            self.object_to(name, otherwise)
        if len(text) > most:
            self.object_to(name, f"最多写 {most} 个字，现在有 {len(text)} 个")
        return text


def answers_in(body: bytes) -> Answers:
    """Return the answers in what a browser posts (application/x-www-form-urlencoded).

    Raises ValueError if there are more fields than any page has.
    """
    given: dict[str, tuple[str, ...]] = {}
    pairs = parse_qsl(body.decode("utf-8", "replace"), errors="replace", max_num_fields=FIELDS_MAX)
    for name, value in pairs:
        given[name] = (*given.get(name, ()), value)
    return Answers(given)


def digits_of(text: str) -> str:
    """Return the digits of a telephone number however it was typed or filled in by the phone, without +86."""
    signs = re.sub(r"[^0-9+]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", signs).replace("+", "")
