"""A whole station on a folder, with a catalogue the tests write, and fingers to touch its screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import cos, radians, sin
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, QSize, QTimer
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.domain.codes import EmploymentType, PayUnit, WorkKind
from kiosk.domain.content import Item
from kiosk.domain.kinds import CONTENT
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import (
    Contact,
    Employer,
    Hours,
    Pay,
    Place,
    Posting,
    Requirement,
    Shift,
    posting_id,
)
from kiosk.domain.progress import ReceiptState
from kiosk.domain.receipt import receipt_number
from kiosk.domain.records import encode, to_record
from kiosk.service.desk import open_desk
from kiosk.settings import CentreSettings, HelperSettings, Home, PanelSettings, Settings, StationSettings
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from kiosk.trust.digests import record_digest, set_digest
from kiosk.trust.feed import Seen, VerifiedChange, VerifiedHead, VerifiedPack
from kiosk.trust.manifest import KindEntry, Manifest, PackEntry, Revoked
from kiosk.trust.receipts import VerifiedReceipt
from kiosk.ui.screen import StationScreen
from tests.simulators import CentreSimulator, FixedClock

HERE = Point(31.7003, 118.5113, Datum.GCJ02)
CENTRE = "https://jobs.example.gov.cn"
PORTRAIT, LANDSCAPE = QSize(1080, 1920), QSize(1920, 1080)

WORK = [
    ("社区食堂帮厨", WorkKind.COOKING, 0.35, 60, PayUnit.MONTH, 4200, 4200, "小区东门", "包两顿饭"),
    ("保洁员（半天班）", WorkKind.CLEANING, 0.5, 200, PayUnit.HOUR, 18, 18, "花山路口", ""),
    ("便利店收银", WorkKind.CASHIER, 0.7, 130, PayUnit.MONTH, 3800, 4300, "珍珠园菜场旁边", ""),
    ("养老院护理员", WorkKind.ELDER_CARE, 1.4, 60, PayUnit.MONTH, 4800, 5500, "康乐养老院", "包吃"),
    ("快递分拣", WorkKind.WAREHOUSE, 1.7, 280, PayUnit.DAY, 160, 180, "物流园三号门", "一顿饭"),
    ("小区保安", WorkKind.SECURITY, 2.8, 105, PayUnit.MONTH, 3600, 3600, "雨山湖小区", ""),
    ("水上保洁", WorkKind.WATER, 2.2, 330, PayUnit.MONTH, 3900, 3900, "雨山湖码头", "工作餐"),
    ("缝纫工（在家做）", WorkKind.SEWING, 1.2, 20, PayUnit.PIECE, 2.5, 4, "社区手工坊", ""),
    ("接送孩子", WorkKind.CHILD_CARE, 0.95, 310, PayUnit.HOUR, 25, 25, "珍珠园小学", ""),
    ("超市理货员", WorkKind.SHOP, 1.9, 140, PayUnit.MONTH, 3500, 3500, "团结路二楼", ""),
    ("绿化养护工", WorkKind.GARDENING, 2.6, 215, PayUnit.DAY, 130, 130, "花山公园", ""),
    ("电工", WorkKind.REPAIR, 2.5, 45, PayUnit.MONTH, 5500, 7000, "幸福路", "包吃"),
    ("送货司机", WorkKind.DRIVING, 1.5, 255, PayUnit.MONTH, 5000, 6500, "农贸市场西门", ""),
    ("电子厂装配工", WorkKind.FACTORY, 2.4, 350, PayUnit.MONTH, 4500, 6000, "经开区南门", "包吃"),
]


def posting(number: int, **changes: object) -> Posting:
    """Return one of the station's postings, with every fact a job screen can show."""
    title, kind, km, bearing, unit, low, high, landmark, meals = WORK[number % len(WORK)]
    km *= 1 + number // len(WORK) * 0.17
    bearing += number // len(WORK) * 31
    plain: dict[str, object] = {
        "id": posting_id("花山区公共就业", str(number)),
        "source": "花山区公共就业服务中心",
        "source_id": str(number),
        "title": title,
        "employer": Employer(name=f"花山区{landmark}服务部", licence_checked_on=date(2026, 10, 1)),
        "kind": kind,
        "headcount": 2,
        "employment": EmploymentType.FULL_TIME,
        "summary": "洗菜切菜，打扫厨房，有老师傅带着",
        "hours": Hours(shifts=(Shift(start=360, end=840),), days_per_week=6),
        "pay": Pay(unit=unit, min=low, max=high, pay_day="每月 10 号", meals=meals, insurance=("工伤",)),
        "benefits": ("有人教",),
        "place": Place(
            landmark=landmark,
            point=Point(
                HERE.lat + km * 0.009 * cos(radians(bearing)),
                HERE.lon + km * 0.0106 * sin(radians(bearing)),
                Datum.GCJ02,
            ),
        ),
        "requirement": Requirement(education_open=True, age_min=18, age_max=58, certificates=("健康证",)),
        "contact": Contact(name="王师傅", phone="0555-000 5678", hours="8 点到 18 点"),
        "updated": datetime(2026, 11, 18, 2, 0, tzinfo=UTC),
        "verified_on": date(2026, 11, 18),
        "valid_to": date(2026, 12, 20),
    }
    return Posting(**(plain | changes))  # type: ignore[arg-type]


