"""One person's way through the screens, from the first touch to the wipe."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import Clock
from kiosk.service.session import WARNING_S, Phase, Session
from kiosk.ui.languages import CHINESE, LANGUAGES

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS = 500
GOODBYE_MS = 2_000
"""How long 已清空，再见 stays."""
SCALES = (1.0, 1.25, 1.6, 2.0)
COLOURS = ("standard", "dark", "light")
LISTENING, SCANNING = "listening", "scanning"
MODES = ("", LISTENING, SCANNING)
ATTRACT, HOME, GOODBYE = "attract", "home", "goodbye"


@dataclass(frozen=True, slots=True)
class Look:
    """How the screen looks and speaks to one person."""

    scale: float = SCALES[0]
    colours: str = COLOURS[0]
    low: bool = False
    slow: bool = False
    language: str = CHINESE
    mode: str = ""
    rate: int = 100
    volume: int = 80
    """How fast and how loud things are spoken, in per cent."""
    scan_ms: int = 2_000
    """How long the focus stays on one thing in the mode for one switch (ux.md §3.6: 1–4 s)."""
    reading: bool = False


@QmlElement
class Visit(QObject):
    """Which screen shows, for how long, and how it looks."""

    screenChanged = Signal()
    sheetChanged = Signal()
    phaseChanged = Signal()
    displayChanged = Signal()
    languageChanged = Signal(str)
    """Another of `LANGUAGES` is spoken from now on."""
    byKeyboardChanged = Signal()
    leaving = Signal()
    """The visit ends; nothing of it is forgotten yet."""
    wiped = Signal()
    """Everything about the person must be forgotten now."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = Session(clock)
        self.is_heard: Callable[[], bool] = lambda: False
        """Tells whether somebody is being read what they asked for: that is not sitting still."""
        self._more_time = self._held = False
        self.steps_back: Callable[[str], bool] = lambda screen: False
        """Goes one step back within a screen, and tells whether there was one."""
        self._stack = [ATTRACT]
        self._sheet = ""
        self._half_done = False
        self._phase = Phase.IDLE
        self._seconds = 0
        self._look = Look()
        self._by_keyboard = False
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._parting = QTimer(self, interval=GOODBYE_MS, singleShot=True)
        self._parting.timeout.connect(self.parted)

    @Slot()
    def begin(self) -> None:
        """Somebody is here."""
        self._session.begin()
        self.tick()
        self.go(HOME)

    @Slot(str)
    def go(self, screen: str) -> None:
        """Show a screen; 返回 leads back to the one before."""
        if self._session.phase() is Phase.IDLE:
            self._session.begin()
            self.tick()
        if self._stack == [ATTRACT] and screen != HOME:
            self._stack = [HOME]
        elif self._stack == [ATTRACT]:
            self._stack = []
        if screen in self._stack:
            del self._stack[self._stack.index(screen) :]
        self._stack.append(screen)
        self.screenChanged.emit()

    @Slot()
    def back(self) -> None:
        """Show the screen before this one, or the question before this one."""
        if self.steps_back(self._stack[-1]):
            return
        if len(self._stack) > 1:
            self._stack.pop()
            self.screenChanged.emit()

    @Slot()
    def home(self) -> None:
        """Show the first screen; answers half given are kept until the person leaves."""
        if self._stack != [HOME]:
            self._stack = [HOME]
            self.screenChanged.emit()

    @Slot(str)
    def replace(self, screen: str) -> None:
        """Show a screen in place of this one."""
        if self._stack[-1] == screen:
            return
        self._stack[-1:] = [screen]
        self.screenChanged.emit()

    @Slot()
    def leave(self) -> None:
        """Wipe and say goodbye; ask first if a form is half done."""
        if self._half_done and self._sheet != "leave":
            self.openSheet("leave")
        else:
            self._wipe([GOODBYE])
            self._parting.start()

    @Slot()
    def parted(self) -> None:
        """Show the attract screen after the goodbye."""
        self._parting.stop()
        if self._stack == [GOODBYE]:
            self._stack = [ATTRACT]
            self.screenChanged.emit()

    @Slot(str)
    def openSheet(self, sheet: str) -> None:
        """Lay a sheet over the screen; an empty name takes it away."""
        if sheet != self._sheet:
            self._sheet = sheet
            self.sheetChanged.emit()

    @Slot()
    def stillHere(self) -> None:
        """The person says they are here."""
        self._session.touch()
        self.tick()

    @Slot()
    def moreTime(self) -> None:
        """The person wants no more asking."""
        self._more_time = self._session.unhurried = True
        self.stillHere()

    def hold(self, held: bool) -> None:
        """Ask nobody whether they are here while somebody looks after the station, who has a time of their own."""
        self._held = held
        self._session.unhurried = self._look.slow or self._more_time or held

    @Slot()
    def beginCaring(self) -> None:
        """Somebody is here to look after the station; whoever was here before has left."""
        if self._session.phase() is not Phase.IDLE:
            self._wipe([ATTRACT])
        self.begin()
        self.go("technician")

    @Slot()
    def wipeNow(self) -> None:
        """The person answered the question whether they are here with no."""
        self._half_done = False
        self.leave()

    @Slot()
    def tick(self) -> None:
        """Look at the clock: ask, fade or wipe when it is time."""
        phase = self._session.phase()
        if phase in (Phase.ACTIVE, Phase.FADING) and self._get_reading() and self.is_heard():
            self._session.touch()
            phase = self._session.phase()
        seconds = self._session.seconds_left() if phase in (Phase.ASKING, Phase.FADING) else 0
        if phase is Phase.OVER:
            self._wipe([ATTRACT])
            return
        if (phase, seconds) != (self._phase, self._seconds):
            self._phase, self._seconds = phase, seconds
            self.phaseChanged.emit()

    def note_activity(self, *, keyboard: bool) -> None:
        """Take note of a touch or a key. While the person is being asked only an answer counts."""
        if keyboard != self._by_keyboard:
            self._by_keyboard = keyboard
            self.byKeyboardChanged.emit()
        if self._session.phase() in (Phase.ACTIVE, Phase.FADING):
            self._session.touch()
            self.tick()

    def note_entered(self, entered: bool, half_done: bool) -> None:
        """Take note whether something of the person is on the screen, and whether it would be lost."""
        self._session.entered = entered and self._session.phase() is not Phase.IDLE
        self._half_done = half_done

    def note_waiting(self, waiting: bool) -> None:
        """Take note whether somebody types on a phone instead of here."""
        self._session.waiting = waiting and self._session.phase() is not Phase.IDLE

    def _wipe(self, stack: list[str]) -> None:
        self.leaving.emit()
        self._session.end()
        self._more_time = self._held = False
        self._stack, self._half_done = stack, False
        self._phase, self._seconds = Phase.IDLE, 0
        self.openSheet("")
        self.resetDisplay()
        self.screenChanged.emit()
        self.phaseChanged.emit()
        QGuiApplication.clipboard().clear()
        self.wiped.emit()

    @Slot()
    def resetDisplay(self) -> None:
        """Look and speak as at the beginning."""
        self._look_as(Look())

    @Slot()
    def beginLarge(self) -> None:
        """Start with large letters."""
        self._look_as(replace(self._look, scale=SCALES[2]))
        self.begin()

    @Slot()
    def beginSeated(self) -> None:
        """Start with every control within reach of somebody who sits."""
        self._look_as(replace(self._look, low=True))
        self.begin()

    @Slot()
    def beginListening(self) -> None:
        """Start with everything spoken, and four large corners to touch."""
        self._look_as(replace(self._look, mode=LISTENING))
        self.begin()

    @Slot()
    def beginScanning(self) -> None:
        """Start with one switch: the focus goes round by itself."""
        self._look_as(replace(self._look, mode=SCANNING))
        self.begin()

    @Slot()
    def endListening(self) -> None:
        """There is no voice any more: show the page again to whoever listened, with all the time they had."""
        if self._look.mode == LISTENING:
            self._look_as(replace(self._look, mode="", slow=True))

    @Slot()
    def beginOther(self) -> None:
        """Start in English, or in Chinese if English is spoken."""
        self._look_as(replace(self._look, language=CHINESE if self._look.language == "en" else "en"))
        self.begin()

    def _look_as(self, look: Look) -> None:
        if look != self._look:
            spoken, self._look = self._look.language, look
            self._session.slow = look.low or look.slow or bool(look.mode)
            self._session.unhurried = look.slow or self._more_time or self._held
            if look.language != spoken:
                self.languageChanged.emit(look.language)
            self.displayChanged.emit()

    def _get_scale(self) -> float:
        return self._look.scale

    def _set_scale(self, scale: float) -> None:
        if scale in SCALES:
            self._look_as(replace(self._look, scale=scale))

    def _get_colours(self) -> str:
        return self._look.colours

    def _set_colours(self, colours: str) -> None:
        if colours in COLOURS:
            self._look_as(replace(self._look, colours=colours))

    def _get_low(self) -> bool:
        return self._look.low

    def _set_low(self, low: bool) -> None:
        self._look_as(replace(self._look, low=low))

    def _get_slow(self) -> bool:
        return self._look.slow

    def _set_slow(self, slow: bool) -> None:
        self._look_as(replace(self._look, slow=slow))

    def _get_language(self) -> str:
        return self._look.language

    def _set_language(self, language: str) -> None:
        if language in LANGUAGES:
            self._look_as(replace(self._look, language=language))

    def _get_mode(self) -> str:
        return self._look.mode

    def _set_mode(self, mode: str) -> None:
        if mode in MODES:
            self._look_as(replace(self._look, mode=mode))

    def _get_reading(self) -> bool:
        return self._look.reading or self._look.mode == LISTENING

    def _set_reading(self, reading: bool) -> None:
        self._look_as(replace(self._look, reading=reading))

    def _get_rate(self) -> int:
        return self._look.rate

    def _set_rate(self, rate: int) -> None:
        self._look_as(replace(self._look, rate=rate))

    def _get_volume(self) -> int:
        return self._look.volume

    def _set_volume(self, volume: int) -> None:
        self._look_as(replace(self._look, volume=volume))

    rate = Property(int, _get_rate, _set_rate, notify=displayChanged)
    volume = Property(int, _get_volume, _set_volume, notify=displayChanged)

    def _get_scan_ms(self) -> int:
        return self._look.scan_ms

    def _set_scan_ms(self, scan_ms: int) -> None:
        self._look_as(replace(self._look, scan_ms=scan_ms))

    scanMs = Property(int, _get_scan_ms, _set_scan_ms, notify=displayChanged)
    textScale = Property(float, _get_scale, _set_scale, notify=displayChanged)
    colours = Property(str, _get_colours, _set_colours, notify=displayChanged)
    lowReach = Property(bool, _get_low, _set_low, notify=displayChanged)
    slow = Property(bool, _get_slow, _set_slow, notify=displayChanged)
    """慢一点: nobody is asked whether they are still here."""
    language = Property(str, _get_language, _set_language, notify=displayChanged)
    reading = Property(bool, _get_reading, _set_reading, notify=displayChanged)
    """读给我听: every page and everything that gets the focus is spoken."""
    mode = Property(str, _get_mode, _set_mode, notify=displayChanged)
    """How it is used besides by touch: ``listening`` (听着用) or ``scanning`` (one switch)."""

    @Property(str, notify=screenChanged)
    def screen(self) -> str:
        return self._stack[-1]

    @Property(bool, notify=screenChanged)
    def canGoBack(self) -> bool:
        return len(self._stack) > 1

    @Property(str, notify=sheetChanged)
    def sheet(self) -> str:
        return self._sheet

    @Property(str, notify=phaseChanged)
    def phase(self) -> str:
        return self._phase.value

    @Property(int, notify=phaseChanged)
    def secondsLeft(self) -> int:
        return self._seconds

    @Property(float, notify=phaseChanged)
    def warningSeconds(self) -> float:
        return WARNING_S

    @Property(bool, notify=byKeyboardChanged)
    def byKeyboard(self) -> bool:
        """Whether the last thing used was a key: only then the focus is shown."""
        return self._by_keyboard
