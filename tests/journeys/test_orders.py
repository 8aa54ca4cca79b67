"""An order given at the centre is carried out at the station and told of in its report: over HTTP, and by stick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from kiosk import settings
from kiosk.settings import Home
from kiosk.store.obeyed import read_obeyed
from tests.journeys.conftest import ROOT, Centre, typed


def stations(centre: Centre) -> list[dict[str, Any]]:
    return [json.loads(line) for line in centre.typed("stations", "--json").splitlines()]


def orders(centre: Centre) -> list[dict[str, Any]]:
    return [json.loads(line) for line in centre.typed("order", "--json").splitlines()]


def test_over_the_network_all_four_words_are_obeyed_and_told_of(real_centre: Centre, real_station: Home) -> None:
    own = settings.load(real_station).centre.station
    (before,) = stations(real_centre)
    assert (before["station"], before["report"]["program"] != "") == (own, True)  # told of by the first exchange
    real_centre.typed("order", "set", own, "exchange.every_s", "900")
    real_centre.typed("order", "set", own, "sound.quiet", "22:00-07:00")
    real_centre.typed("order", "refresh", "all")
    typed("sync", "--home", str(real_station.folder), "once")
    assert settings.load(real_station).exchange.every_s == 900
    assert settings.load(real_station).sound.quiet == "22:00-07:00"
    assert [(each["done"], each["refused"], each["waiting"]) for each in orders(real_centre)] == [([own], {}, [])] * 3
    assert json.loads(typed("kiosk", "--home", str(real_station.folder), "find", "--json"))["found"]

    real_centre.typed("order", "restart", "all")  # the exchange that watches ends by itself
    words = (sys.executable, "-m", "sync", "--home", str(real_station.folder), "watch", "--at-once")
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (order,) = [each for each in orders(real_centre) if each["kind"] == "restart"]
    assert order["done"] == [own]

    real_centre.typed("revoke", own)
    typed("sync", "--home", str(real_station.folder), "once", expect=1)
    assert json.loads(real_station.orders.read_bytes())["revoked"]
    (one,) = stations(real_centre)
    assert one["state"] == "out of service"
    assert real_centre.typed("stations", "--wrong", "--json") == ""

    provision = ("kiosk", "--home", str(real_station.folder), "provision", "--centre", real_centre.address)
    typed(*provision, expect=1)  # without a token there is no way back
    typed(*provision, "--token", real_centre.typed("token").split()[-1])
    again = settings.load(real_station).centre.station
    assert again != own
    said = {one["station"]: one["report"] is not None for one in stations(real_centre)}
    assert said == {own: True, again: True}
    kept = read_obeyed(real_station.orders)
    assert (kept.revoked, kept.restart.startswith("here ")) == (False, True)


def test_by_stick_it_takes_two_visits(tmp_path: Path) -> None:
    centre, home, stick = Centre(tmp_path / "centre", 0), Home(tmp_path / "station"), tmp_path / "stick"
    stick.mkdir()
    centre.typed("init", "--demo")
    token = centre.typed("token").split()[-1]
    centre.typed("export", str(stick))
    typed("kiosk", "--home", str(home.folder), "provision", "--stick", str(stick), "--token", token, "--name", "山里")
    assert "1 reports" in centre.typed("collect", str(stick))
    (one,) = stations(centre)
    assert (one["by_stick"], one["report"]["version"]) == (True, 1)
    centre.typed("order", "set", "all", "helper.name", "小周")
    centre.typed("export", str(stick))
    typed("sync", "--home", str(home.folder), "once", "--stick", str(stick))
    assert settings.load(home).helper.name == "小周"
    centre.typed("collect", str(stick))
    (order,) = orders(centre)
    assert (order["done"], order["waiting"]) == ([one["station"]], [])
