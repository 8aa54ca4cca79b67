"""Asking a technician in the terminal what a station is to be, one question at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from kiosk import settings
from kiosk.domain.errors import SettingsError
from kiosk.domain.place import Datum, Point
from kiosk.settings import Home, Settings
from kiosk.station import provisioning
from kiosk.station.printers import connected
from kiosk.station.provision_told import Told, keep
from kiosk.store.pin import Pin

T = TypeVar("T")

NONE = "没有"
DATUMS = {
    Datum.WGS84: "手机定位、GPS",
    Datum.GCJ02: "高德、腾讯地图",
    Datum.BD09: "百度地图",
}
_ADDRESS = re.compile(r"https?://\S+")
_NUMBERS = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*")


class Asking:
    """Asks for everything a station needs; each answer is kept at once, but for the secrets."""

    def __init__(self, home: Home, told: Told) -> None:
        self._home = home
        self._told = told

    def all(self) -> Told:
        """Ask every question and return what was said, with what was said before where nothing new was."""
        self._way()
        self._token()
        self._name_and_place()
        self._panel()
        self._sound()
        self._printer()
        self._helper()
        self._pin()
        self._take(asked=True)
        return self._told

    def secrets(self) -> Told:
        """Ask only for what is never kept, because everything else was answered before."""
        self._token()
        self._pin()
        return self._told

    def _way(self) -> None:
        known = self._known()
        before = str(self._told.stick or "") or known.centre.url

        def read(text: str) -> dict[str, object]:
            if _ADDRESS.fullmatch(text):
                return {"centre": text, "stick": None}
            if Path(text).is_dir():
                return {"stick": Path(text).absolute()}
            raise ValueError("这里没有这个文件夹。网址以 https:// 开头，U 盘写它的文件夹")

        self._take(**_asked("中心的网址，或 U 盘的文件夹（如 /media/usb）", before, read))

    def _token(self) -> None:
        if self._told.token:
            return
        known = provisioning.has_joined(self._home)
        hint = "，回车：不换" if known else ""

        def read(text: str) -> str:
            if not text and not known:
                raise ValueError("没有令牌接不上中心，请向中心要")
            return text

        self._take(token=_asked(f"中心给的令牌（输入时看不见{hint}）", "", read, hidden=True))

    def _name_and_place(self) -> None:
        at = self._known().station
        self._put("station", name=_asked("站名", at.name, _filled))
        before = f"{at.latitude},{at.longitude}" if at.latitude is not None else "不知道"

        def read(text: str) -> tuple[float, float] | None:
            if text == "不知道":
                return None
            said = _NUMBERS.fullmatch(text)
            if said is None:
                raise ValueError("先写纬度再写经度，中间用逗号，如 31.7003,118.5113；不知道就写 不知道")
            try:
                Point(float(said[1]), float(said[2]), Datum.WGS84)
            except ValueError:
                raise ValueError("这个地方不在中国，看看纬度和经度写反没有") from None
            return float(said[1]), float(said[2])

        place = _asked("站点在哪里（纬度,经度）", before, read)
        if place is None:
            station = {name: value for name, value in self._told.tables["station"].items() if name == "name"}
            self._told = replace(self._told, tables={**self._told.tables, "station": station})
            self._take(nowhere=True)
            return
        names = [f"{words}（{datum.value}）" for datum, words in DATUMS.items()]
        chosen = _chosen("坐标是从哪里看来的", names, [*DATUMS].index(at.datum) if at.datum else 1)
        self._take(nowhere=False)
        self._put("station", latitude=place[0], longitude=place[1], datum=[*DATUMS][chosen].value)

    def _panel(self) -> None:
        panel = self._known().panel
        self._put("panel", diagonal_inch=_asked("屏幕多少寸（对角线）", f"{panel.diagonal_inch:g}", _number(7, 100)))
        ways = ["portrait", "landscape"]
        way = _chosen("屏幕怎么挂", ["竖屏", "横屏"], ways.index(panel.orientation))
        self._put("panel", orientation=ways[way])
        edge = _asked("屏幕下边离地多少毫米", str(panel.lower_edge_mm), _number(0, 1050))
        self._put("panel", lower_edge_mm=round(edge))

    def _sound(self) -> None:
        sound = self._known().sound
        self._put("sound", speaker=_yes("有喇叭或耳机孔吗", sound.speaker))

        def read(text: str) -> str:
            said = "" if text == NONE else text.replace("：", ":").replace(" ", "")
            try:
                settings.SoundSettings(quiet=said)
            except ValueError:
                raise ValueError("写成 22:00-07:00 这样；没有就写 没有") from None
            return said

        self._put("sound", quiet=_asked("几点到几点要小声（如 22:00-07:00）", sound.quiet or NONE, read))

    def _printer(self) -> None:
        printer = self._known().printer
        found = connected()
        names = [NONE, *found, "网络打印机"]
        options: list[dict[str, object]] = [{"kind": "none"}, *found.values(), {"kind": "network"}]
        before = next((at for at, one in enumerate(options) if _fits(one, printer)), None)
        if before is None:
            names.append(f"不变（{printer.kind}）")
            options.append({})
            before = len(names) - 1
        chosen = options[_chosen("小票打印机", names, before)]
        if chosen.get("kind") == "network":
            chosen = chosen | {"host": _asked("打印机的网络地址（如 192.168.1.50）", printer.host, _filled)}
        self._put("printer", **chosen)
        if chosen.get("kind") != "none":
            widths = [58, 80]
            width = _chosen("纸宽", [f"{one} 毫米" for one in widths], widths.index(printer.width_mm))
            self._put("printer", width_mm=widths[width])

    def _helper(self) -> None:
        helper = self._known().helper
        hours = "什么时候在（如 周一到周五 8:30–17:30）"
        for option, question in {"name": "值班的人", "phone": "值班电话", "hours": hours}.items():
            said = _asked(question, getattr(helper, option) or NONE, lambda text: text)
            self._put("helper", **{option: "" if said == NONE else said})

    def _pin(self) -> None:
        pin = Pin(self._home.pin)
        if self._told.pin:
            return
        hint = "回车：不换" if pin.is_set() else "回车：以后再设"

        def read(text: str) -> str:
            if text:
                try:
                    pin.refuse_unless_one(text)
                except SettingsError:
                    raise ValueError("要 6 到 12 个数字，别用 123456 这样好猜的") from None
            return text

        while True:
            said = _asked(f"维护口令，6 到 12 个数字（输入时看不见，{hint}）", "", read, hidden=True)
            if not said or said == _asked("再输一遍", "", lambda text: text, hidden=True):
                break
            click.echo("  两遍不一样，请重来")
        self._take(pin=said)

    def _known(self) -> Settings:
        """Return the settings as they are with what was said so far."""
        return settings.parse(settings.merged(self._home, self._told.values()), str(self._home.settings))

    def _put(self, table: str, **options: object) -> None:
        self._take(tables=Told(tables={table: options}).over(self._told).tables)

    def _take(self, **said: object) -> None:
        self._told = replace(self._told, **said)  # type: ignore[arg-type]
        keep(self._home, self._told)


def _asked(question: str, before: str, read: Callable[[str], T], *, hidden: bool = False) -> T:
    """Ask until the answer can be read; ValueError's words say what is wrong with one."""
    asked = f"{question} [{before}，回车保留]" if before else question
    while True:
        text = click.prompt(asked, default=before, show_default=False, hide_input=hidden, prompt_suffix="：")
        try:
            return read(str(text).strip())
        except ValueError as problem:
            click.echo(f"  {problem}")


def _chosen(question: str, names: list[str], before: int) -> int:
    """Ask for one of several and return which it is."""
    for number, name in enumerate(names, 1):
        click.echo(f"  {number} {name}")

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(names):
            return int(text) - 1
        raise ValueError(f"请写 1 到 {len(names)} 里的一个数")

    return _asked(f"{question}，几号", str(before + 1), read)


def yes(question: str) -> bool:
    """Ask a question that is answered with yes or no; Enter is yes."""
    return _yes(question, True)


def _yes(question: str, before: bool) -> bool:
    def read(text: str) -> bool:
        if text in ("是", "有", "y", "Y"):
            return True
        if text in ("否", "没有", "没", "不是", "n", "N"):
            return False
        raise ValueError("请写 是 或 否")

    return _asked(f"{question}（是/否）", "是" if before else "否", read)


def _filled(text: str) -> str:
    if not text:
        raise ValueError("这里不能空着")
    return text


def _number(least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise ValueError(f"请写 {least:g} 到 {most:g} 之间的数")
        return number

    return read


def _fits(options: dict[str, object], printer: settings.PrinterSettings) -> bool:
    return all(getattr(printer, name) == value for name, value in options.items())
