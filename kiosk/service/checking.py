"""How the station is doing, in plain words for whoever looks after it. Nothing about a person is in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from kiosk import __version__, settings
from kiosk.domain.clock import CHINA, Clock, from_text, local_date
from kiosk.domain.errors import PlaceError, StationError
from kiosk.domain.health import Part
from kiosk.domain.tongue import say
from kiosk.service import machine, wording
from kiosk.service.mounting import LOWEST_MM, SEATED_MM, has_room
from kiosk.settings import Home, Settings
from kiosk.store import good_copy
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.obeyed import read_obeyed
from kiosk.store.outbox import Outbox
from kiosk.store.pin import Pin
from kiosk.store.salvage import last_salvage
from kiosk.store.updates import update_state
from kiosk.trust import station_key
from kiosk.trust.trusted_time import trusted_time

LATE_S = 24 * 3600
"""An envelope that has waited so long, in seconds, wants looking after."""
TOLD_FOR = timedelta(days=30)
"""How long it is told that an outbox was damaged: as long as the broken file stays (`kiosk.store.salvage`)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what, how it is, whether that is well, and what to ``do`` if it is not."""

    part: Part
    name: str
    said: str
    well: bool = True
    do: str = ""


class Found(NamedTuple):
    """How something is, and what to do about it; nothing to do if it is well."""

    said: str
    do: str = ""


class Checking:
    """Looks at one station, as far as no device has to be asked. Belongs to the thread that made it."""

    def __init__(self, home: Home, station: Settings, catalogue: CatalogueReader, outbox: Outbox, clock: Clock) -> None:
        self._home = home
        self._station = station
        self._catalogue = catalogue
        self._outbox = outbox
        self._clock = clock

    def checks(self) -> list[Check]:
        """Return everything there is to look at, in the order somebody mends it."""
        looks: list[tuple[Part, str, Callable[[], Found | None]]] = [
            (Part.CONTENT, say("内容"), self._content),
            (Part.CONTACT, say("连中心"), self._contact),
            (Part.OUTBOX, say("等着送出"), self._waiting),
            (Part.ASIDE, say("坏了送不出"), self._aside),
            (Part.KEYS, say("钥匙"), self._keys),
            (Part.SETTINGS, say("设置"), self._settings_file),
            (Part.PIN, say("维护口令"), self._pin),
            (Part.REVOKED, say("停用"), self._revoked),
            (Part.CLOCK, say("时钟"), self._time),
            (Part.DISK, say("硬盘"), lambda: Found(*machine.disk(self._home.folder))),
            (Part.MEMORY, say("内存"), lambda: Found(*machine.memory())),
            (Part.TEMPERATURE, say("机内温度"), self._temperature),
            (Part.PROGRAM, say("程序"), lambda: Found(__version__)),
            (Part.UPDATE, say("新版本"), self._update),
        ]
        found = [_looked_at(part, name, look) for part, name, look in looks]
        return [one for one in found if one]

    def _content(self) -> Found:
        manifest, now = self._catalogue.manifest(), self._clock.now()
        if manifest is None:
            return Found(say("还没送到"), say("连上网等几分钟，或用 U 盘带来"))
        age = wording.feed_age(manifest.issued, trusted_time(now, manifest.issued).moment)
        said = say("第 {version} 版，{age}", version=manifest.version, age=age)
        if good_copy.refused(self._home.catalogue) is not None:
            return Found(said, say("新内容有毛病，先用这一版：报给中心"))
        return Found(said, say("内容旧了：连上网，或用 U 盘带新的来") if now > manifest.stale_after else "")

    def _contact(self) -> Found:
        contact = self._catalogue.last_contact()
        by_stick = not self._station.centre.url
        if contact is None:
            do = say("把中心的 U 盘插上，点 U 盘导入") if by_stick else say("看网线和路由器；地址在设置里")
            return Found(say("还没连上过"), do)
        ago, today = wording.ago(local_date(contact), local_date(self._clock.now())), contact.astimezone(CHINA)
        said = say("上次 {ago} {time}", ago=ago, time=f"{today:%H:%M}")
        return Found(said, say("看网线和路由器；U 盘也能送") if self._catalogue.is_unreachable() else "")

    def _waiting(self) -> Found:
        state = self._outbox.state()
        if not state.waiting or not state.oldest:
            return Found(say("没有"))
        made = from_text(state.oldest)
        ago = wording.ago(local_date(made), local_date(self._clock.now()))
        said = say("{number} 份，最早{ago}", number=state.waiting, ago=ago)
        late = (self._clock.now() - made).total_seconds() > LATE_S
        return Found(said, say("连上网，或用 U 盘带给中心") if late else "")

    def _aside(self) -> Found:
        """What cannot be sent as it is, and what may have been lost when the outbox was damaged lately."""
        aside, mended = self._outbox.state().set_aside, last_salvage(self._home.outbox)
        if mended and mended.when and self._clock.now() - mended.when < TOLD_FOR:
            said = say("坏过一次，救回 {saved} 份，可能有丢的", saved=mended.saved)
            return Found(said, say("把这句话和站号报给中心"))
        return Found(say("{number} 份", number=aside), say("别删；把站号报给中心") if aside else "")

    def _keys(self) -> Found:
        try:
            own = station_key.own_id(self._home.key)
        except PlaceError:
            return Found(say("本站的钥匙坏了"), say("重新设置本站；等着送出的不会丢"))
        known = self._catalogue.keys()
        theirs = known.to_seal_to().id if known else say("还没有")
        said = say("本站 {own}，中心 {theirs}", own=own, theirs=theirs)
        wrong = self._station.centre.station not in ("", own)
        return Found(said, say("这把钥匙不是本站的：重新设置本站") if wrong else "")

    def _pin(self) -> Found:
        if Pin(self._home.pin).is_set():
            return Found(say("设好了"))
        if self._home.pin.exists():
            return Found(say("坏了，进不了维护"), say("重新设置本站，再设一个"))
        return Found(say("没设，屏上只能看"))

    def _revoked(self) -> Found | None:
        """A station the centre has taken out of service takes nothing; others have nothing to be told."""
        if not read_obeyed(self._home.orders).revoked:
            return None
        return Found(say("中心停用了本站"), say("问中心为什么；再用就重新设置本站"))

    def _settings_file(self) -> Found | None:
        """Settings that are damaged are told; sound ones are nothing to look at."""
        if not self._home.settings.exists() or not settings.is_damaged(self._home):
            return None
        return Found(say("坏了，用的是上次的"), say("改好设置文件，或重新设置本站"))

    def _update(self) -> Found | None:
        """How far a newer version of the program is; nothing to look at where versions are not kept."""
        at = settings.box()
        state = update_state(self._home.updates, at.program, at.keeper, __version__)
        if state.on_trial:
            return Found(say("{version} 正在试用", version=state.on_trial))
        if state.available in state.refused and state.available:
            return Found(say("{version} 试过，退回来了", version=state.available), say("报给中心，等下一版"))
        if state.staged:
            return Found(say("{version} 到了，等没人时换", version=state.staged))
        if state.available:
            return Found(say("有 {version}", version=state.available))
        return Found(say("已是最新")) if at.program else None

    def _time(self) -> Found:
        now, manifest = self._clock.now(), self._catalogue.manifest()
        doubt = trusted_time(now, manifest.issued if manifest else None).doubt
        behind = manifest is not None and now < manifest.issued
        return Found(f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}", say("把机器的时钟调准") if doubt or behind else "")

    @staticmethod
    def _temperature() -> Found | None:
        known = machine.temperature()
        return Found(*known) if known else None


def panel_check(station: Settings) -> Check:
    """Return how the panel hangs, and whether it can be reached by whoever stoops and whoever sits."""
    panel = station.panel
    way = say("竖屏") if panel.orientation == "portrait" else say("横屏")
    said = say("{inch} 寸{way}，下边离地 {mm} 毫米", inch=f"{panel.diagonal_inch:g}", way=way, mm=panel.lower_edge_mm)
    if panel.lower_edge_mm < LOWEST_MM:
        return Check(Part.PANEL, say("屏幕"), said, well=False, do=say("太低，弯腰也够不着：挂高些"))
    if panel.touch and not has_room(panel, SEATED_MM):
        return Check(Part.PANEL, say("屏幕"), said, well=False, do=say("太高，坐着够不着：挂低些"))
    return Check(Part.PANEL, say("屏幕"), said)


def voice_check(station: Settings, able: bool | None) -> Check:
    """Return how the voice is; ``able`` is None if it was not tried."""
    name = say("声音")
    if not station.sound.speaker:
        return Check(Part.VOICE, name, say("没装喇叭"))
    if able is None:
        return Check(Part.VOICE, name, say("没试"))
    if able:
        return Check(Part.VOICE, name, say("能念"))
    return Check(Part.VOICE, name, say("念不出"), well=False, do=say("看喇叭线；还不行就重装程序"))


PRINTER_STATES = {
    "ready": ("准备好了", ""),
    "silent": ("连着，没说缺纸", ""),
    "no-paper": ("没纸了", "换一卷纸"),
    "off-line": ("没准备好", "盖好盖子，打开电源"),
    "unreachable": ("没连上", "看电源和线，再看打印机设置"),
    "stuck": ("没有回答", "关掉再打开打印机"),
}
"""What a printer says of itself (`kiosk.printing --look`), in words, and what to do."""


def printer_check(station: Settings, state: str) -> Check:
    """Return how the printer is; an empty state if it was not asked."""
    name = say("小票打印机")
    if station.printer.kind == "none":
        return Check(Part.PRINTER, name, say("没装，已隐藏"))
    if not state:
        return Check(Part.PRINTER, name, say("没试"))
    said, do = PRINTER_STATES.get(state, PRINTER_STATES["unreachable"])
    return Check(Part.PRINTER, name, say(said), well=not do, do=say(do) if do else "")


def condition_text(station: str, name: str, checks: Sequence[Check], now: datetime) -> str:
    """Return all that was found as lines for a technician's phone, what is not well first."""
    lines = [f"{'' if one.well else '✗ '}{one.name}：{one.said}" for one in sorted(checks, key=lambda one: one.well)]
    return "\n".join([f"{name} {station}", f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}", *lines])


def _looked_at(part: Part, name: str, look: Callable[[], Found | None]) -> Check | None:
    """Return what one look found, if there is anything to look at; where it cannot be, that is what is found."""
    try:
        found = look()
    except (StationError, OSError):
        found = Found(say("看不了"), say("重新开始；还是这样就报给中心"))
    return Check(part, name, found.said, well=not found.do, do=found.do) if found else None
