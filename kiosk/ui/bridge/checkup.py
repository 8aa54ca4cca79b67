"""How the station is doing, for whoever looks after it."""

# QML speaks camelCase, so what QML sees does too.

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Property, QObject, QProcess, QTimer, Signal, Slot
from PySide6.QtGui import QInputDevice, QPointingDevice
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import Clock
from kiosk.domain.errors import StationError
from kiosk.domain.health import Part
from kiosk.domain.tongue import say
from kiosk.service.checking import Check, condition_text, panel_check, printer_check, voice_check
from kiosk.service.handoff import qr_code
from kiosk.service.touching import touch_check
from kiosk.settings import Settings
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList, RecordList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

LINE = ("name", "said", "well", "do")
ASK_MS = 3_600_000
"""How often the printer is asked how it is without anybody looking: nobody comes for days."""
PRINTER_MS = 12_000
"""A printer may take two seconds for each of two answers, and some to be reached."""


@QmlElement
class Checkup(QObject):
    """What was found when the station was looked at last."""

    changed = Signal()

    def __init__(
        self,
        settings: Settings,
        worker: Worker,
        printer: Sequence[str],
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        """Make it; ``printer`` is the command of the slip printer, which is asked how it is."""
        super().__init__(parent)
        self._settings = settings
        self._worker = worker
        self._clock = clock
        self._speaks = False
        self._offsets: list[float] = []
        self._found: list[Check] = []
        self._printer_state = ""
        self._at = ""
        self._checks, self._amiss = RecordList(LINE, self), RecordList(LINE, self)
        self._printer = QProcess(self)
        if printer:
            self._printer.setProgram(printer[0])
            self._printer.setArguments([*printer[1:], "--look"])
        self._printer.setStandardErrorFile(QProcess.nullDevice())
        self._printer.finished.connect(self._hear_printer)
        self._printer.errorOccurred.connect(self._hear_printer)
        self._stuck = QTimer(self, singleShot=True, interval=PRINTER_MS)
        self._stuck.timeout.connect(self._printer.kill)
        self._again = QTimer(self, interval=ASK_MS)
        self._again.timeout.connect(self.ask_printer)
        self._again.start()

    @Slot()
    def look(self) -> None:
        """Look at everything anew."""
        self._worker.ask(lambda desk: desk.checking.checks(), self._take, self._fail)
        self.ask_printer()

    def ask_printer(self) -> None:
        """Ask the printer how it is, if there is one."""
        if self._printer.program() and self._printer.state() is QProcess.ProcessState.NotRunning:
            self._stuck.start()
            self._printer.start()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        if self._found:
            self.look()

    def note_voice(self, speaks: bool) -> None:
        """Take note whether the station has a voice now."""
        self._speaks = speaks
        self._tell()

    def note_touch(self, offsets: list[float]) -> None:
        """Take note how far off touches were, in millimetres, when the panel was tried."""
        self._offsets = offsets
        self._tell()

    def close(self) -> None:
        """Ask the printer no more."""
        self._again.stop()
        self._stuck.stop()
        self._printer.kill()
        self._printer.waitForFinished(1_000)

    def _fail(self, problem: StationError) -> None:
        do = say("照这句话做；还不行就重新开始，再报给中心")
        self._take([Check(Part.PROGRAM, say("本站"), str(problem), well=False, do=do)])

    def _take(self, checks: Sequence[Check]) -> None:
        self._found = list(checks)
        self._tell()

    def _hear_printer(self) -> None:
        stuck = self._stuck.remainingTime() <= 0
        self._stuck.stop()
        said = bytes(self._printer.readAllStandardOutput().data()).decode("ascii", "replace").strip()
        self._printer_state = said or ("stuck" if stuck else "unreachable")
        self._tell()

    @property
    def devices(self) -> list[Check]:
        """What is known of panel, touch, voice and printer."""
        return [
            panel_check(self._settings),
            *([touch_check(self._offsets)] if self._offsets else _touch(self._settings)),
            voice_check(self._settings, self._speaks),
            printer_check(self._settings, self._printer_state),
        ]

    @property
    def faulty(self) -> tuple[str, ...]:
        """The codes of those that are not well, for the centre to be told."""
        return tuple(one.part.value for one in self.devices if not one.well)

    def _tell(self) -> None:
        if self._found:
            self._amiss.show([one for one in self._all() if not one.well])
            self._checks.show([one for one in self._all() if one.well])
        self.changed.emit()

    def _all(self) -> list[Check]:
        return [*self._found, *self.devices]

    @Property(QObject, notify=changed)
    def amiss(self) -> RecordList:
        """What is not well."""
        return self._amiss

    @Property(QObject, notify=changed)
    def checks(self) -> RecordList:
        """What is well."""
        return self._checks

    @Property(int, notify=changed)
    def wrong(self) -> int:
        """How many things are not well; -1 before it is known."""
        return sum(not one.well for one in self._all()) if self._found else -1

    @Property(QStringList, notify=changed)
    def qrRows(self) -> list[str]:  # noqa: N802
        """All that was found, as a code for a technician's phone."""
        if not self._found:
            return []
        at = self._settings
        return qr_rows(qr_code(condition_text(at.centre.station, at.station.name, self._all(), self._clock.now())))


def _touch(settings: Settings) -> list[Check]:
    """Return whether there is a touch screen; a board that is only looked at needs none."""
    if not settings.panel.touch:
        return []
    name = say("触摸屏")
    for device in QInputDevice.devices():
        if isinstance(device, QPointingDevice) and device.type() is QInputDevice.DeviceType.TouchScreen:
            return [Check(Part.TOUCH, name, say("{points} 点", points=device.maximumPoints()))]
    return [Check(Part.TOUCH, name, say("没看到"), well=False, do=say("看触摸屏的线，再重新开始"))]
