"""Guides: the list of them, and the one that is turned over, card by card."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.service.guidance import Deck, Lesson
from kiosk.ui.bridge.records import QVariantList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Guidance(QObject):
    """All guides, and the card of one that is shown. After the last card comes what to do next."""

    lessonsChanged = Signal()
    deckChanged = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._lessons: tuple[Lesson, ...] | None = None
        self._id = ""
        self._deck: Deck | None = None
        self._gone = False
        self._place = 0
        worker.contentChanged.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._worker.ask(lambda desk: desk.guidance.lessons(), self._take_lessons)
        if self._id:
            self._ask_deck()

    @Slot(str)
    def openGuide(self, identity: str) -> None:
        """Begin one guide with its first card."""
        self._id, self._deck, self._gone, self._place = identity, None, False, 0
        self.deckChanged.emit()
        self._ask_deck()

    @Slot()
    def next(self) -> None:
        """Turn to the next card, or to what to do next."""
        self._turn(self._place + 1)

    @Slot()
    def previous(self) -> None:
        """Turn to the card before."""
        self._turn(self._place - 1)

    @Slot()
    def clear(self) -> None:
        """Forget what was looked at."""
        self._id, self._deck, self._gone, self._place = "", None, False, 0
        self.deckChanged.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.refresh()

    def _turn(self, place: int) -> None:
        if 0 <= place <= self._total:
            self._place = place
            self.deckChanged.emit()

    def _ask_deck(self) -> None:
        identity = self._id
        self._worker.ask(
            lambda desk: desk.guidance.deck(identity),
            lambda deck: self._take_deck(identity, deck),
            lambda problem: self._take_deck(identity, None),
        )

    def _take_lessons(self, lessons: tuple[Lesson, ...]) -> None:
        if lessons != self._lessons:
            self._lessons = lessons
            self.lessonsChanged.emit()

    def _take_deck(self, identity: str, deck: Deck | None) -> None:
        if identity == self._id and (deck, deck is None) != (self._deck, self._gone):
            self._deck, self._gone = deck, deck is None
            self._place = min(self._place, self._total)
            self.deckChanged.emit()

    @property
    def _total(self) -> int:
        return len(self._deck.cards) if self._deck else 0

    @property
    def _card(self) -> tuple[str, str]:
        return self._deck.cards[self._place] if self._deck and self._place < self._total else ("", "")

    @Property(QVariantList, notify=lessonsChanged)
    def lessons(self) -> list[dict[str, str]]:
        """All guides, each with its key, name and icon."""
        return [{"key": one.key, "name": one.name, "icon": one.icon} for one in self._lessons or ()]

    @Property(bool, notify=lessonsChanged)
    def none(self) -> bool:
        """Whether there is none."""
        return self._lessons == ()

    @Property(bool, notify=deckChanged)
    def hasGuide(self) -> bool:
        return self._deck is not None

    @Property(bool, notify=deckChanged)
    def gone(self) -> bool:
        """Whether the guide asked for is no longer here."""
        return self._gone

    @Property(str, notify=deckChanged)
    def title(self) -> str:
        return self._deck.title if self._deck else ""

    @Property(str, notify=deckChanged)
    def words(self) -> str:
        """What the card says; empty after the last."""
        return self._card[0]

    @Property(str, notify=deckChanged)
    def picture(self) -> str:
        return self._card[1]

    @Property(str, notify=deckChanged)
    def source(self) -> str:
        return self._deck.source if self._deck else ""

    @Property(str, notify=deckChanged)
    def remark(self) -> str:
        """That it has to be checked again."""
        return self._deck.remark if self._deck else ""

    @Property(int, notify=deckChanged)
    def number(self) -> int:
        """The card shown, counted from 1."""
        return self._place + 1

    @Property(int, notify=deckChanged)
    def total(self) -> int:
        return self._total

    @Property(bool, notify=deckChanged)
    def ended(self) -> bool:
        """Whether the last card has been turned over."""
        return self._deck is not None and self._place == self._total
