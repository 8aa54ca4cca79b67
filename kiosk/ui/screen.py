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
from kiosk.service.slip import TRIAL_WORDS, slip_of, trial_slip
from kiosk.service.takeaway import sheet_slip
from kiosk.settings import ASSETS, Home, Settings
from kiosk.ui.aloud import Aloud
from kiosk.ui.bridge.speech import Speech
from kiosk.ui.bridge.visit import ATTRACT, SCANNING
from kiosk.ui.bridges import Bridges
from kiosk.ui.icons import IconProvider
from kiosk.ui.languages import CHINESE, Languages
from kiosk.ui.quiet import NoNetworkFactory, NowhereElse

QML = Path(__file__).resolve().parent / "qml"
VOICELESS_MS = 8_000
"""A voice that has died is back by then; else nobody can listen."""
VOICE_MS = 400
"""The voice is started when the first picture stands."""
WIPE_MS = 50
"""When the pages of a visit are gone, what they held is let go of."""
PANEL_SHARE = 0.9
"""How much of the screen's height a window takes when it is not full screen."""

_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Back, Qt.Key.Key_Backspace)
_FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Tab)
_BACKWARD = (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Backtab)
_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
_TOUCHES = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress)


class StationScreen(Bridges):
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
        home: Home | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Build the window; it is shown by `show`. Without a size it is 9:16 and fits the display.

        ``voice`` is the command of the voice (`kiosk.ui.bridge.speech.voice_command`); without one nothing is spoken.
        ``printer`` is that of the slip printer (`kiosk.ui.bridge.slip.printing_command`), if there is one.
        ``home`` is what a technician looks after; without it nobody is let in.

        Raises PlaceError if the interface cannot be loaded.
        """
        super().__init__(settings, open_desk, clock, printer, home, parent)
        self._fullscreen = fullscreen
        self._clock = clock
        self._voiced = bool(voice)
        self._languages = Languages()
        self.visit.languageChanged.connect(self._speak)
        self._wiping = QTimer(self, interval=WIPE_MS, singleShot=True)
        self._wiping.timeout.connect(self._let_go)
        self.visit.wiped.connect(self._wiping.start)

        self.window = QQuickView()
        self.engine: QQmlEngine = self.window.engine()
        self.no_network = NoNetworkFactory()
        self.nowhere_else = NowhereElse(self)
        self.engine.setNetworkAccessManagerFactory(self.no_network)
        self.engine.addImageProvider("icon", IconProvider(ASSETS / "icons"))
        self.engine.addImportPath(str(QML))
        self.window.setTitle(settings.station.name)
        self.window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.window.resize(size or _fitting())
        self.window.setInitialProperties(self.properties())
        self.window.setSource(QUrl.fromLocalFile(str(QML / "Main.qml")))
        errors: list[QQmlError] = self.window.errors()
        if errors:
            raise PlaceError(f"the interface cannot be loaded: {errors[-1].toString()}")
        self.speech = Speech(voice, self, loudest=lambda: settings.sound.loudest(clock.now()))
        self.speech.availableChanged.connect(self._note_voice)
        self._voiceless = QTimer(self, interval=VOICELESS_MS, singleShot=True)
        self._voiceless.timeout.connect(self.visit.endListening)
        self.aloud = Aloud(self.window, self.visit, self.speech, self)
        self.visit.is_heard = self.aloud.is_heard
        self.player.began.connect(self.aloud.hush)
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
        self.visit.wiped.disconnect(self._wiping.start)
        self._wiping.stop()
        self.aloud.close()
        self.speech.close()
        self.slip.close()
        self.noting.close()
        self.checkup.close()
        self.technician.close()
        self.player.close()
        self.worker.close()
        self.typing.forget()
        self.window.removeEventFilter(self)
        self.window.close()
        self.window.setSource(QUrl())
        self.window.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take note of touches and keys, which is kept from nobody. Nothing that is done at the screen closes it."""
        if event.type() is QEvent.Type.Close and self._fullscreen:
            event.ignore()
            return True
        if self.station.property("boardOnly"):
            return False
        if event.type() in _TOUCHES:
            self.visit.note_activity(keyboard=False)
            self.technician.note_activity()
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

    def _print(self) -> None:
        """Put the receipt, or the lists, on paper; what the printer does with it is its own affair."""
        sheet = self.takeaway.sheet
        if self.visit.property("screen") == "takeaway" and sheet is not None:
            self.slip.submit(sheet_slip(sheet, str(self.station.property("name"))))
            return
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

    def _try_printer(self) -> None:
        self.slip.renew()
        self.slip.submit(trial_slip(str(self.station.property("name")), local_date(self._clock.now())))

    def _try_voice(self) -> None:
        self.speech.say(TRIAL_WORDS, CHINESE)

    def _connect_aloud(self) -> None:
        """Let what changes within a page be read too."""
        root = self.window.rootObject()
        root.sayAgain.connect(self.aloud.read_again)  # type: ignore[attr-defined]
        root.slipWanted.connect(self._print)  # type: ignore[attr-defined]
        root.trialSlipWanted.connect(self._try_printer)  # type: ignore[attr-defined]
        root.trialVoiceWanted.connect(self._try_voice)  # type: ignore[attr-defined]
        root.turned.connect(self.aloud.turn)  # type: ignore[attr-defined]
        root.toggled.connect(self.aloud.read_item)  # type: ignore[attr-defined]
        for bridge in (self.register, self.asking):
            bridge.problemChanged.connect(lambda bridge=bridge: self.aloud.tell(str(bridge.property("problem"))))
        self.asking.stepped.connect(self.aloud.turn)
        self.entitle.stepped.connect(self.aloud.turn)
        self.lookup.answered.connect(self.aloud.turn)

    def _note_voice(self) -> None:
        """Offer what needs a voice only while there is one; nobody is left in the dark when it dies."""
        speaks = bool(self.speech.property("available"))
        self.station.note_voice(speaks)
        self.checkup.note_voice(speaks)
        if speaks:
            self._voiceless.stop()
        else:
            self._voiceless.start()

    def _speak(self, language: str) -> None:
        self._languages.speak(language)
        self._say_anew()

    def _say_anew(self) -> None:
        self.engine.retranslate()
        self.retell()

    def _let_go(self) -> None:
        """Have the garbage of a visit taken away now, and not some day."""
        self.engine.collectGarbage()
        gc.collect()


def _fitting() -> QSize:
    """Return the largest 9:16 size that takes up to nine tenths of the display's height."""
    display = QGuiApplication.primaryScreen().availableSize()
    high = min(display.height() * PANEL_SHARE, display.width() * PANEL_SHARE * 16 / 9)
    return QSize(round(high * 9 / 16), round(high))
