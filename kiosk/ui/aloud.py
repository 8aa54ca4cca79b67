"""读给我听: speaks each page when it comes or changes, and whatever the focus stands on."""

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
        self._on = False
        self._asked_for = False
        self._phase = str(visit.property("phase"))
        self._farewell = self._last_words = ""
        self._soon = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._soon.timeout.connect(self.read_page)
        visit.displayChanged.connect(self._note_display)
        visit.screenChanged.connect(self.turn)
        visit.sheetChanged.connect(self.turn)
        visit.phaseChanged.connect(self._note_phase)
        visit.leaving.connect(self._part)
        visit.wiped.connect(self._say_farewell)
        window.activeFocusItemChanged.connect(self._follow)

    def hush(self) -> None:
        """Be silent at once, and leave unsaid what was about to be said."""
        self._soon.stop()
        self._speech.stop()

    def close(self) -> None:
        """Read nothing any more; the window goes away."""
        self._window.activeFocusItemChanged.disconnect(self._follow)
        self.hush()

    def is_heard(self) -> bool:
        """Tell whether somebody is being read what a touch or a key of theirs called for."""
        return self._asked_for and bool(self._speech.property("speaking"))

    def turn(self) -> None:
        """What is to be read has changed, by somebody's doing: read it once it has settled."""
        if self._on and self._visit.property("screen") != ATTRACT:
            self._asked_for = True
            self._speech.stop()
            self._soon.start()

    def tell(self, words: str) -> None:
        """Speak a sentence that has just come up, such as what is to be mended."""
        if self._on and words:
            self._soon.stop()
            self._say(words)

    def read_page(self) -> None:
        """Speak the page that lies on top, without the bar below it."""
        root = self._window.rootObject()
        layers = (root.findChild(QQuickItem, name) for name in LAYERS)
        top = next((one for one in layers if one is not None and one.property("item") is not None), None)
        if self._on and top is not None:
            self._say(words_of(top))

    def read_again(self) -> None:
        """Speak once more what the focus stands on, else the page."""
        self._asked_for = True
        if not self._read_item():
            self.read_page()

    def read_item(self) -> None:
        """Speak what the focus stands on, and whether it is chosen now."""
        self._asked_for = True
        self._read_item()

    def _note_display(self) -> None:
        self._speech.setProperty("rate", self._visit.property("rate"))
        self._speech.setProperty("volume", self._visit.property("volume"))
        if self._visit.property("reading") != self._on:
            self._on = bool(self._visit.property("reading"))
            if self._on:
                self.turn()
            else:
                self.hush()

    def _note_phase(self) -> None:
        """Ask aloud once, whether or not anything else is read: who looks away does not see the question."""
        before, self._phase = self._phase, str(self._visit.property("phase"))
        if self._phase == Phase.ASKING.value and before != self._phase:
            self._asked_for = False
            if self._on:
                self._soon.start()
            else:
                self._say(say("您还在吗？"))

    def _part(self) -> None:
        """Remember in what language to say goodbye, if anything was read."""
        self._farewell = str(self._visit.property("language")) if self._on else ""
        self._last_words = say("已清空，再见")

    def _say_farewell(self) -> None:
        self.hush()
        if self._farewell:
            self._speech.say(self._last_words, spoken_in(self._farewell))
            self._farewell = ""

    def _follow(self) -> None:
        """Speak what the focus has come to. Where it goes by itself nobody has asked for that."""
        self._asked_for = not self._window.rootObject().property("byItself")
        self._read_item()

    def _read_item(self) -> bool:
        item = self._window.activeFocusItem()
        said = said_of(item) if self._on and item is not None else ""
        if said:
            self._soon.stop()
            self._say(said)
        return bool(said)

    def _say(self, text: str) -> None:
        self._speech.say(text, spoken_in(str(self._visit.property("language"))))
