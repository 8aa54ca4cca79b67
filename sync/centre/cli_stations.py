"""The commands about stations: letting one in, saying how they are, revoking one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from kiosk.domain.clock import local_date, to_text
from kiosk.domain.counts import FEW, NUMBERS, DayCounts
from kiosk.domain.records import to_record
from sync.centre.centre import open_centre
from sync.centre.cli_publish import offline_keys, show_mirrors
from sync.centre.cli_table import show_table
from sync.centre.fleet import WRONG, Standing, State, age_days, standing_of, standings
from sync.centre.fleet_words import in_english, minute
from sync.centre.publishing import publish
from sync.centre.session import Session
from sync.centre.stations import new_token, revoke
from sync.wire.report import fitting

SOMETHING_WRONG = 3
"""The exit status that tells a program which asks, cron for one, that somebody should look."""


@click.command(short_help="Make a token for one more station.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
@click.pass_obj
def token(session: Session, as_json: bool) -> None:
    """Make a token with which one station can join.

    It is shown once; only its hash is kept. The first station that uses it owns it.
    """
    with session.centre() as centre:
        fresh = new_token(centre)
        district = centre.district
    click.echo(json.dumps({"token": fresh, "district": district}) if as_json else f"token {fresh}")


@click.command("stations", short_help="Say how the stations are, what is wrong first.")
@click.option(
    "--wrong", is_flag=True, help=f"Only those with which something is wrong; ends with {SOMETHING_WRONG} then."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each station.")
@click.pass_context
def stations_command(context: click.Context, wrong: bool, as_json: bool) -> None:
    """Say how the stations are that have joined: those with which something is wrong come first.

    A station is silent, failing, stale (its content is old), has an old program, or is well; from when on is said in
    the settings under [fleet]. Those out of service come last and count as nothing to do.
    """
    session: Session = context.obj
    now = session.clock.now()
    with session.centre() as centre:
        found = [one for one in standings(centre) if not wrong or one.state in WRONG]
    if as_json:
        for one in found:
            click.echo(json.dumps(_record(one), ensure_ascii=False))
    else:
        today = local_date(now)
        for one in found:
            click.echo(_in_lines(one, today))
    if wrong and found:
        context.exit(SOMETHING_WRONG)


@click.command("station", short_help="Say how one station is, and what was counted there.")
@click.argument("station", metavar="STATION")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
@click.pass_obj
def station_command(session: Session, station: str, as_json: bool) -> None:
    """Say all that STATION has said of itself, and what was counted there day by day."""
    with session.centre() as centre:
        one, days = standing_of(centre, station)
    if as_json:
        click.echo(json.dumps(_record(one) | {"days": [_counts(day) for day in days]}, ensure_ascii=False))
        return
    rows = [("station", f"{one.id} {one.name}"), ("state", one.state.value), ("since", minute(one.since))]
    rows += [("last seen", minute(one.last_seen)), ("what is wrong", in_english(one))]
    if one.report is not None:
        rows += [(name, _plain(value)) for name, value in _said(one).items()]
    show_table(("", ""), ((name, value) for name, value in rows if value))
    if days:
        show_table(("day", *(name.replace("_", " ") for name in (*NUMBERS, "starts"))), map(_day, days))


@click.command("revoke", short_help="Believe a station no longer: it was stolen or opened.")
@click.argument("station", metavar="STATION")
@offline_keys
@click.pass_obj
def revoke_command(session: Session, station: str, offline: Path | None) -> None:
    """Believe nothing that STATION signs from now on, e.g. because it was stolen or somebody opened it.

    What it handed in before stays. The feed says of it that it is revoked. If it comes back, provision it anew: it
    then makes a new key, and needs a new token. What is live is published at once, as by `publish`.
    """
    with open_centre(session.home, session.clock, offline) as centre:
        new = revoke(centre, station)
        done = publish(centre)
    click.echo(f"{station} is revoked" if new else f"{station} was revoked before; nothing was changed")
    show_mirrors(done.mirrors)


def _in_lines(one: Standing, today: date) -> str:
    """Return one station as people read it: how it is, what is wrong, and what else it said."""
    since = f"{'revoked' if one.state is State.OUT_OF_SERVICE else 'since'} {minute(one.since)}" if one.since else ""
    said, age = one.report, age_days(one.report, today)
    told = [f"seen {minute(one.last_seen)}{', by stick' if one.by_stick else ''}"]
    if age is not None:
        told.append("content of today" if age < 1 else f"content {age} {'day' if age == 1 else 'days'} old")
    if said and said.waiting:
        told.append(f"{said.waiting} waiting{f' since {minute(said.oldest)}' if said.oldest else ''}")
    if said:
        told.append(f"program {said.program}")
    lines = [
        f"{one.state.value:<14}  {one.id}  {fitting(one.name)}  {since}".rstrip(),
        in_english(one),
        ", ".join(told),
    ]
    return f"\n{'':<16}".join(line for line in lines if line)


def _record(one: Standing) -> dict[str, Any]:
    """Return a station as programs read it; moments are RFC 3339."""
    return {
        "station": one.id,
        "name": one.name,
        "district": one.district,
        "state": one.state.value,
        "since": to_text(one.since) if one.since else None,
        "last_seen": to_text(one.last_seen),
        "wrong": list(one.wrong),
        "by_stick": one.by_stick,
        "report": to_record(one.report) if one.report else None,
    }


def _said(one: Standing) -> dict[str, Any]:
    """Return what a station said of itself, but for its counts and who it is."""
    record = to_record(one.report) if one.report else {}
    return {name: value for name, value in record.items() if name not in ("station", "days", "wrong", "obeyed")}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _counts(day: DayCounts) -> dict[str, Any]:
    """Return the counts of a day as programs read them; of few visits nothing is known."""
    told = {name: None if day.few else getattr(day, name) for name in NUMBERS}
    return {"day": day.day.isoformat(), "few": day.few, **told, "starts": day.starts}


def _day(day: DayCounts) -> tuple[str, ...]:
    told = (
        f"<{FEW}" if day.few and name == "visits" else "" if day.few else str(getattr(day, name)) for name in NUMBERS
    )
    return (day.day.isoformat(), *told, str(day.starts))
