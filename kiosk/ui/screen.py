"""The station's one window: bridge objects, engine, and what listens to fingers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMetaObject, QObject, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQml import QQmlEngine, QQmlError
from PySide6.QtQuick import QQuickView

from kiosk.domain.clock import Clock, local_date
from kiosk.domain.errors import PlaceError
from kiosk.domain.tongue import Texts
from kiosk.service.desk import Desk
from kiosk.service.slip import slip_of
from kiosk.settings import ASSETS, Settings
from kiosk.ui.aloud import Aloud
from kiosk.ui.bridge import drawing  # noqa: F401  (its items are made by QML)
from kiosk.ui.bridge.asking import Asking
from kiosk.ui.bridge.browse import Browse
from kiosk.ui.bridge.checkup import Checkup
from kiosk.ui.bridge.kept import Kept
from kiosk.ui.bridge.lookup import Lookup
from kiosk.ui.bridge.number import Number
from kiosk.ui.bridge.phone_first import PhoneFirst
from kiosk.ui.bridge.register import Register
from kiosk.ui.bridge.slip import Slip
from kiosk.ui.bridge.speech import Speech
from kiosk.ui.bridge.station import Station
from kiosk.ui.bridge.typing import Typing
from kiosk.ui.bridge.visit import ATTRACT, SCANNING, Visit
from kiosk.ui.bridge.wanting import Wanting
from kiosk.ui.icons import IconProvider
from kiosk.ui.languages import Languages
from kiosk.ui.pinyin import Pinyin
from kiosk.ui.quiet import NoNetworkFactory
from kiosk.ui.worker import Worker

QML = Path(__file__).resolve().parent / "qml"
VOICELESS_MS = 8_000
"""A voice that has died is back by then; else nobody can listen."""
VOICE_MS = 400
"""The voice is started when the first picture stands."""
WIPE_MS = 50
"""When the pages of a visit are gone, what they held is let go of."""
PANEL_SHARE = 0.9
"""How much of the screen's height a window takes when it is not full screen."""

LEADING_IN = ("attract", "home", "groups", "section")
"""Whoever comes from here to the list sees what is there now; from elsewhere it is as it was left."""

LEADING_TO_RECEIPT = ("register", "ask", "phone", "lookup")

_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Back, Qt.Key.Key_Backspace)
_FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Tab)
_BACKWARD = (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Backtab)
_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
_TOUCHES = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress)


