"""What a centre may order its stations to do, in the signed feed: few things, each bounded in time.

Whoever steals the centre's feed key gains no more than these: content anew, a start anew, one of a few settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from kiosk.domain.errors import TrustError
from kiosk.domain.quiet import quiet_hours
from kiosk.domain.records import UNREADABLE, from_record

ORDERS = "orders.json"
"""What the target is called in the feed."""
ORDERS_MAX = 256 * 1024
OPEN_MAX = 100
"""Orders in a feed at once; of more the first are read."""
ID_MAX = 32
SIGNS_MAX = 64
VALUE_MAX = 200
SETTINGS: dict[str, type[int] | type[str]] = {
    "exchange.every_s": int,
    "media.quota_mb": int,
    "panel.lower_edge_mm": int,
    "sound.quiet": str,
    "station.name": str,
    "helper.name": str,
    "helper.phone": str,
    "helper.hours": str,
}
"""The options of ``station.toml`` a centre may change, and what each holds. Never where the station sends anything to,
nor which device it opens: a thief of the feed's key must not be able to lead data elsewhere."""
BOUNDS: dict[str, tuple[int, int]] = {
    "exchange.every_s": (10, 86_400),
    "media.quota_mb": (0, 1_000_000),
    "panel.lower_edge_mm": (380, 900),
}
"""The least and the most of each number: what a station's settings take; for a panel, where it can be reached."""
OWN = ("station.name", "panel.lower_edge_mm")
"""What every station has of its own, so that no order gives it to all."""


class OrderKind(StrEnum):
    """What is ordered."""

    REFRESH = "refresh"
    """Throw the catalogue away and fetch all of it anew."""
    RESTART = "restart"
    """Begin the programs anew, when nobody stands there."""
    SETTING = "setting"
    """Change one of the settings a centre may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. An empty ``station`` means every station of the district; it is void from ``until`` on.

    ``setting`` is a table and an option of ``station.toml``, e.g. ``exchange.every_s``.
    """

    id: str
    kind: OrderKind
    made: datetime
    until: datetime
    station: str = ""
    setting: str = ""
    value: str | int | float | bool = ""

    def __post_init__(self) -> None:
        if self.made.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("a moment of an order has no offset")
        if not (self.id.isascii() and self.id.isalnum() and len(self.id) <= ID_MAX):
            raise ValueError("an order has an impossible id")
        if len(self.setting) > SIGNS_MAX or len(str(self.value)) > VALUE_MAX:
            raise ValueError("an order is too long")

    def holds_for(self, station: str, now: datetime) -> bool:
        """Tell whether a station has to carry this out now."""
        return self.station in ("", station) and now < self.until


def read_orders(data: bytes) -> tuple[Order, ...]:
    """Return the orders in a target, in the order they were made; one this program does not know is passed over.

    Raises TrustError if it holds no orders at all.
    """
    try:
        listed = msgspec.json.decode(data, type=dict[str, list[dict[str, object]]]).get("orders", [])
    except UNREADABLE as problem:
        raise TrustError(f"the centre's orders cannot be read: {problem}") from problem
    found = []
    for record in listed[:OPEN_MAX]:
        try:
            found.append(from_record(record, Order))
        except TrustError:
            continue
    return tuple(sorted(found, key=lambda order: (order.made, order.id)))


def check_setting(option: str, value: object) -> None:
    """Raise TrustError unless an order may give this option such a value."""
    holds = SETTINGS.get(option)
    if holds is None:
        raise TrustError(f"{option!r} is not among the settings a centre may change")
    if holds is int:
        least, most = BOUNDS[option]
        if type(value) is not int or not least <= value <= most:
            raise TrustError(f"{option} takes a whole number from {least} to {most}")
        return
    if not isinstance(value, str) or not value.isprintable() or len(value) > VALUE_MAX:
        raise TrustError(f"{option} takes one line of at most {VALUE_MAX} signs")
    if option == "station.name" and not value.strip():
        raise TrustError(f"{option} cannot be empty")
    if option == "sound.quiet" and value and quiet_hours(value) is None:
        raise TrustError(f"{option} takes hours like 22:00-07:00, or nothing")
