"""What a resident wants of work: conditions chosen by touch, each with how many jobs there would be."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.codes import EmploymentType, Group
from kiosk.domain.posting import Shift
from kiosk.domain.tongue import say
from kiosk.domain.wanted import LIFTING_KG, Asked, Counts, Strain, Wanted, Window
from kiosk.service import conditions, wording
from kiosk.service.desk import Desk
from kiosk.service.searching import OFFER
from kiosk.ui.bridge.records import QStringList, QVariantMap
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

FULL = 1_000
"""Beyond so many nobody counts (docs/search.md)."""
SAID = 3
"""So many conditions are said in one breath."""
WORDS_ON_KEY = 3
"""Signs of the words of a search that their key has room for."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One thing to choose: a value of one field of `Wanted`, and how a sheet shows it."""

    field: str
    value: Any
    name: str
    """In Chinese; empty if it is said with a number."""
    icon: str = ""

    @property
    def key(self) -> str:
        return f"{self.field}/{_plain(self.value)}"

    def said(self) -> str:
        """Return what it is called."""
        if self.name:
            return say(self.name)
        if self.field == "within_m":
            return conditions.within(self.value)
        return conditions.brief(self.field, _with(Wanted(), self.field, self.value))


def how_many(count: int, *, more: bool = False) -> str:
    """Return a number of jobs in words: ``12 个``, ``1000 多个``."""
    return say("{number} 多个", number=FULL) if more or count > FULL else say("{number} 个", number=count)


def _plain(value: object) -> str:
    if value is None:
        return "all"
    if isinstance(value, Window):
        return f"{value.start}-{value.end}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _hours(part: Window) -> str:
    return wording.shift(Shift(start=part.start, end=part.end % (24 * 60)))


