"""The commands that order stations to do something, by way of the signed feed."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from kiosk.domain.clock import to_text
from kiosk.domain.errors import PlaceError, Refused, StationError, TrustError
from kiosk.domain.records import to_record
from kiosk.trust.orders import SETTINGS, OrderKind, check_setting
from sync.centre.centre import open_centre
from sync.centre.cli_publish import offline_keys, show_mirrors
from sync.centre.fleet_words import minute
from sync.centre.orders import LIFE, Given, cancel, give, given
from sync.centre.publishing import publish
from sync.centre.session import Session
from sync.wire.report import fitting

ALL = "all"
for_days = click.option(
    "--days",
    default=LIFE.days,
    show_default=True,
    type=click.IntRange(1, 60),
    help="How long the order holds; a station that hears of it later lets it be.",
)


@click.group("order", invoke_without_command=True, short_help="Order stations to do something; list what was ordered.")
@click.option("--json", "as_json", is_flag=True, help="List one JSON object for each order.")
@click.pass_context
def order_command(context: click.Context, as_json: bool) -> None:
    """Order stations to do something, or list what was ordered and who has carried it out.

    An order goes out at once in the signed feed. Each station carries it out once, at its next exchange, and says so
    in its next report. STATION is a station's name as `stations` lists it, or "all".
    """
    if context.invoked_subcommand is None:
        _list(context.obj, as_json=as_json)


@order_command.command()
@click.argument("station", metavar="STATION|all")
@for_days
@offline_keys
@click.pass_obj
def refresh(session: Session, station: str, days: int, offline: Path | None) -> None:
    """Have all content fetched and built anew; what is there is shown meanwhile."""
    _give(session, offline, OrderKind.REFRESH, station, days)


@order_command.command()
@click.argument("station", metavar="STATION|all")
@for_days
@offline_keys
@click.pass_obj
def restart(session: Session, station: str, days: int, offline: Path | None) -> None:
    """Have the programs begin anew, as soon as nobody stands there."""
    _give(session, offline, OrderKind.RESTART, station, days)


@order_command.command("set")
@click.argument("station", metavar="STATION|all")
@click.argument("option", type=click.Choice(sorted(SETTINGS)), metavar="OPTION")
@click.argument("value", metavar="VALUE")
@for_days
@offline_keys
@click.pass_obj
def set_command(session: Session, station: str, option: str, value: str, days: int, offline: Path | None) -> None:
    """Change a setting. It holds from the next start of the programs, which follows by itself.

    OPTION is one of exchange.every_s, media.quota_mb, panel.lower_edge_mm, sound.quiet, station.name, helper.name,
    helper.phone, helper.hours; what they mean is said in a station's station.toml. A name and a panel are each
    station's own: for them name one STATION, not "all". A station that cannot do with VALUE leaves the setting alone
    and says why.
    """
    _give(session, offline, OrderKind.SETTING, station, days, option, _value(option, value))


@order_command.command("cancel")
@click.argument("order", metavar="ORDER")
@offline_keys
@click.pass_obj
def cancel_command(session: Session, order: str, offline: Path | None) -> None:
    """Call an order back. A station that has carried it out by then has."""
    with open_centre(session.home, session.clock, offline) as centre:
        new = cancel(centre, order)
        done = publish(centre)
    click.echo(f"order {order} is called back" if new else f"order {order} was called back before")
    show_mirrors(done.mirrors)


def _give(
    session: Session,
    offline: Path | None,
    kind: OrderKind,
    station: str,
    days: int,
    option: str = "",
    value: str | int = "",
) -> None:
    with open_centre(session.home, session.clock, offline) as centre:
        order = give(centre, kind, "" if station == ALL else station, option, value, timedelta(days=days))
        try:
            done = publish(centre)
        except StationError as problem:
            raise PlaceError(f"order {order.id} is kept and goes out with the next publish: {problem}") from problem
    click.echo(f"order {order.id}: {_words(order.kind, option, value)}, {station}, until {minute(order.until)}")
    show_mirrors(done.mirrors)


def _value(option: str, text: str) -> str | int:
    """Return a value as the option takes it. Raises Refused if it is none."""
    value: str | int = text
    if SETTINGS[option] is int:
        with suppress(ValueError):
            value = int(text)
    try:
        check_setting(option, value)
    except TrustError as problem:
        raise Refused(f"{text!r} cannot be: {problem}") from problem
    return value


def _list(session: Session, *, as_json: bool) -> None:
    with session.centre() as centre:
        found = given(centre)
        now = centre.clock.now()
    if as_json:
        for each in found:
            click.echo(json.dumps(_record(each), ensure_ascii=False))
        return

    for each in found:
        click.echo(_in_lines(each, now))


def _in_lines(each: Given, now: datetime) -> str:
    """Return one order as people read it: what it is, until when it holds, and what became of it."""
    order = each.order
    holds = f"until {minute(order.until)}" if now < order.until else f"over since {minute(order.until)}"
    holds = f"called back {minute(each.cancelled)}" if each.cancelled else holds
    words = _words(order.kind, order.setting, order.value)
    became = [f"carried out by {len(each.done)}"]
    became += [f"refused by {name}: {fitting(reason)}" for name, reason in each.refused.items()]
    if each.waiting and not each.cancelled and now < order.until:
        became.append(f"waiting for {' '.join(each.waiting)}")
    lines = (f"{order.id}  {words}, {order.station or ALL}, given {minute(order.made)}, {holds}", *became)
    return f"\n{'':<14}".join(lines)


def _words(kind: OrderKind, option: str, value: object) -> str:
    return f"set {option} {json.dumps(value, ensure_ascii=False)}" if kind is OrderKind.SETTING else kind.value


def _record(each: Given) -> dict[str, Any]:
    return {
        **to_record(each.order),
        "station": each.order.station or ALL,
        "cancelled": to_text(each.cancelled) if each.cancelled else None,
        "done": list(each.done),
        "refused": each.refused,
        "waiting": list(each.waiting),
    }