class StationScreen(QObject):
    """The screen of one station. Make the application first."""

    def __init__(
        self,
        settings: Settings,
        open_desk: Callable[[], Desk],
        clock: Clock,
        *,
        voice: Sequence[str] = (),
        printer: Sequence[str] = (),
        size: QSize | None = None,
        fullscreen: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """Build the window; it is shown by `show`. Without a size it is 9:16 and fits the display.

        ``voice`` is the command of the voice (`kiosk.ui.bridge.speech.voice_command`); without one nothing is spoken.
        ``printer`` is that of the slip printer (`kiosk.ui.bridge.slip.printing_command`), if there is one.

        Raises PlaceError if the interface cannot be loaded.
        """
        super().__init__(parent)
        self._fullscreen = fullscreen
        self._clock = clock
        self._voiced = bool(voice)
        self.worker = Worker(open_desk, self)
        self.visit = Visit(clock, self)
        self.station = Station(settings, self.worker, clock, self)
        self.wanting = Wanting(self.worker, self)
        self.browse = Browse(self.worker, self.wanting, self)
        self.number = Number(self)
        self.kept = Kept(self.worker, self)
        self.register = Register(self.worker, self.number, self.kept, self)
        self.asking = Asking(self.worker, self.number, self.kept, self)
        self.phone_first = PhoneFirst(self.worker, self.kept, self)
        self.slip = Slip(printer, self)
        self.typing = Typing(self.worker, Pinyin(), self)
        self.lookup = Lookup(self.worker, self.kept, self)
        self.checkup = Checkup(self.worker, self)
        for answers in (self.register, self.asking, self.number, self.kept, self.wanting, self.lookup):
            answers.changed.connect(self._note_answers)
        self.kept.taken.connect(self._show_receipt)
        self.phone_first.changed.connect(lambda: self.visit.note_waiting(bool(self.phone_first.property("qrRows"))))
        self.visit.steps_back = self._step_back
        self._languages = Languages()
        self.visit.languageChanged.connect(self._speak)
        for bridge in (
            self.register,
            self.asking,
            self.number,
            self.kept,
            self.phone_first,
            self.slip,
            self.browse,
            self.lookup,
        ):
            self.visit.wiped.connect(bridge.clear)
        self.visit.wiped.connect(self.typing.forget)
        self._wiping = QTimer(self, interval=WIPE_MS, singleShot=True)
        self._wiping.timeout.connect(self._let_go)
        self.visit.wiped.connect(self._wiping.start)
        self.visit.sheetChanged.connect(self._note_sheet)
        self.typing.changed.connect(self._note_answers)
        self.visit.screenChanged.connect(self._note_screen)
        self._before = self.visit.property("screen")

        self.window = QQuickView()
        self.engine: QQmlEngine = self.window.engine()
        self.no_network = NoNetworkFactory()
        self.engine.setNetworkAccessManagerFactory(self.no_network)
        self.engine.addImageProvider("icon", IconProvider(ASSETS / "icons"))
        self.engine.addImportPath(str(QML))
        self.window.setTitle(settings.station.name)
        self.window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.window.resize(size or _fitting())
        self.window.setInitialProperties(
            {
                "station": self.station,
                "wanting": self.wanting,
                "browse": self.browse,
                "number": self.number,
                "kept": self.kept,
                "register": self.register,
                "asking": self.asking,
                "phoneFirst": self.phone_first,
                "slip": self.slip,
                "lookup": self.lookup,
                "checkup": self.checkup,
                "typing": self.typing,
                "visit": self.visit,
            }
        )
        self.window.setSource(QUrl.fromLocalFile(str(QML / "Main.qml")))
        errors: list[QQmlError] = self.window.errors()
        if errors:
            raise PlaceError(f"the interface cannot be loaded: {errors[-1].toString()}")
        self.speech = Speech(voice, self)
        self.speech.availableChanged.connect(self._note_voice)
        self._voiceless = QTimer(self, interval=VOICELESS_MS, singleShot=True)
        self._voiceless.timeout.connect(self.visit.endListening)
        self.aloud = Aloud(self.window, self.visit, self.speech, self)
        self.visit.is_heard = self.aloud.is_heard
        self._connect_aloud()
        self.window.installEventFilter(self)
        self.worker.start()

    @property
    def settling(self) -> bool:
        """Whether the page has just changed, so that a touch would not be heard yet."""
        return bool(self.window.rootObject().property("settling"))

    def show(self) -> None:
        """Put the window on the display."""
        if self._fullscreen:
            self.window.setCursor(Qt.CursorShape.BlankCursor)
            self.window.showFullScreen()
        else:
            self.window.show()
        if self._voiced:
            QTimer.singleShot(VOICE_MS, self.speech.start)

    def speak(self, texts: Texts | None) -> None:
        """Say everything with these texts, whatever has been said so far; None is Chinese."""
        self._languages.speak_texts(texts)
        self._say_anew()

    def close(self) -> None:
        """Take the window away and close the desk."""
        self._languages.speak_texts(None)
        self._wiping.stop()
        self.aloud.close()
        self.speech.close()
        self.slip.close()
        self.worker.close()
        self.typing.forget()
        self.window.removeEventFilter(self)
        self.window.close()
        self.window.setSource(QUrl())
        self.window.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take note of touches and keys; nothing is kept from its receiver."""
        if event.type() in _TOUCHES:
            self.visit.note_activity(keyboard=False)
            self.aloud.hush()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.isAutoRepeat():
                return True  # a key that is held, or stuck, says nothing more
            self.visit.note_activity(keyboard=True)
            return self._keyed(event.key())
        return False

    def _keyed(self, key: int) -> bool:
        """Act on the keys that no control of its own hears; tell whether it was one of them."""
        root, here = self.window.rootObject(), self.window.activeFocusItem()
        stands_on_one = here is not None and here.metaObject().indexOfSignal("triggered()") >= 0
        if key in _BACK:
            if not self.settling:
                QMetaObject.invokeMethod(root, "goBack")
            return True
        if key in _CHOOSING and not stands_on_one and self.visit.property("screen") == ATTRACT:
            self.visit.beginScanning()  # who has arrows presses one of them first
            return True
        if key in _FORWARD + _BACKWARD and self.visit.property("mode") == SCANNING:
            self.visit.setProperty("mode", "")
        if key in _FORWARD + _BACKWARD + _CHOOSING and not stands_on_one:
            step = "stepBack" if key in _BACKWARD else "stepOn"
            QMetaObject.invokeMethod(root, step)
            return True
        return False

    def _show_receipt(self) -> None:
        """Show it in place of what led to it."""
        if self.visit.property("screen") in LEADING_TO_RECEIPT:
            self.visit.replace("receipt")

    def _print(self) -> None:
        """Put the receipt on paper; what the printer does with it is its own affair."""
        receipt = self.kept.receipt
        if receipt is not None:
            paper = slip_of(
                receipt,
                done=str(self.kept.property("done")),
                station=str(self.station.property("name")),
                on=local_date(self._clock.now()),
                delivered=bool(self.kept.property("delivered")),
                carrying=None if self.station.property("online") else self.kept.carrying,
            )
            self.slip.submit(paper)

    def _step_back(self, screen: str) -> bool:
        if screen == "register":
            return bool(self.register.previous())
        return screen == "ask" and bool(self.asking.previous())

    def _connect_aloud(self) -> None:
        """Let what changes within a page be read too."""
        root = self.window.rootObject()
        root.sayAgain.connect(self.aloud.read_again)  # type: ignore[attr-defined]
        root.slipWanted.connect(self._print)  # type: ignore[attr-defined]
        root.turned.connect(self.aloud.turn)  # type: ignore[attr-defined]
        root.toggled.connect(self.aloud.read_item)  # type: ignore[attr-defined]
        for bridge in (self.register, self.asking):
            bridge.problemChanged.connect(lambda bridge=bridge: self.aloud.tell(str(bridge.property("problem"))))
        self.asking.stepped.connect(self.aloud.turn)
        self.lookup.answered.connect(self.aloud.turn)

    def _note_voice(self) -> None:
        """Offer what needs a voice only while there is one; nobody is left in the dark when it dies."""
        speaks = bool(self.speech.property("available"))
        self.station.note_voice(speaks)
        if speaks:
            self._voiceless.stop()
        else:
            self._voiceless.start()

    def _speak(self, language: str) -> None:
        self._languages.speak(language)
        self._say_anew()

    def _say_anew(self) -> None:
        self.engine.retranslate()
        for bridge in (
            self.station,
            self.wanting,
            self.browse,
            self.register,
            self.asking,
            self.kept,
            self.lookup,
            self.checkup,
        ):
            bridge.retell()

    def _let_go(self) -> None:
        """Have the garbage of a visit taken away now, and not some day."""
        self.engine.collectGarbage()
        gc.collect()

    def _note_screen(self) -> None:
        before, self._before = self._before, self.visit.property("screen")
        if self._before == "nearby" and before in LEADING_IN:
            self.browse.enter()
        if self._before == "lookup":
            self.lookup.clear()
        if before == "phone":
            self.phone_first.clear()

    def _note_answers(self) -> None:
        half_done = any(
            (self.register.property("halfDone"), self.asking.property("halfDone"), self.number.property("typed"))
        )
        entered = (
            half_done
            or self.kept.property("hasReceipt")
            or self.typing.property("busy")
            or self.wanting.property("words")
            or self.lookup.property("picked")
        )
        self.visit.note_entered(bool(entered), bool(half_done))

    def _note_sheet(self) -> None:
        """Begin and end typing with its sheet, which also goes and comes back with the question who is there."""
        sheet = self.visit.property("sheet")
        if sheet == "want-words":
            self.typing.begin("search", self.wanting.property("words"))
        elif sheet == "ask-words":
            self.typing.begin(self.asking.property("purpose"), self.asking.property("words"))
        else:
            self.typing.clear()


def _fitting() -> QSize:
    """Return the largest 9:16 size that takes up to nine tenths of the display's height."""
    display = QGuiApplication.primaryScreen().availableSize()
    high = min(display.height() * PANEL_SHARE, display.width() * PANEL_SHARE * 16 / 9)
    return QSize(round(high * 9 / 16), round(high))
