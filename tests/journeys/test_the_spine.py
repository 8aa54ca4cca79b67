"""The whole way through: postings in, a job on a phone, a registration at the centre, once."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
from PySide6.QtGui import QGuiApplication

from kiosk import settings
from kiosk.app.tour import NUMBER, run_tour
from kiosk.domain.clock import SystemClock
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from kiosk.ui.screen import StationScreen
from tests.journeys.conftest import Centre, typed


def readings(picture: Path) -> list[str]:
    """Return what a phone would read from a picture of the screen."""
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg is not installed (apt install zbar-tools)")
    done = subprocess.run(["zbarimg", "-q", "--raw", str(picture)], capture_output=True, text=True, check=True)
    return done.stdout.split()


def files_that_hold(folder: Path, digits: str) -> list[Path]:
    """Return the files in which the digits can be read, in any of the ways text is usually kept."""
    forms = [digits.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    forms += [digits.encode().hex().encode(), f"{digits[:3]} {digits[3:7]} {digits[7:]}".encode()]
    return [file for file in folder.rglob("*") if file.is_file() and any(form in file.read_bytes() for form in forms)]


def test_a_registration_made_with_the_centre_dead_arrives_once_and_the_job_is_on_the_phone(
    real_centre: Centre, real_station: Home, tmp_path: Path, qapp: QGuiApplication
) -> None:
    at, clock = settings.load(real_station), SystemClock()
    screen = StationScreen(at, lambda: open_desk(real_station, at, clock), clock)
    real_centre.kill()

    def deliver() -> None:
        typed("sync", "--home", str(real_station.folder), "once", expect=1)
        assert files_that_hold(real_station.folder, NUMBER) == []
        real_centre.start()
        typed("sync", "--home", str(real_station.folder), "once")
        typed("sync", "--home", str(real_station.folder), "once")

    def arrived(number: str) -> bool:
        known = real_centre.registrations()
        return [(one["receipt"], one["phone"]) for one in known] == [(number, NUMBER)]

    try:
        pictures = run_tour(screen, tmp_path / "tour", deliver, arrived)
    finally:
        screen.close()
    assert files_that_hold(real_station.folder, NUMBER) == []

    named = {picture.stem.split("-", 1)[1]: picture for picture in pictures}
    (job,) = readings(named["job"])
    assert job.startswith(f"{real_centre.address}/j/")
    page = requests.get(job, timeout=10)
    assert page.status_code == 200
    assert "演示内容" in page.text
    assert "找工作不花钱" in page.text
    (receipt,) = readings(named["receipt"])
    assert "已经送到" in requests.get(receipt, timeout=10).text


def test_new_content_and_gone_content_reach_a_station(real_centre: Centre, real_station: Home, tmp_path: Path) -> None:
    rows = tmp_path / "more.csv"
    rows.write_text(
        "职位自编号,发布平台,职位,公司,地区,地址,最低薪资,最高薪资,记录更新日期\n"
        "X1,测试,鳄鱼饲养员,不存在的动物园,马鞍山·花山区,湖边,4000,5000,2026-11-20 08:00:00\n",
        "utf-8",
    )
    real_centre.typed("import", str(rows), "--valid-until", "2099-01-01")
    real_centre.typed("publish")
    typed("sync", "--home", str(real_station.folder), "once")
    answer = json.loads(typed("kiosk", "--home", str(real_station.folder), "find", "动物园 eyu", "--json"))
    (found,) = answer["found"]
    assert found["posting"]["title"] == "鳄鱼饲养员"
    assert found["metres"] is None


def test_a_station_with_a_wrong_token_is_told_so_and_stays_no_station(real_centre: Centre, tmp_path: Path) -> None:
    token = real_centre.typed("token").split()[-1]
    district, _, root = token.split(".")
    folder = tmp_path / "other"
    words = ("provision", "--centre", real_centre.address, "--token", f"{district}.WRONGWRONG.{root}")
    typed("kiosk", "--home", str(folder), *words, expect=1)
    assert not (folder / "station.toml").exists()


def test_the_demonstration_walks_through_the_job_alone(tmp_path: Path) -> None:
    home = tmp_path / "out" / "demo"
    printed = typed("kiosk", "--home", str(home), "demo", "--port", "8700")
    pictures = [Path(line) for line in printed.splitlines() if line.endswith(".png")]
    assert len(pictures) >= 9
    assert all(picture.is_file() and picture.parent == tmp_path / "out" / "tour" for picture in pictures)
    again = typed("kiosk", "--home", str(home), "demo", "--port", "8700")
    assert again.splitlines()[-1] == printed.splitlines()[-1]
