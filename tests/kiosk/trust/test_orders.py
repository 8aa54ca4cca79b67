"""Orders as they stand in the feed: what this program knows is read, in the order it was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import tomlkit

from kiosk import settings
from kiosk.domain.errors import SettingsError, TrustError
from kiosk.domain.records import encode, to_record
from kiosk.settings import Settings
from kiosk.trust.orders import (
    BOUNDS,
    ID_MAX,
    OPEN_MAX,
    ORDERS_MAX,
    OWN,
    SETTINGS,
    VALUE_MAX,
    Order,
    OrderKind,
    check_setting,
    read_orders,
)
from sync.wire.report import NotObeyed

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
AN_ORDER = Order(id="a1", kind=OrderKind.RESTART, made=NOW, until=NOW + timedelta(days=14))


def target(*records: dict[str, object]) -> bytes:
    return encode({"orders": list(records)})


def test_what_is_not_known_or_not_sound_is_passed_over() -> None:
    good = to_record(AN_ORDER)
    odd = [
        good | {"kind": "dance"},
        good | {"id": "../x"},
        good | {"id": ""},
        good | {"id": "a" * (ID_MAX + 1)},
        good | {"until": "2026-11-20T04:00:00"},
        good | {"value": "x" * (VALUE_MAX + 1)},
        good | {"value": ["x"]},
        {},
    ]
    assert read_orders(target(*odd, good | {"id": "b2", "newer": 1})) == (replace(AN_ORDER, id="b2"),)


def test_they_are_read_in_the_order_they_were_given_and_no_more_than_agreed() -> None:
    later = replace(AN_ORDER, id="a0", made=NOW + timedelta(1))
    assert read_orders(target(to_record(later), to_record(AN_ORDER))) == (AN_ORDER, later)
    many = [to_record(replace(AN_ORDER, id=f"o{number}", value="x" * VALUE_MAX)) for number in range(2 * OPEN_MAX)]
    assert len(read_orders(target(*many))) == OPEN_MAX
    assert len(target(*many[:OPEN_MAX])) < ORDERS_MAX


@pytest.mark.parametrize("data", [b"", b"[]", b'{"orders": 1}', b'{"orders": [1]}', b"\xff", b"[" * 100_000])
def test_what_is_no_orders_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(TrustError):
        read_orders(data)


def test_the_settings_a_centre_may_change_exist_and_lead_nowhere_else() -> None:
    plain = Settings(centre=None)  # type: ignore[arg-type]
    for option, holds in SETTINGS.items():
        table, _, name = option.partition(".")
        assert type(getattr(getattr(plain, table), name)) is holds, option
        assert table not in ("centre", "printer"), option
    with pytest.raises(TrustError, match="not among the settings"):
        check_setting("centre.url", "https://example.com")


def whole(option: str, value: object) -> Settings:
    """Return the settings with one more option, as a station reads them."""
    table, _, name = option.partition(".")
    return settings.parse(tomlkit.dumps({"centre": {"url": ""}, table: {name: value}}), "x")


def test_what_may_be_ordered_is_what_a_station_can_do_with() -> None:
    assert {option for option, holds in SETTINGS.items() if holds is int} == set(BOUNDS)
    assert set(OWN) <= set(SETTINGS)
    for option, bounds in BOUNDS.items():
        for value in bounds:
            check_setting(option, value)
            whole(option, value)
        for value in (bounds[0] - 1, bounds[1] + 1):
            with pytest.raises(TrustError, match=f"from {bounds[0]} to {bounds[1]}"):
                check_setting(option, value)
            if option != "panel.lower_edge_mm":  # of which a technician on the spot may say more
                with pytest.raises(SettingsError):
                    whole(option, value)
    for quiet in ("", "22:00-07:00", "00:00-23:59"):
        check_setting("sound.quiet", quiet)
        whole("sound.quiet", quiet)
    for quiet in ("22-7", "07:00-07:00", "22:00-24:00", "night"):
        with pytest.raises(TrustError, match="hours like"):
            check_setting("sound.quiet", quiet)
        with pytest.raises(SettingsError):
            whole("sound.quiet", quiet)


def test_no_panel_hangs_where_nobody_reaches_its_controls() -> None:
    whole("panel.lower_edge_mm", 1050)
    with pytest.raises(SettingsError, match="1050"):
        whole("panel.lower_edge_mm", 1051)


def test_the_longest_id_of_an_order_fits_a_report() -> None:
    NotObeyed(id="a" * ID_MAX, reason="")
