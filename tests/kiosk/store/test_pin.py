"""The technician's PIN."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.errors import SettingsError
from kiosk.settings import Home
from kiosk.store.pin import CLOSED, Pin

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def pin(home: Home) -> Pin:
    pin = Pin(home.pin)
    pin.set("271828")
    return pin


def test_only_the_right_pin_opens(pin: Pin) -> None:
    assert not pin.is_right("271829", NOW)
    assert not pin.is_right("", NOW)
    assert pin.is_right("271828", NOW)


def test_what_is_kept_does_not_tell_it_and_is_for_nobody_else(pin: Pin, home: Home) -> None:
    assert b"271828" not in home.pin.read_bytes()
    assert home.pin.read_bytes().startswith(b'{"hash":"$argon2id$')
    assert home.pin.stat().st_mode & 0o077 == 0


def test_five_wrong_tries_close_the_way_even_to_the_right_pin(pin: Pin) -> None:
    for _ in range(5):
        assert not pin.is_right("000001", NOW)
    assert pin.closed_for(NOW) == CLOSED
    assert not pin.is_right("271828", NOW + CLOSED - timedelta(seconds=1))
    assert pin.is_right("271828", NOW + CLOSED)


def test_pulling_the_plug_gives_no_fresh_tries(pin: Pin, home: Home) -> None:
    for _ in range(5):
        assert not Pin(home.pin).is_right("000001", NOW)
    assert Pin(home.pin).closed_for(NOW) == CLOSED


def test_a_right_pin_forgets_the_wrong_ones(pin: Pin) -> None:
    for _ in range(4):
        pin.is_right("000001", NOW)
    assert pin.is_right("271828", NOW)
    for _ in range(4):
        pin.is_right("000001", NOW)
    assert pin.closed_for(NOW) == timedelta(0)


def test_a_clock_set_back_by_years_closes_the_way_for_no_longer(pin: Pin) -> None:
    for _ in range(5):
        pin.is_right("000001", NOW)
    dead_battery = NOW - timedelta(days=4000)
    assert pin.closed_for(dead_battery) == CLOSED
    assert not pin.is_right("271828", dead_battery + CLOSED - timedelta(seconds=1))
    assert pin.is_right("271828", dead_battery + CLOSED)


def test_without_a_pin_none_is_right(home: Home) -> None:
    assert not Pin(home.pin).is_set()
    assert not Pin(home.pin).is_right("271828", NOW)
    home.pin.parent.mkdir(parents=True, exist_ok=True)
    home.pin.write_bytes(b"\x00\xff")
    assert not Pin(home.pin).is_set()
    assert not Pin(home.pin).is_right("", NOW)


@pytest.mark.parametrize("digits", ["", "12345", "1" * 13, "12345a", "１２３４５６", "111111", "123456", "987654"])
def test_a_pin_that_is_none_is_refused(home: Home, digits: str) -> None:
    with pytest.raises(SettingsError):
        Pin(home.pin).set(digits)
