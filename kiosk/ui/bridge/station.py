"""The station as a whole: its name, the time, what there is at a glance, and who helps."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import CHINA, Clock
from kiosk.domain.tongue import say
from kiosk.domain.wanted import Ring
from kiosk.service import helping, wording
from kiosk.service.browsing import NEAR_M, Overview
from kiosk.settings import Settings
from kiosk.ui.bridge.browse import CARD
from kiosk.ui.bridge.records import QStringList, QVariantList, RecordList, as_map
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

CLOCK_MS = 1_000
AGAIN_S = 60.0
"""Age, date and connection are asked for again this often, in seconds."""

_EMPTY = Overview(
    ready=False, arriving="", demo=False, total=0, near=0, rings=(), nearest_minutes=None, updated="", stale=False,
    online=False, phones=False, blips=(), featured=(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ring:
    """A ring of the radar and its label."""

    share: float
    text: str


@QmlElement
class Station(QObject):
    """What every screen may say about the station."""

    clockChanged = Signal()
    overviewChanged = Signal()
    troubleChanged = Signal()
    voiceChanged = Signal()
    retiredChanged = Signal()
    retold = Signal()

    def __init__(self, settings: Settings, worker: Worker, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._worker = worker
        self._clock = clock
        self._clock_text = ""
        self._greeting = ""
        self._overview, self._known = _EMPTY, False
        self._asked = clock.monotonic()
        self._trouble = ""
        self._speaks = False
        self._retired = False
        self._blips = RecordList(("id", "kind", "bearing", "share"), self)
        self._rings = RecordList(("share", "text"), self)
        self._featured = RecordList(CARD, self)
        worker.contentChanged.connect(self.refresh)
        worker.troubleChanged.connect(self._take_trouble)
        self._timer = QTimer(self, interval=CLOCK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()
        self.refresh()

    @Slot()
    def tick(self) -> None:
        """Show the time; look again at what depends on it, once a minute or, before the first content, at once."""
        now = self._clock.now()
        text, greeting = f"{now.astimezone(CHINA):%H:%M}", wording.greeting(now)
        if (text, greeting) != (self._clock_text, self._greeting):
            self._clock_text, self._greeting = text, greeting
            self.clockChanged.emit()
        if not self._overview.ready or self._clock.monotonic() - self._asked >= AGAIN_S:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for the numbers again."""
        self._asked = self._clock.monotonic()
        self._worker.ask(lambda desk: desk.browsing.overview(), self._take_overview)

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.tick()
        self.refresh()
        self.retold.emit()

    def _take_overview(self, overview: Overview) -> None:
        if not self._known or overview != self._overview:
            self._overview, self._known = overview, True
            self._blips.show(overview.blips)
            self._featured.show(overview.featured)
            self._rings.show([ring for ring in _labels(overview.rings) if ring.share <= 1])
            self.overviewChanged.emit()

    def note_voice(self, speaks: bool) -> None:
        """Take note whether the station has a voice now."""
        if speaks != self._speaks:
            self._speaks = speaks
            self.voiceChanged.emit()

    def note_retired(self, retired: bool) -> None:
        """Take note whether the centre has taken this station out of service: then it takes nothing from anybody."""
        if retired != self._retired:
            self._retired = retired
            self.retiredChanged.emit()

    def _take_trouble(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self.troubleChanged.emit()

    @Property(str, notify=overviewChanged)
    def name(self) -> str:
        return self._settings.station.name

    @Property(str, notify=overviewChanged)
    def helperPhone(self) -> str:
        return self._settings.helper.phone

    @Property(bool, notify=voiceChanged)
    def canSpeak(self) -> bool:
        """Whether the station has a voice; without one its place in the bar stays empty."""
        return self._speaks

    @Property(QVariantList, notify=retold)
    def helpSteps(self) -> list[dict[str, str]]:
        """How one goes through a visit: icon, title and note of each step."""
        return [as_map(line) for line in helping.steps()]

    @Property(QVariantList, notify=retold)
    def helpTips(self) -> list[dict[str, str]]:
        """What one can do alone, likewise."""
        return [as_map(line) for line in helping.tips()]

    @Property(float, notify=overviewChanged)
    def diagonalInch(self) -> float:
        return self._settings.panel.diagonal_inch

    @Property(int, notify=overviewChanged)
    def lowerEdgeMm(self) -> int:
        return self._settings.panel.lower_edge_mm

    @Property(bool, notify=overviewChanged)
    def boardOnly(self) -> bool:
        """Whether it is a board that is only looked at."""
        return not self._settings.panel.touch

    @Property(QObject, notify=overviewChanged)
    def rings(self) -> RecordList:
        """The rings of the radar: how far out each is drawn (0–1), and how many jobs lie inside."""
        return self._rings

    @Property(QStringList, notify=overviewChanged)
    def ringTexts(self) -> list[str]:
        """How many jobs lie within each distance, with the distances beyond the radar's edge."""
        return [ring.text for ring in _labels(self._overview.rings) if self._overview.near]

    @Property(int, notify=overviewChanged)
    def fresh(self) -> int:
        """How many of them were published yesterday or today."""
        return sum(ring.new for ring in self._overview.rings)

    @Property(str, notify=clockChanged)
    def clock(self) -> str:
        return self._clock_text

    @Property(str, notify=clockChanged)
    def greeting(self) -> str:
        return self._greeting

    @Property(bool, notify=overviewChanged)
    def known(self) -> bool:
        """Whether the desk has answered once, so that it is known what there is."""
        return self._known

    @Property(bool, notify=overviewChanged)
    def ready(self) -> bool:
        return self._overview.ready

    @Property(str, notify=overviewChanged)
    def arriving(self) -> str:
        """How far the first content is on its way; empty if nothing moves."""
        return self._overview.arriving

    @Property(bool, notify=overviewChanged)
    def demo(self) -> bool:
        return self._overview.demo

    @Property(int, notify=overviewChanged)
    def total(self) -> int:
        return self._overview.total

    @Property(int, notify=overviewChanged)
    def near(self) -> int:
        return self._overview.near

    @Property(int, notify=overviewChanged)
    def nearestMinutes(self) -> int:
        """Minutes on foot to the nearest job, or -1 if that is not known."""
        minutes = self._overview.nearest_minutes
        return -1 if minutes is None else minutes

    @Property(str, notify=overviewChanged)
    def updated(self) -> str:
        return self._overview.updated

    @Property(bool, notify=overviewChanged)
    def stale(self) -> bool:
        return self._overview.stale

    @Property(bool, notify=overviewChanged)
    def online(self) -> bool:
        return self._overview.online

    @Property(bool, notify=overviewChanged)
    def phones(self) -> bool:
        """Whether phones reach the centre, so that a form can be filled in on one."""
        return self._overview.phones

    @Property(QObject, notify=overviewChanged)
    def blips(self) -> RecordList:
        return self._blips

    @Property(QObject, notify=overviewChanged)
    def featured(self) -> RecordList:
        return self._featured

    @Property(int, notify=overviewChanged)
    def featuredCount(self) -> int:
        return len(self._overview.featured)

    @Property(bool, notify=retiredChanged)
    def retired(self) -> bool:
        """Whether the centre has taken this station out of service."""
        return self._retired

    @Property(bool, notify=troubleChanged)
    def outOfService(self) -> bool:
        return bool(self._trouble)


def _labels(rings: Sequence[Ring]) -> list[_Ring]:
    """Return for each distance how many lie within it, all nearer ones among them."""
    labels, inside = [], 0
    for ring in rings:
        inside += ring.total
        labels.append(
            _Ring(
                share=ring.within_m / NEAR_M,
                text=say("{km} 公里 {number} 个", km=f"{ring.within_m / 1000:g}", number=inside),
            )
        )
    return labels