@dataclass
class Stand:
    """A provisioned station in a folder, and the way to give it content and receipts."""

    home: Home
    settings: Settings
    clock: FixedClock
    centre: CentreSimulator
    version: int = 0
    demo: bool = False
    voice: Sequence[str] = ()
    printer: Sequence[str] = ()

    @classmethod
    def build(
        cls, folder: Path, clock: FixedClock, *, helper: bool = True, panel: PanelSettings | None = None
    ) -> Stand:
        home = Home(folder)
        folder.mkdir(parents=True, exist_ok=True)
        station_key.load_or_make(home.key)
        settings = Settings(
            centre=CentreSettings(
                url=CENTRE, station=station_key.own_id(home.key), district="340503", district_name="花山区"
            ),
            station=StationSettings(name="珍珠园社区就业驿站", latitude=HERE.lat, longitude=HERE.lon, datum=HERE.datum),
            helper=HelperSettings(name="社区小周", phone="0555-000 1234", hours="工作日 8:30 到 17:30")
            if helper
            else HelperSettings(),
            panel=panel or PanelSettings(),
        )
        return cls(home, settings, clock, CentreSimulator(clock))

    def publish(self, postings: list[Posting], states: Sequence[ReceiptState] = (), items: Sequence[Item] = ()) -> None:
        """Make exactly these postings and items what the station shows, and these what became of receipts."""
        self.version += 1
        now = self.clock.now()
        kinds, changes = {}, []
        shelves = [(kind.value, [one for one in items if type(one) is of]) for kind, of in CONTENT.items()]
        for kind, things in (("posting", postings), ("receipt", states), *shelves):
            records = [to_record(one) for one in sorted(things, key=lambda one: one.id)]
            digest = set_digest((str(record["id"]), record_digest(record)) for record in records)
            entry = PackEntry(sha256="0" * 64, size=1, records=len(records))
            kinds[kind] = KindEntry(count=len(records), digest=digest, snapshot=(entry,))
            pack = VerifiedPack(entry, [encode(record) for record in records])
            changes.append(VerifiedChange(kind, None, (pack,)))
        manifest = Manifest(
            format=1,
            district="340503",
            district_name="花山区",
            version=self.version,
            issued=now - timedelta(hours=2),
            stale_after=now + timedelta(days=7),
            kinds=kinds,
            demo=self.demo,
        )
        writer = CatalogueWriter(self.home.catalogue, self.settings.here())
        head = VerifiedHead(
            manifest=manifest,
            keys=self.centre.keys,
            revoked=Revoked(),
            seen=Seen(),
            lineage="",
            expires=now + timedelta(days=60),
            doubt="",
        )
        writer.take_in(head, changes, now)
        writer.close()

    def deliver(self) -> None:
        """Settle every envelope that waits, as the exchange does with the centre's receipts."""
        outbox = Outbox(self.home.outbox)
        for stored in outbox.waiting(10):
            outbox.settle(VerifiedReceipt(stored.id), self.clock.now())
        outbox.close()

    def waiting(self) -> list[str]:
        """Return the receipt numbers of the envelopes that wait."""
        outbox = Outbox(self.home.outbox)
        numbers = [receipt_number(stored.id) for stored in outbox.waiting(10)]
        outbox.close()
        return numbers

    def waiting_envelopes(self) -> list[bytes]:
        """Return the envelopes that wait, as they travel."""
        outbox = Outbox(self.home.outbox)
        envelopes = [stored.data for stored in outbox.waiting(10)]
        outbox.close()
        return envelopes

    def screen(self, size: QSize = PORTRAIT) -> StationScreen:
        """Return the station's screen, not shown yet."""
        return StationScreen(
            self.settings,
            lambda: open_desk(self.home, self.settings, self.clock),
            self.clock,
            voice=self.voice,
            printer=self.printer,
            size=size,
            home=self.home,
        )


def wait_until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Let Qt work until the condition holds; AssertionError if it does not in time."""
    loop, gone = QEventLoop(), QTimer(singleShot=True, interval=round(seconds * 1000))
    look = QTimer(interval=10)
    look.timeout.connect(lambda: condition() and loop.quit())
    gone.timeout.connect(loop.quit)
    gone.start()
    look.start()
    if not condition():
        loop.exec()
    look.stop()
    assert condition(), "what the test waits for did not happen"


def rest(milliseconds: int = 40) -> None:
    """Let Qt lay out and draw what has just changed."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def items(root: QQuickItem) -> Iterator[QQuickItem]:
    """Yield the visible items below (and with) an item."""
    if not root.isVisible():
        return
    yield root
    for child in root.childItems():
        yield from items(child)


def find(screen: StationScreen, name: str) -> QQuickItem | None:
    """Return the visible item with this object name, or None."""
    return next((item for item in items(screen.window.rootObject()) if item.objectName() == name), None)


def takes(screen: StationScreen, name: str) -> bool:
    """Tell whether the item with this name is there and would hear a touch now."""
    item = find(screen, name)
    return item is not None and item.isEnabled() and not screen.settling and not item.property("resting")


def shown(screen: StationScreen) -> str:
    """Return all words on the screen."""
    root = screen.window.rootObject()
    return "\n".join(str(item.property("text")) for item in items(root) if item.inherits("QQuickText"))


def touch(screen: StationScreen, device: QPointingDevice, name: str, aside: QPointF | None = None) -> None:
    """Touch the item with this name in its middle (or ``aside`` from it), as soon as it is there and takes touches."""
    wait_until(lambda: takes(screen, name))
    item = find(screen, name)
    assert item is not None
    middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
    at = (middle + (aside or QPointF())).toPoint()
    tap(screen, device, at)


class Taps(QObject):
    """Counts the fingers that come down on a screen."""

    def __init__(self, screen: StationScreen) -> None:
        super().__init__(screen.window)
        self.count = 0
        screen.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() is QEvent.Type.TouchBegin
        return False


def tap(screen: StationScreen, device: QPointingDevice, at: QPoint) -> None:
    """Put a finger down and lift it."""
    window = screen.window
    QTest.touchEvent(window, device).press(1, at, window).commit()
    QTest.touchEvent(window, device).release(1, at, window).commit()
