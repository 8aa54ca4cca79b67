"""What a technician says of a station: in a file, on a stick, before and after it was stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import settings
from kiosk.domain.clock import CHINA
from kiosk.domain.errors import SettingsError
from kiosk.settings import Home, SoundSettings
from kiosk.station import provisioning
from kiosk.station.printers import connected
from kiosk.station.provision_told import Told, keep, kept, read_stick, read_told
from sync.__main__ import program

TOKEN, PIN = "340503.CANARYTOKENCANARY234.0123456789abcdef", "58203971"
WHOLE = f"""
[provision]
centre = "https://jobs.example.gov.cn/"
token = "{TOKEN}"
pin = "{PIN}"
[station]
name = "珍珠园社区就业驿站"
latitude = 31.7003
longitude = 118.5113
datum = "gcj02"
[panel]
diagonal_inch = 27
orientation = "landscape"
lower_edge_mm = 850
[sound]
speaker = false
quiet = "22:00-07:00"
[printer]
kind = "file"
device = "/dev/usb/lp0"
"""


def test_a_file_says_all_of_a_station_and_no_secret_goes_on(home: Home) -> None:
    told = read_told(WHOLE, "file")
    keep(home, told)
    text = settings.merged(home, told.values())
    planned = settings.parse(text, "planned")
    assert planned.centre.url == "https://jobs.example.gov.cn"
    assert (planned.station.name, planned.panel.diagonal_inch) == ("珍珠园社区就业驿站", 27)
    assert (planned.sound.speaker, planned.sound.quiet) == (False, "22:00-07:00")
    assert planned.printer.device == "/dev/usb/lp0"
    kept_text = home.answers.read_text("utf-8")
    for secret in (TOKEN, PIN):
        assert secret not in text
        assert secret not in kept_text
        assert secret not in repr(told)
    assert home.answers.stat().st_mode & 0o777 == 0o600
    assert kept(home) == replace(told, token="", pin="")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[provision]\ntokn = 'x'", "`tokn`"),
        ("[provision]\ntoken = 3", "[provision.token]"),
        ("[provision]\npin = 583920", "[provision.pin]"),
        ("[provision]\ncentre = 1", "[provision.centre]"),
        ("[provision]\nca = 1", "[provision.ca]"),
        ("[provision]\nstick = []", "[provision.stick]"),
        ("[panl]\nx = 1", "`panl`"),
        ("panel = 3", "[panel]"),
        ("[centre]\nurl = 'https://x'", "[provision]"),
        ("[station]\nname = 3", "[station.name]"),
        ("[station]\nlatitude = 'north'", "[station.latitude]"),
        ("[station]\nlongitude = true", "[station.longitude]"),
        ("[station]\ndatum = 'mars'", "[station.datum]"),
        ("[helper]\nname = 1", "[helper.name]"),
        ("[helper]\nphone = 1", "[helper.phone]"),
        ("[helper]\nhours = 1", "[helper.hours]"),
        ("[panel]\ndiagonal_inch = 2", "[panel.diagonal_inch]"),
        ("[panel]\nlower_edge_mm = 3000", "[panel.lower_edge_mm]"),
        ("[panel]\norientation = 'upright'", "[panel.orientation]"),
        ("[panel]\ntouch = 'yes'", "[panel.touch]"),
        ("[panel]\ncolour = 'red'", "`colour`"),
        ("[sound]\nspeaker = 'yes'", "[sound.speaker]"),
        ("[sound]\nquiet = '22-7'", "22:00-07:00"),
        ("[sound]\nquiet = '24:00-07:00'", "22:00-07:00"),
        ("[sound]\nquiet = '22:00-22:00'", "22:00-07:00"),
        ("[exchange]\nevery_s = 1", "[exchange.every_s]"),
        ("[media]\nquota_mb = -1", "[media.quota_mb]"),
        ("[printer]\nkind = 'fax'", "[printer.kind]"),
        ("[printer]\nwidth_mm = 60", "[printer.width_mm]"),
        ("[printer]\nvendor = 70000", "[printer.vendor]"),
        ("[printer]\nproduct = -1", "[printer.product]"),
        ("[printer]\ndevice = 3", "[printer.device]"),
        ("[printer]\nbaud = 9600", "[printer.baud]"),
        ("[printer]\nhost = 3", "[printer.host]"),
        ("[printer]\nport = 0", "[printer.port]"),
        ("[provision", "not TOML"),
    ],
)
def test_an_option_that_is_wrong_is_named_in_one_sentence(text: str, names: str) -> None:
    with pytest.raises(SettingsError) as problem:
        read_told(text, "the file")
    said = str(problem.value)
    assert said.startswith("the file")
    assert names in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"centre": ""}, "--centre URL or --stick FOLDER"),
        ({"token": ""}, "--token TOKEN"),
        ({"pin": "123456"}, "PIN"),
        ({"pin": "12"}, "PIN"),
        ({"tables": {"station": {"latitude": 31.7}}}, "datum together"),
    ],
)
def test_what_is_missing_or_impossible_is_named_before_anything_is_written(
    home: Home, changes: dict[str, object], missing: str
) -> None:
    told = replace(read_told(WHOLE, "file"), **changes)  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=missing):
        provisioning.refuse_unless_whole(home, told)
    assert not home.folder.exists()


def test_what_is_said_now_goes_before_what_was_said_and_another_way_replaces_the_former(tmp_path: Path) -> None:
    before = Told(stick=tmp_path, tables={"station": {"name": "旧", "latitude": 31.7}, "helper": {"name": "李"}})
    now = Told(centre="https://new", tables={"station": {"name": "新"}}).after(before)
    assert (now.centre, now.stick) == ("https://new", None)
    assert now.tables == {"station": {"name": "新", "latitude": 31.7}, "helper": {"name": "李"}}
    assert Told(token="x").after(before).stick == tmp_path


def test_a_place_nobody_knows_takes_the_former_one_away(home: Home) -> None:
    settings.save(home, read_told(WHOLE, "file").values())
    assert settings.load(home).here() is not None
    settings.save(home, Told(nowhere=True).values())
    assert settings.load(home).here() is None
    again = Told(tables={"station": {"latitude": 31.0, "longitude": 118.0, "datum": "wgs84"}})
    settings.save(home, again.over(Told(nowhere=True)).values())
    assert settings.load(home).here() is not None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[printer]\nkind = 'file'\ndevice = '/var/lib/job-station/outbox.db'", "no device below /dev"),
        ("[printer]\nkind = 'file'\ndevice = '/dev/../etc/passwd'", "no device below /dev"),
        ("[provision]\nstick = '/'", "neither stick nor ca"),
        ("[provision]\nca = '/etc/x.pem'", "neither stick nor ca"),
        ("[exchange]\nstick = '/'", r"nothing in \[exchange\]"),
    ],
)
def test_a_stick_says_nothing_of_other_files_here(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(SettingsError, match=names):
        read_stick(text, tmp_path)
    assert read_stick(WHOLE, tmp_path).stick == tmp_path


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=CHINA)


def test_in_hours_of_quiet_nothing_is_louder_than_half() -> None:
    night, noon = SoundSettings(quiet="22:00-07:00"), SoundSettings(quiet="12:30-14:00")
    loud = {hour: night.loudest(at(hour)) for hour in (21, 22, 0, 6, 7, 12)}
    assert loud == {21: 100, 22: 50, 0: 50, 6: 50, 7: 100, 12: 100}
    assert [noon.loudest(at(12, minute)) for minute in (29, 30)] == [100, 50]
    assert noon.loudest(at(14)) == 100
    assert SoundSettings().loudest(at(3)) == 100
    assert SoundSettings(speaker=False).loudest(at(12)) == 0


def test_printers_are_found_where_linux_shows_them(tmp_path: Path) -> None:
    for name in ("dev/usb/lp0", "dev/ttyUSB0", "dev/ttyS0"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    usb = tmp_path / "sys/bus/usb/devices"
    for device, kind in (("1-1", "07"), ("1-2", "03")):
        (usb / f"{device}:1.0").mkdir(parents=True)
        (usb / f"{device}:1.0" / "bInterfaceClass").write_text(f"{kind}\n")
        (usb / device).mkdir()
        (usb / device / "idVendor").write_text("0416\n")
        (usb / device / "idProduct").write_text("5011\n")
    assert list(connected(tmp_path).values()) == [
        {"kind": "file", "device": "/dev/usb/lp0"},
        {"kind": "usb", "vendor": 0x0416, "product": 0x5011},
        {"kind": "serial", "device": "/dev/ttyUSB0"},
    ]
    assert connected(tmp_path / "none") == {}


def test_a_stick_hands_out_only_an_ordinary_file_of_a_sound_length(tmp_path: Path) -> None:
    on_stick = tmp_path / "job-station" / "provision.toml"
    on_stick.parent.mkdir()

    def answers() -> Result:
        return CliRunner().invoke(program, ["answers", str(tmp_path)], standalone_mode=False)

    assert answers().output == ""
    (tmp_path / "elsewhere.toml").write_text(WHOLE, "utf-8")
    on_stick.symlink_to(tmp_path / "elsewhere.toml")
    assert answers().output == ""
    on_stick.unlink()
    on_stick.write_bytes(b"#" * 100_000)
    assert "too large" in str(answers().exception)
    on_stick.write_text(WHOLE, "utf-8")
    assert answers().output == WHOLE
