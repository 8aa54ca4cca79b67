"""A telephone number being typed: its middle is covered, and it is forgotten the moment it is kept."""

# QML speaks camelCase, so what QML sees does too.

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.numbers import MOBILE_DIGITS, group_mobile, mask_mobile

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

REVEAL_MS = 3_000
"""How long all digits are shown before they are covered again."""


@QmlElement
class Number(QObject):
    """The digits one person has typed, whatever they are for."""

    changed = Signal()
    pressed = Signal()
    """Digits came or went: what was said about them may no longer hold."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digits = ""
        self._most = MOBILE_DIGITS
        self._revealed = False
        self._cover = QTimer(self, interval=REVEAL_MS, singleShot=True)
        self._cover.timeout.connect(self.cover)

    @property
    def digits(self) -> str:
        """What was typed, for whoever keeps it."""
        return self._digits

    def take(self, most: int) -> None:
        """Take so many digits at most from now on; more that were typed go."""
        self._most, self._digits = most, self._digits[:most]
        self.changed.emit()

    @Slot(str)
    def press(self, digit: str) -> None:
        """Add one digit."""
        if len(self._digits) < self._most and digit.isdigit():
            self._digits += digit
        self._tell()

    @Slot()
    def erase(self) -> None:
        """Take back the last digit."""
        self._digits = self._digits[:-1]
        self._tell()

    @Slot()
    def restart(self) -> None:
        """Take back all digits."""
        self._digits = ""
        self._tell()

    @Slot()
    def reveal(self) -> None:
        """Show all digits for a moment, or cover them again."""
        if self._revealed:
            self.cover()
        else:
            self._revealed = True
            self._cover.start()
            self.changed.emit()

    @Slot()
    def cover(self) -> None:
        """Cover the middle digits."""
        self._cover.stop()
        if self._revealed:
            self._revealed = False
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Forget the number."""
        self._cover.stop()
        self._digits, self._revealed = "", False
        self.changed.emit()

    def _tell(self) -> None:
        self.changed.emit()
        self.pressed.emit()

    @Property(str, notify=changed)
    def shown(self) -> str:
        """The number typed so far, its middle covered unless it is revealed."""
        return group_mobile(self._digits) if self._revealed else mask_mobile(self._digits)

    @Property(bool, notify=changed)
    def revealed(self) -> bool:
        return self._revealed

    @Property(int, notify=changed)
    def typed(self) -> int:
        """How many digits are typed."""
        return len(self._digits)

    @Property(int, notify=changed)
    def missing(self) -> int:
        """How many digits are still missing, where that is known: numbers of landlines differ."""
        return max(0, MOBILE_DIGITS - len(self._digits)) if self._most == MOBILE_DIGITS else 0