_KINDS = [
    _Choice("kinds", kind, name, icon=f"work-{kind.value.replace('_', '-')}") for kind, name in conditions.KINDS.items()
]
_WINDOWS = [_Choice("window", part, conditions.PARTS.get(part, "")) for part in OFFER.windows]
_EMPLOYMENT = [_Choice("employment", one, wording.EMPLOYMENT[one]) for one in EmploymentType]
_PAY = [_Choice("pay_hour", yuan, "") for yuan in OFFER.pay_hour]
_FAR = [_Choice("within_m", metres, "") for metres in (*OFFER.within_m, None)]
_ORDERS = [_Choice("order", order, name) for order, name in conditions.ORDERS.items()]
_PLUS = [_Choice(name, True, conditions.PLUS[name]) for name in ("meals", "lodging", "verified", "new")]
_NOT_ASKED = [_Choice("not_asked", one, conditions.NOT_ASKED[one]) for one in Asked]
_GROUPS = [_Choice("groups", one, conditions.GROUPS[one]) for one in Group]
_PICTURES = {
    Strain.STAIRS: "body-stairs",
    Strain.STANDING: "body-standing",
    Strain.PHONE: "phone",
    Strain.READING: "body-reading",
    Strain.NIGHT: "moon",
    Strain.NOISE: "body-noise",
    Strain.DRIVING: "work-driving",
}
_CANNOT = [
    _Choice("cannot", one, name, icon=_PICTURES.get(one, "body-lifting")) for one, name in conditions.CANNOT.items()
]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sheet: its title, what can be chosen, and how many stand side by side on either panel."""

    title: str
    choices: list[_Choice]
    across: int = 2
    across_flat: int = 4


_SHEETS = {
    "kinds": [_Part("", _KINDS, across=4, across_flat=6)],
    "hours": [_Part("几点上班", _WINDOWS, across_flat=3), _Part("怎么上班", _EMPLOYMENT)],
    "body": [_Part("没写的也列出来，排在后面。离开就忘掉", _CANNOT, across=3, across_flat=5)],
    "pay": [_Part("按月、按天给的，折成一小时算", _PAY)],
    "more": [
        _Part("多远", _FAR),
        _Part("还要", _PLUS),
        _Part("招人没写要的", _NOT_ASKED),
        _Part("专门招", _GROUPS),
        _Part("哪样排在前", _ORDERS),
    ],
}
_CHOICES = {choice.key: choice for parts in _SHEETS.values() for part in parts for choice in part.choices}
_SHEET_OF = {choice.field: sheet for sheet, parts in _SHEETS.items() for part in parts for choice in part.choices}
_SHEET_OF["free"] = "hours"
_PLAIN: dict[str, Any] = {spec.name: spec.default for spec in fields(Wanted)}


@QmlElement
class Wanting(QObject):
    """The conditions of the search. A key such as ``kinds/cleaning`` names one thing to choose."""

    changed = Signal()
    countsChanged = Signal()
    countingChanged = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wanted = Wanted()
        self._counting = False
        self._counts: dict[str, int] = {}
        self._total = -1
        worker.contentChanged.connect(self._ask_counts)

    @property
    def wanted(self) -> Wanted:
        """Everything that is wanted."""
        return self._wanted

    def take(self, wanted: Wanted) -> None:
        """Want this instead."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.changed.emit()
            self._ask_counts()

    @Slot(str)
    def toggle(self, key: str) -> None:
        """Choose one thing, or take the choice back; an order is chosen in place of another."""
        choice = _CHOICES[key]
        now = getattr(self._wanted, choice.field)
        if isinstance(now, frozenset):
            value: Any = now - {choice.value} if choice.value in now else _joined(now, choice.value)
        else:
            value = _PLAIN[choice.field] if now == choice.value else choice.value
        self.take(_with(self._wanted, choice.field, value))

    @Slot(str)
    def drop(self, sheet: str) -> None:
        """Take back whatever was chosen on one sheet."""
        freed = {field: _PLAIN[field] for field, of in _SHEET_OF.items() if of == sheet}
        self.take(replace(self._wanted, **freed))

    @Slot()
    def clear(self) -> None:
        """Want nothing in particular, and forget what was wanted."""
        self.take(Wanted())

    @Slot(str, result="QVariantList")
    def parts(self, sheet: str) -> list[dict[str, object]]:
        """Return what one sheet offers: for each part its title, how many stand side by side, its choices."""
        return [
            {
                "title": say(part.title) if part.title else "",
                "across": part.across,
                "acrossFlat": part.across_flat,
                "choices": [
                    {
                        "key": one.key,
                        "name": one.said(),
                        "icon": one.icon,
                        "note": _hours(one.value) if one.field == "window" else "",
                        "single": _single(one.field),
                    }
                    for one in part.choices
                ],
            }
            for part in _SHEETS.get(sheet, [])
        ]

    @Slot(int, result=str)
    def howMany(self, count: int) -> str:
        """Return a number of jobs in words: 12 个, 1000 多个."""
        return how_many(count)

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.changed.emit()
        self.countsChanged.emit()

    def _ask_counts(self) -> None:
        if self._counting:
            wanted = self._wanted
            self._worker.ask(lambda desk: _counted(desk, wanted), lambda found: self._take_counts(wanted, *found))

    def _take_counts(self, wanted: Wanted, total: int, counts: dict[str, int]) -> None:
        if wanted == self._wanted and self._counting and (total, counts) != (self._total, self._counts):
            self._total, self._counts = total, counts
            self.countsChanged.emit()

    def _chosen_of(self, *sheets: str) -> list[str]:
        return [name for name in self._wanted.conditions() if _SHEET_OF.get(name) in sheets]

    def _get_words(self) -> str:
        return self._wanted.words

    def _set_words(self, words: str) -> None:
        self.take(replace(self._wanted, words=words))

    def _get_counting(self) -> bool:
        return self._counting

    def _set_counting(self, counting: bool) -> None:
        if counting != self._counting:
            self._counting = counting
            self._total, self._counts = -1, {}
            self.countingChanged.emit()
            self.countsChanged.emit()
            self._ask_counts()

    words = Property(str, _get_words, _set_words, notify=changed)
    counting = Property(bool, _get_counting, _set_counting, notify=countingChanged)
    """Whether somebody looks at the counts; only then they are asked for."""

    @Property(QVariantMap, notify=countsChanged)
    def counts(self) -> dict[str, int]:
        """How many jobs there would be with each thing chosen; empty before they are known."""
        return self._counts

    @Property(int, notify=countsChanged)
    def total(self) -> int:
        """How many jobs there are with everything as it is chosen; -1 before that is known."""
        return self._total

    @Property(QStringList, notify=changed)
    def chosen(self) -> list[str]:
        """The keys of what is chosen."""
        return [key for key, choice in _CHOICES.items() if _holds(self._wanted, choice)]

    @Property(QStringList, notify=changed)
    def narrowed(self) -> list[str]:
        """The sheets on which something is chosen."""
        return [sheet for sheet in _SHEETS if self._chosen_of(sheet) or (sheet == "more" and self._reordered)]

    @Property(bool, notify=changed)
    def hasAny(self) -> bool:
        """Whether anything is chosen or asked for."""
        return self._wanted != Wanted()

    @Property(bool, notify=changed)
    def hasConditions(self) -> bool:
        """Whether anything is wanted that not every job has."""
        return bool(self._wanted.conditions())

    @Property(QStringList, notify=changed)
    def said(self) -> list[str]:
        """What is wanted, in a few words each."""
        names = self._wanted.conditions()
        shown = [_quoted(name, self._wanted) for name in names]
        if len(shown) > SAID:
            shown[SAID - 1 :] = [say("还有 {number} 样", number=len(shown) - SAID + 1)]
        return shown

    @Property(str, notify=changed)
    def order(self) -> str:
        """What comes first: 近的在前."""
        return say(conditions.ORDERS[self._wanted.order])

    @Property(str, notify=changed)
    def kindsSaid(self) -> str:
        kinds = self._wanted.kinds
        return conditions.brief("kinds", self._wanted) if len(kinds) <= 1 else say("{number} 种活", number=len(kinds))

    @Property(str, notify=changed)
    def hoursSaid(self) -> str:
        wanted = self._wanted
        several = len(wanted.employment) + (wanted.window is not None) + (wanted.free is not None)
        if several > 1:
            return say("选了 {number} 样", number=several)
        if wanted.free is None:
            return self._only("hours")
        return say("{start}\n到 {end}", start=wording.clock(wanted.free.start), end=wording.clock(wanted.free.end))

    @Property(str, notify=changed)
    def freeSaid(self) -> str:
        """When somebody is free: 8:20 到 16:10 有空; empty if that was not asked."""
        return conditions.brief("free", self._wanted) if self._wanted.free else ""

    @Property(str, notify=changed)
    def paySaid(self) -> str:
        return self._only("pay")

    @Property(str, notify=changed)
    def bodySaid(self) -> str:
        several = len(self._wanted.cannot)
        return say("{number} 样\n做不了", number=several) if several > 1 else self._only("body")

    @Property(bool, notify=changed)
    def explained(self) -> bool:
        """Whether each job says how it suits what somebody can do and when they are free."""
        return bool(self._wanted.cannot) or self._wanted.free is not None

    @Property(str, notify=changed)
    def moreSaid(self) -> str:
        several = len(self._chosen_of("more")) + self._reordered
        return say("更多：\n{number} 样", number=several) if several else ""

    @Property(str, notify=changed)
    def wordsSaid(self) -> str:
        words = self._wanted.words
        shown = words if len(words) <= WORDS_ON_KEY else f"{words[: WORDS_ON_KEY - 1]}…"
        return say("找：\n{words}", words=shown) if words else ""

    @property
    def _reordered(self) -> bool:
        return self._wanted.order is not _PLAIN["order"]

    def _only(self, sheet: str) -> str:
        return "".join(conditions.brief(name, self._wanted) for name in self._chosen_of(sheet))


