"""会做的事: pictures of what somebody can do, and the work these lead to, each job with why and what is missing."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.tongue import say
from kiosk.service.cards import Card
from kiosk.service.searching import Page
from kiosk.service.skills import MOST, Ability
from kiosk.ui.bridge.records import QStringList, QVariantList, RecordList
from kiosk.ui.bridge.wanting import how_many
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

CARD = tuple(spec.name for spec in fields(Card))
_NO_PAGE = Page(cards=(), first=0, total=0, more=False)


@QmlElement
class Skills(QObject):
    """What somebody can do, and the page of jobs that is looked at."""

    abilitiesChanged = Signal()
    chosenChanged = Signal()
    pageChanged = Signal()
    pageSizeChanged = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._abilities: tuple[Ability, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._problem = ""
        self._by_distance = False
        self._page = _NO_PAGE
        self._size = 4
        self._first = 0
        self._question = 0
        self._cards = RecordList(CARD, self)
        worker.contentChanged.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._worker.ask(lambda desk: desk.skills.abilities(), self._take_abilities)
        self._ask_page()

    @Slot(str)
    def toggle(self, key: str) -> None:
        """Choose one thing one can do, or take the choice back."""
        if key in self._chosen:
            self._choose(tuple(one for one in self._chosen if one != key))
        elif len(self._chosen) < MOST:
            self._choose((*self._chosen, key))
        else:
            self._problem = say("最多选 {number} 个。点一下选好的，可以取消。", number=MOST)
            self.chosenChanged.emit()

    @Slot()
    def clear(self) -> None:
        """Forget what was chosen."""
        self._by_distance = False
        self._worker.ask(lambda desk: desk.skills.forget(), lambda nothing: None)
        self._choose(())

    @Slot()
    def next(self) -> None:
        """Turn to the next page."""
        self._turn(self._first + self._size)

    @Slot()
    def previous(self) -> None:
        """Turn to the page before."""
        self._turn(max(0, self._first - self._size))

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.chosenChanged.emit()
        self.abilitiesChanged.emit()
        self.refresh()

    def _choose(self, chosen: tuple[str, ...]) -> None:
        self._chosen, self._problem, self._first = chosen, "", 0
        self.chosenChanged.emit()
        self._ask_page()

    def _turn(self, first: int) -> None:
        if first != self._first:
            self._first = first
            self._ask_page()

    def _take_abilities(self, abilities: tuple[Ability, ...]) -> None:
        if abilities != self._abilities:
            self._abilities = abilities
            self.abilitiesChanged.emit()

    def _ask_page(self) -> None:
        self._question += 1
        question, chosen, first, size, near = self._question, self._chosen, self._first, self._size, self._by_distance
        if not chosen:
            self._take_page(question, _NO_PAGE)
            return
        self._worker.ask(
            lambda desk: desk.skills.page(chosen, first, size, by_distance=near),
            lambda page: self._take_page(question, page),
        )

    def _take_page(self, question: int, page: Page) -> None:
        if question == self._question and page != self._page:
            self._page, self._first = page, page.first
            self._cards.show(page.cards)
            self.pageChanged.emit()

    def _get_page_size(self) -> int:
        return self._size

    def _set_page_size(self, size: int) -> None:
        size = max(1, size)
        if size != self._size:
            self._size = size
            self._first -= self._first % size
            self.pageSizeChanged.emit()
            self._ask_page()

    def _get_by_distance(self) -> bool:
        return self._by_distance

    def _set_by_distance(self, by_distance: bool) -> None:
        if by_distance != self._by_distance:
            self._by_distance, self._first = by_distance, 0
            self.chosenChanged.emit()
            self._ask_page()

    pageSize = Property(int, _get_page_size, _set_page_size, notify=pageSizeChanged)
    byDistance = Property(bool, _get_by_distance, _set_by_distance, notify=chosenChanged)
    """Whether the nearest come first, whatever fits (PIPL art. 24)."""

    @Property(QVariantList, notify=abilitiesChanged)
    def abilities(self) -> list[dict[str, str]]:
        """What one can choose: key, name, icon."""
        return [{"key": one.id, "name": one.name, "icon": one.picture} for one in self._abilities]

    @Property(bool, notify=abilitiesChanged)
    def available(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._abilities)

    @Property(QStringList, notify=chosenChanged)
    def chosen(self) -> list[str]:
        """The keys of what is chosen."""
        return list(self._chosen)

    @Property(QStringList, notify=chosenChanged)
    def said(self) -> list[str]:
        """What is chosen, by name."""
        return [one.name for one in self._abilities if one.id in self._chosen]

    @Property(str, notify=chosenChanged)
    def problem(self) -> str:
        """Why the last touch changed nothing; empty if it did."""
        return self._problem

    @Property(QObject, notify=pageChanged)
    def cards(self) -> RecordList:
        return self._cards

    @Property(int, notify=pageChanged)
    def total(self) -> int:
        return self._page.total

    @Property(str, notify=pageChanged)
    def howMany(self) -> str:
        """How many are found: 12 个."""
        return how_many(self._page.total)

    @Property(int, notify=pageChanged)
    def pageNumber(self) -> int:
        """The page shown, counted from 1; 0 if there is none."""
        return self._page.first // self._size + 1 if self._page.total else 0

    @Property(int, notify=pageChanged)
    def pages(self) -> int:
        return -(-self._page.total // self._size)

    @Property(bool, notify=pageChanged)
    def hasPrevious(self) -> bool:
        return self._page.first > 0

    @Property(bool, notify=pageChanged)
    def hasNext(self) -> bool:
        return self._page.first + self._size < self._page.total
