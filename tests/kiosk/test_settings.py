"""Settings of a station."""

from __future__ import annotations

import os
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import settings
from kiosk.domain.errors import NotProvisioned, SettingsError
from kiosk.settings import Home, Settings
from tests.kiosk.store.damage import write_over

WHOLE = {"centre": {"url": "https://c.test", "station": "s-1", "district": "340503"}}


def test_a_home_without_settings_says_what_to_type(home: Home) -> None:
    with pytest.raises(NotProvisioned, match="provision --centre URL --token TOKEN"):
        settings.load(home)


def test_the_template_names_every_option_with_its_default() -> None:
    text = settings.TEMPLATE.read_text("utf-8").replace("# latitude", "latitude").replace("# longitude", "longitude")
    written = tomllib.loads(text.replace("# datum", "datum"))
    for table in Settings.__struct_fields__:
        kind = Settings.__annotations__[table]
        assert list(written[table]) == list(getattr(settings, kind).__struct_fields__), table
    assert settings.parse(settings.TEMPLATE.read_text("utf-8"), "template") == Settings(
        centre=settings.CentreSettings(url="")
    )


def test_saving_keeps_the_comments_and_what_a_technician_wrote(home: Home) -> None:
    settings.save(home, WHOLE)
    home.settings.write_text(home.settings.read_text("utf-8") + "\n# 门锁坏了，找王师傅\n", "utf-8")
    settings.save(home, {"helper": {"name": "李老师"}})
    text = home.settings.read_text("utf-8")
    assert "# 门锁坏了，找王师傅" in text
    assert "# Diagonal of the touch panel in inches." in text
    assert settings.load(home).helper.name == "李老师"
    assert settings.load(home).centre.station == "s-1"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40))
def test_any_name_survives_the_file(name: str) -> None:
    text = settings.merged(Home(settings.CHECKOUT / "nowhere"), {"station": {"name": name}})
    assert settings.parse(text, "test").station.name == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[centre", "not TOML"),
        ("[station]\nname = 'x'", "centre"),
        ("[centre]\nurl = 7", "url"),
        ("[centre]\nurl = ''\ncolour = 'red'", "colour"),
        ("[centre]\nurl = ''\n[station]\ndatum = 'mars'", "datum"),
        ("[centre]\nurl = ''\n[exchange]\nevery_s = -5", "every_s"),
        ("[centre]\nurl = ''\n[panel]\ndiagonal_inch = 0", "diagonal_inch"),
    ],
)
def test_broken_settings_are_one_clear_line(home: Home, text: str, words: str) -> None:
    home.folder.mkdir()
    home.settings.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=words) as problem:
        settings.load(home)
    assert str(home.settings) in str(problem.value)
    assert "\n" not in str(problem.value).strip()


@pytest.mark.parametrize("extra", [{"latitude": 31.7}, {"latitude": 0.0, "longitude": 0.0, "datum": "wgs84"}])
def test_half_a_place_or_a_place_elsewhere_is_refused(home: Home, extra: dict[str, object]) -> None:
    settings.save(home, WHOLE | {"station": extra})
    with pytest.raises(SettingsError):
        settings.load(home).here()


def test_a_bit_lost_in_the_settings_is_noticed_and_what_a_technician_writes_is_taken(home: Home) -> None:
    settings.save(home, WHOLE | {"station": {"name": "花山驿站 3"}})
    assert settings.load(home).station.name == "花山驿站 3"
    write_over(home.settings, home.settings.read_bytes().replace("驿站 3".encode(), "驿站 2".encode()))
    assert settings.load(home).station.name == "花山驿站 3"
    assert settings.is_damaged(home)
    home.settings.write_text(home.settings.read_text("utf-8"), "utf-8")  # now somebody has written it
    assert settings.load(home).station.name == "花山驿站 2"
    assert not settings.is_damaged(home)


def test_what_is_saved_in_the_same_moment_as_what_was_there_is_taken(home: Home) -> None:
    settings.save(home, WHOLE | {"station": {"name": "驿站 3"}})
    settings.load(home)
    moment = home.settings.stat().st_mtime_ns
    settings.save(home, WHOLE | {"station": {"name": "驿站 2"}})
    os.utime(home.settings, ns=(moment, moment))
    assert settings.load(home).station.name == "驿站 2"