def _with(wanted: Wanted, field: str, value: object) -> Wanted:
    changes: dict[str, Any] = {field: value}
    return replace(wanted, **changes)


def _joined(chosen: frozenset[Any], value: Any) -> frozenset[Any]:
    """Return what is chosen with one more value; one weight takes the place of another."""
    return (chosen.difference(LIFTING_KG) if value in LIFTING_KG else chosen) | {value}


def _single(field: str) -> bool:
    """Tell whether one value takes the place of another."""
    return field in ("within_m", "window", "pay_hour", "order")


def _holds(wanted: Wanted, choice: _Choice) -> bool:
    now = getattr(wanted, choice.field)
    return choice.value in now if isinstance(now, frozenset) else bool(now == choice.value)


def _quoted(name: str, wanted: Wanted) -> str:
    brief = conditions.brief(name, wanted)
    return say("“{words}”", words=brief) if name == "words" else brief


def _counted(desk: Desk, wanted: Wanted) -> tuple[int, dict[str, int]]:
    """Return how many there are, and how many there would be with each thing chosen."""
    counts = desk.searching.counts(wanted)
    found = {key: _count(counts, choice) for key, choice in _CHOICES.items() if choice.field != "order"}
    for choice in (*_NOT_ASKED, *_CANNOT):  # of these all have to hold, so each counts together with those chosen
        now: frozenset[Any] = getattr(wanted, choice.field)
        if now and choice.value not in now:
            finding, _ = desk.searching.find(_with(wanted, choice.field, _joined(now, choice.value)), 0)
            found[choice.key] = finding.total + finding.more
    return counts.total, found


def _count(counts: Counts, choice: _Choice) -> int:
    field = {"window": "windows"}.get(choice.field, choice.field)
    count = getattr(counts, field)
    return int(count[choice.value] if isinstance(count, dict) else count)
