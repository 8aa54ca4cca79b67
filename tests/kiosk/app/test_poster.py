"""The operating guide for the wall: the words of the in-app help, drawn where there is neither display nor station."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage

from kiosk import settings
from kiosk.app.poster import HEAD, HIGH, LEAST, WIDE, Poster, Size, as_picture, poster, told_of
from kiosk.domain.errors import NotProvisioned, PlaceError
from kiosk.settings import ASSETS, HelperSettings, Home
from kiosk.ui.application import load_fonts

ROOT = Path(__file__).resolve().parents[3]
NAME = "珍珠园社区就业驿站"
ADDRESS = "https://jobs.example.gov.cn"
HELPER = {"name": "社区小周", "phone": "0555-000 1234", "hours": "周一到周五 8:30–17:30"}
TOLD = Poster(name=NAME, helper=HelperSettings(**HELPER), address=ADDRESS)
A2 = (1191, 1684)
"""Points of A2 upright, rounded up."""
FOOT = 4950 / HIGH


@pytest.fixture(scope="module", autouse=True)
def application() -> QGuiApplication:
    made = QGuiApplication.instance() or QGuiApplication([])
    load_fonts()
    assert isinstance(made, QGuiApplication)
    return made


def drawn(told: Poster, size: Size = Size.A3) -> np.ndarray:
    picture = as_picture(told, size).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : picture.width() * 3].reshape(picture.height(), picture.width(), 3).copy()


def differing(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return where two pictures are not alike, as shares of the height and of the width."""
    return np.argwhere((one != other).any(axis=2)) / one.shape[:2]


def test_it_is_drawn_without_a_display_and_without_a_station(tmp_path: Path):
    """In a process of its own: what it needs of a display, or of us, is not there."""
    file = tmp_path / "poster.pdf"
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "--home", tmp_path / "nowhere", "poster", file, "--name", NAME],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in without},
    )
    assert (done.returncode, done.stderr) == (0, "")
    sheet = file.read_bytes()
    width, height = (round(float(side)) for side in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", sheet)[0])
    assert (width, height) == A2
    assert {b"NotoSansSC-Bold", b"NotoSansSC-Regular"} <= set(re.findall(rb"/BaseFont /(?:\w+\+)?([\w-]+)", sheet))
    assert b"/FontFile" in sheet
    assert b"/Subtype /Image" not in sheet
    assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
    assert not (tmp_path / "nowhere").exists()


def test_it_says_what_the_station_knows_of_itself(tmp_path: Path):
    home = Home(tmp_path / "station")
    home.folder.mkdir()
    settings.save(home, {"centre": {"url": ADDRESS}, "station": {"name": NAME}, "helper": HELPER})
    assert told_of(home, "") == TOLD
    assert told_of(home, "门口的站") == replace(TOLD, name="门口的站")


def test_its_code_leads_to_the_centre_and_without_one_there_is_none():
    whole, bare = drawn(TOLD), drawn(replace(TOLD, address=""))
    foot = round(whole.shape[0] * FOOT)
    assert cv2.QRCodeDetector().detectAndDecode(whole[foot:])[0] == ADDRESS
    assert cv2.QRCodeDetector().detectAndDecode(bare[foot:])[0] == ""
    assert differing(whole, bare)[:, 0].min() > FOOT


def test_nobody_who_helps_is_no_name_and_no_number():
    helped, alone = drawn(TOLD), drawn(replace(TOLD, helper=HelperSettings()))
    assert differing(helped, alone)[:, 0].min() > FOOT


def test_without_a_voice_nobody_is_told_to_listen():
    places = differing(drawn(TOLD), drawn(replace(TOLD, spoken=False)))
    assert places.min(axis=0)[0] > 4000 / HIGH
    assert places.max(axis=0)[0] < 4500 / HIGH


def test_a_long_name_stays_in_its_place():
    places = differing(drawn(TOLD), drawn(replace(TOLD, name=NAME * 4)))
    assert places.max(axis=0)[0] < 320 / HIGH
    assert places.max(axis=0)[1] < 3060 / WIDE


def test_its_letters_are_read_from_two_metres():
    assert HEAD >= 200
    assert LEAST >= 90


def test_without_station_and_name_it_says_what_is_missing(tmp_path: Path):
    with pytest.raises(NotProvisioned):
        poster(Home(tmp_path / "nowhere"), tmp_path / "poster.pdf", "A2", "")


def test_another_kind_of_file_is_refused(tmp_path: Path):
    with pytest.raises(PlaceError, match=r"\.pdf or a \.png"):
        poster(Home(tmp_path), tmp_path / "poster.odt", "A2", NAME)


def test_the_example_for_technicians_is_what_is_drawn():
    """Drawn from the starter: `kiosk poster`, made 720 pixels wide."""
    about = tomllib.loads((ASSETS / "starter" / "starter.toml").read_text("utf-8"))
    example = cv2.imread(str(ROOT / "docs" / "technician" / "poster.png"))
    assert example is not None
    told = replace(TOLD, name=about["station"]["name"], helper=HelperSettings(**about["helper"]))
    now = cv2.resize(drawn(told, Size.A2)[..., ::-1], example.shape[1::-1], interpolation=cv2.INTER_AREA)
    soft = [cv2.blur(one, (5, 5)).astype(int) for one in (example, now)]
    assert np.abs(soft[0] - soft[1]).max() < 40
