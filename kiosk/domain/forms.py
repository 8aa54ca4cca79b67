"""What a resident can send: one typed record each, with its name and version.

A form travels sealed; the name in the envelope's header says how to read it. Making one proves it is whole: ValueError
says which part is not. A version is accepted for years: a new field has a default, another meaning is another version.
Words people typed are theirs: they are bounded and printable, never judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from kiosk.domain.codes import FreeTime, Group, WorkKind
from kiosk.domain.consent import Consent
from kiosk.domain.errors import FieldProblem
from kiosk.domain.numbers import parse_mobile, parse_phone, parse_uscc

MAX_KINDS = 3
NAME_MAX = 80
WORDS_MAX = 1_000
"""Signs of words somebody typed, a short résumé among them."""
ID_MAX = 100
ENVELOPE_ID_SIGNS = 64
"""Length of an envelope's id (SHA-256 in hex)."""
KEY_SIGNS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What every form says: when it was made, by the clock of the station, and what was agreed to."""

    NAME: ClassVar[str]
    ABOUT: ClassVar[str] = ""
    """The field that says what it is about; empty if it is about nothing in particular."""
    made: datetime
    consents: tuple[Consent, ...] = ()

    def __post_init__(self) -> None:
        if self.made.tzinfo is None:
            raise ValueError("made: needs an offset")
        if not 1970 <= self.made.year <= 2199:  # right or wrong: a box that thinks it is 1970 still brings a real form
            raise ValueError("made: a time that cannot be")
        self._check()

    def _check(self) -> None:
        """Raise ValueError if a part is not whole."""

    @property
    def subject(self) -> str:
        """What it is about, by its id: a posting, a course; empty if about nothing in particular."""
        return str(getattr(self, self.ABOUT)) if self.ABOUT else ""

    @property
    def telephone(self) -> str:
        """The number that was left, or empty text."""
        return str(getattr(self, "phone", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(Form):
    """求职登记: what one resident asks to be found. ``phone`` is empty if they chose to leave none."""

    NAME: ClassVar[str] = "registration/2"
    ABOUT: ClassVar[str] = "posting"
    kinds: tuple[WorkKind, ...]
    times: tuple[FreeTime, ...]
    phone: str
    name: str = ""
    """称呼: how to address them, not who they are."""
    group: Group | None = None
    """Only with a consent of its own."""
    posting: str = ""
    """The posting looked at last, if the resident came from one."""
    notice: str = ""
    """Version of the words agreed to in registration/1, which had no other consents."""

    def _check(self) -> None:
        if len(self.kinds) > MAX_KINDS:
            raise ValueError("kinds: more than three")
        _mobile_or_none(self.phone)
        _text("name", self.name, NAME_MAX)
        _text("posting", self.posting, ID_MAX)
        _text("notice", self.notice, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Form):
    """投递: a number, and what one says of oneself, for one named employer and no other."""

    NAME: ClassVar[str] = "application/1"
    ABOUT: ClassVar[str] = "posting"
    posting: str
    employer: str
    phone: str
    name: str = ""
    words: str = ""
    text_first: bool = False
    """请先发文字: the person asks not to be called without a message before."""

    def _check(self) -> None:
        _required("posting", self.posting, ID_MAX)
        _required("employer", self.employer, 200)
        _mobile(self.phone)
        _text("name", self.name, NAME_MAX)
        _words(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack(Form):
    """请人打给我: somebody of the community calls about one posting. The employer is given nothing."""

    NAME: ClassVar[str] = "call/1"
    ABOUT: ClassVar[str] = "posting"
    posting: str
    phone: str

    def _check(self) -> None:
        _required("posting", self.posting, ID_MAX)
        _mobile(self.phone)


class Offer(StrEnum):
    """What one can sign up for."""

    COURSE = "course"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp(Form):
    """报名: a seat asked for, not a seat promised."""

    NAME: ClassVar[str] = "sign-up/1"
    ABOUT: ClassVar[str] = "item"
    offer: Offer
    item: str
    title: str
    phone: str

    def _check(self) -> None:
        _required("item", self.item, ID_MAX)
        _required("title", self.title, 200)
        _mobile(self.phone)


class WishTopic(StrEnum):
    """What a wish is about."""

    COUNTER = "counter"
    """家门口办事"""
    TRAINING = "training"
    """想学的"""
    JOBS = "jobs"
    """想找的活"""
    CARE = "care"
    """老人孩子"""
    PLACE = "place"
    """这个驿站"""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Form):
    """这个可以有: a wish in words, or one more voice for a wish that hangs on the wall."""

    NAME: ClassVar[str] = "wish/1"
    ABOUT: ClassVar[str] = "seconds"
    topic: WishTopic
    words: str = ""
    seconds: str = ""
    """The wish this is one more voice for (+1)."""

    def _check(self) -> None:
        _words(self.words)
        _text("seconds", self.seconds, ID_MAX)
        if bool(self.words.strip()) == bool(self.seconds):
            raise ValueError("wish: either words, or another wish")


class Fault(StrEnum):
    """What is wrong with a posting."""

    FILLED = "filled"
    """已经招满"""
    NO_ANSWER = "no_answer"
    """电话打不通"""
    PAY = "pay"
    """工资说的不一样"""
    FEE = "fee"
    """要先交钱"""
    PLACE = "place"
    """地方不对"""
    UNFAIR = "unfair"
    """限男女、限年纪、限户籍"""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Form):
    """这条有问题: what is wrong with one posting, by nobody in particular."""

    NAME: ClassVar[str] = "report/1"
    ABOUT: ClassVar[str] = "posting"
    posting: str
    fault: Fault
    words: str = ""

    def _check(self) -> None:
        _required("posting", self.posting, ID_MAX)
        _words(self.words)


class HelpTopic(StrEnum):
    """What somebody wants to be helped with, one to one."""

    MACHINE = "machine"
    """用这台机器"""
    JOB = "job"
    """找活"""
    SUBSIDY = "subsidy"
    """补贴、社保"""
    WAGES = "wages"
    """工资没拿到"""
    BUSINESS = "business"
    """自己做小生意"""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWanted(Form):
    """一对一帮忙: somebody of the community calls back."""

    NAME: ClassVar[str] = "help/1"
    topic: HelpTopic
    phone: str

    def _check(self) -> None:
        _mobile(self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class HiringNeed(Form):
    """社区小店招人: a small employer looks for somebody. Nothing is published before somebody has checked it."""

    NAME: ClassVar[str] = "hiring/1"
    employer: str
    uscc: str
    kinds: tuple[WorkKind, ...]
    phone: str
    words: str = ""

    def _check(self) -> None:
        _required("employer", self.employer, NAME_MAX)
        if not 0 < len(self.kinds) <= MAX_KINDS:
            raise ValueError("kinds: one to three")
        _as_value(parse_uscc, self.uscc)
        _as_value(parse_phone, self.phone)
        _words(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Form):
    """删除我的信息: erase what an earlier envelope held, named by its id, or at another station by its key."""

    NAME: ClassVar[str] = "withdrawal/1"
    envelope: str = ""
    key: str = ""
    """`kiosk.trust.receipt_keys.receipt_key`."""

    def _check(self) -> None:
        if bool(self.envelope) == bool(self.key):
            raise ValueError("withdrawal: either an envelope or a key")
        _hexadecimal(self.envelope or self.key, ENVELOPE_ID_SIGNS if self.envelope else KEY_SIGNS)

    @property
    def subject(self) -> str:
        return self.envelope or self.key


FORMS: Mapping[str, type[Form]] = {
    form.NAME: form
    for form in (
        Registration,
        Application,
        CallBack,
        SignUp,
        Wish,
        Report,
        HelpWanted,
        HiringNeed,
        Withdrawal,
    )
} | {"registration/1": Registration}
"""Every form that is read, by the name in an envelope's header. An old version stays."""


def _text(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise ValueError(f"{name}: longer than {most} signs")
    if not text.isprintable():
        raise ValueError(f"{name}: cannot be shown")


def _required(name: str, text: str, most: int) -> None:
    if not text.strip():
        raise ValueError(f"{name}: missing")
    _text(name, text, most)


def _words(words: str) -> None:
    _text("words", words.replace("\n", " "), WORDS_MAX)


def _mobile_or_none(phone: str) -> None:
    if phone:
        _mobile(phone)


def _mobile(phone: str) -> None:
    _as_value(parse_mobile, phone)


def _as_value(parse: object, text: str) -> None:
    assert callable(parse)
    try:
        same = parse(text) == text
    except FieldProblem as problem:
        raise ValueError(f"{problem.field}: none") from problem
    if not same:
        raise ValueError("a number is not as it is kept")


def _hexadecimal(text: str, signs: int) -> None:
    if len(text) != signs or not set(text) <= set("0123456789abcdef"):
        raise ValueError("not the hash of anything")
