"""读给我听: speaks each page when it comes, and whatever the focus stands on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQuick import QQuickItem, QQuickView

from kiosk.domain.tongue import say
from kiosk.service.session import Phase
from kiosk.ui.bridge.speech import Speech
from kiosk.ui.bridge.visit import ATTRACT, Visit
from kiosk.ui.languages import spoken_in
from kiosk.ui.reading import said_of, words_of

SETTLE_MS = 250
"""A page is read when it has been laid out, and what is waited for on it has come."""
LAYERS = ("timeout", "sheet", "content")
"""What may lie on top; the first of them that is there is what is read."""


class Aloud(QObject):
    """Reads the screen of one visit with the station's voice, if it is asked to."""

    def __init__(self, window: QQuickView, visit: Visit, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._visit, self._speech = window, visit, speech
        self._on = self._asking = False
        self._soon = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._soon.timeout.connect(self.read_page)
        visit.displayChanged.connect(self._note_display)
        for turned in (visit.screenChanged, visit.sheetChanged, visit.phaseChanged):
            turned.connect(self._turn)
        visit.phaseChanged.connect(self._ask)
        visit.wiped.connect(self.hush)
        window.activeFocusItemChanged.connect(self._read_item)

    def hush(self) -> None:
        """Be silent at once, and leave unsaid what was about to be said."""
        self._soon.stop()
        self._speech.stop()

    def close(self) -> None:
        """Read nothing any more; the window goes away."""
        self._window.activeFocusItemChanged.disconnect(self._read_item)
        self.hush()

    def read_page(self) -> None:
        """Speak the page that lies on top, without the bar below it."""
        root = self._window.rootObject()
        layers = (root.findChild(QQuickItem, name) for name in LAYERS)
        top = next((one for one in layers if one is not None and one.property("item") is not None), None)
        if self._on and top is not None:
            self._say(words_of(top))

    def read_again(self) -> None:
        """Speak once more what the focus stands on, else the page."""
        if not self._read_item():
            self.read_page()

    def _note_display(self) -> None:
        self._speech.setProperty("rate", self._visit.property("rate"))
        self._speech.setProperty("volume", self._visit.property("volume"))
        if self._visit.property("reading") != self._on:
            self._on = bool(self._visit.property("reading"))
            if self._on:
                self._turn()
            else:
                self.hush()

    def _ask(self) -> None:
        """Ask aloud once, whether or not anything else is read: who looks away does not see the question."""
        asking, self._asking = self._asking, self._visit.property("phase") == Phase.ASKING.value
        if self._asking and not asking and not self._on:
            self._say(say("您还在吗？"))

    def _turn(self) -> None:
        if self._on and self._visit.property("screen") != ATTRACT:
            self._speech.stop()
            self._soon.start()

    def _read_item(self) -> bool:
        item = self._window.activeFocusItem()
        said = said_of(item) if self._on and item is not None else ""
        if said:
            self._soon.stop()
            self._say(said)
        return bool(said)

    def _say(self, text: str) -> None:
        self._speech.say(text, spoken_in(str(self._visit.property("language"))))
