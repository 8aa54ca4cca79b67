"""Orders of the centre: each is carried out once, or refused once with a reason that goes up in the report."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from kiosk import settings
from kiosk.domain.errors import SettingsError, TrustError
from kiosk.settings import Home
from kiosk.store.obeyed import read_obeyed, write_obeyed
from kiosk.trust import station_key
from kiosk.trust.orders import Order, OrderKind, check_setting

logger = logging.getLogger(__name__)

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Obeying:
    """Carries out the orders for one home."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._refreshed: set[str] = set()

    def run(self, orders: Sequence[Order], now: datetime, refresh: Callable[[], bool]) -> bool:
        """Carry out what is new; return whether the programs are to begin anew.

        What the first feed orders of all stations was meant for those that were there, and is let be. ``refresh`` takes
        all content in anew and tells whether that worked. What could not be done now (no content came, no room) stays
        for the next time. Raises PlaceError if it cannot be kept that an order is over; it is not obeyed then, or will
        be once more.
        """
        station = station_key.own_id(self._home.key)
        before = read_obeyed(self._home.orders)
        if before.since is None:
            before = replace(before, since=max((order.made for order in orders), default=LONG_AGO))
            write_obeyed(self._home.orders, before)
        obeyed, since = before, before.since or LONG_AGO
        mine = [order for order in orders if order.holds_for(station, now) and (order.station or order.made > since)]
        fresh = [order for order in mine if not obeyed.knows(order.id)]
        for order in fresh:
            reason = ""
            try:
                if order.kind is OrderKind.REFRESH and not self._has_refreshed(fresh, refresh):
                    continue
                if order.kind is OrderKind.SETTING:
                    self._set(order)
            except (SettingsError, TrustError) as problem:
                reason = str(problem)
            obeyed = read_obeyed(self._home.orders)  # somebody here may have asked for a start anew meanwhile
            # also for what was so already: a power cut may have come between the setting and this note
            restart = order.kind is not OrderKind.REFRESH and not reason
            obeyed = obeyed.with_done(order.id, reason=reason, restart=restart)
            write_obeyed(self._home.orders, obeyed)
            logger.info("order %s (%s): %s", order.id, order.kind.value, reason or "carried out")
        return obeyed.restart != before.restart

    def note_revoked(self, revoked: Iterable[str]) -> None:
        """Let the screen know whether this station is out of service. Raises PlaceError if that cannot be kept."""
        gone = station_key.own_id(self._home.key) in revoked
        obeyed = read_obeyed(self._home.orders)
        if obeyed.revoked != gone:
            self._home.new_key.unlink(missing_ok=True)  # left from an earlier time
            write_obeyed(self._home.orders, replace(obeyed, revoked=gone))

    def _has_refreshed(self, fresh: list[Order], refresh: Callable[[], bool]) -> bool:
        """Take all content in anew, once for all orders that ask for it now; one that was is not done again."""
        asked = {order.id for order in fresh if order.kind is OrderKind.REFRESH}
        if not asked <= self._refreshed:
            if not refresh():
                return False
            self._refreshed |= asked
        return True

    def _set(self, order: Order) -> None:
        """Change one setting; a file in which it is so already is left as it is."""
        check_setting(order.setting, order.value)
        table, _, option = order.setting.partition(".")
        if getattr(getattr(settings.load(self._home), table), option) != order.value:
            settings.save(self._home, {table: {option: order.value}})
