"""The commands about what residents sent: opening it, showing it, answering it, erasing it."""

from __future__ import annotations

import json

import click

from kiosk.domain.clock import CHINA, from_text, to_text
from kiosk.domain.numbers import mask_mobile
from kiosk.domain.progress import Progress
from sync.centre import opening
from sync.centre.cli_table import show_table
from sync.centre.erasing import forget
from sync.centre.records import LOOKED_AT, Kept, records, reported
from sync.centre.session import Session
from sync.centre.states import set_state
from sync.centre.summaries import summary

REGISTRATION = "registration"
"""The form of registrations, whatever its version."""


@click.command("open", short_help="Open what stations handed in.")
@click.pass_obj
def open_command(session: Session) -> None:
    """Open what stations have handed in, where the opening keys are.

    What a resident withdrew is erased, and so is what was kept for as long as its resident was told. Postings that
    several people reported are pointed out: look at them, and take them back if they are right.
    """
    with session.centre() as centre:
        done = opening.open_new(centre)
        reports = reported(centre)
    _say_opened(done)
    click.echo(f"opened {done.opened}, with trouble {done.trouble}, sealed {done.waiting}")
    if done.opened:
        click.echo("  " + ", ".join(f"{form} {count}" for form, count in sorted(done.forms.items()) if count))
    if reports:
        click.echo(f"postings with reports: {len(reports)}")
    for posting, count in reports.items():
        if count >= LOOKED_AT:
            words = f"posting {posting} has {count} different reports: look at `records --about {posting}`"
            click.echo(words, err=True)


@click.command("records", short_help="Show what residents sent.")
@click.option("--form", default="", metavar="NAME", help="Only this form: registration, call, or e.g. call/1.")
@click.option("--about", default="", metavar="ID", help="Only what is about this posting, course or wish.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as a JSON array.")
@click.pass_obj
def records_command(session: Session, form: str, about: str, as_json: bool) -> None:
    """Show what residents sent, opening what is new.

    The table covers the middle of each telephone number; the JSON does not.
    """
    found = _opened(session, form, about)
    if as_json:
        _show_json([_as_json(each) | {"said": each.said} for each in found])
        return
    columns = ("receipt", "arrived", "station", "form", "about", "what", "state")
    show_table(columns, (_as_row(each) for each in found))


@click.command("registrations", short_help="Show what residents registered.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as a JSON array.")
@click.pass_obj
def registrations_command(session: Session, as_json: bool) -> None:
    """Show the registrations that have arrived, opening what is new.

    The table covers the middle of each telephone number; the JSON does not.
    """
    found = _opened(session, REGISTRATION)
    if as_json:
        empty = {"kinds": [], "times": [], "phone": "", "posting": ""}
        _show_json([_as_json(each) | empty | each.said | {"made": _whole(each.said["made"])} for each in found])
        return
    columns = ("receipt", "arrived", "station", "work", "when", "phone", "from posting")
    show_table(columns, (_as_registration(each) for each in found))


@click.command("answer", short_help="Note that somebody saw, or answered, what a resident sent.")
@click.argument("named", metavar="RECEIPT")
@click.argument("state", type=click.Choice([Progress.SEEN.value, Progress.REPLIED.value]))
@click.pass_obj
def answer_command(session: Session, named: str, state: str) -> None:
    """Note for the envelope with this RECEIPT number, e.g. 7K3M-92, that it was seen or replied to.

    The resident reads it at any station, once it has been published. If several have the number nothing is noted:
    their envelopes' ids are listed, and one of these may be said in its place.
    """
    with session.centre() as centre:
        new = set_state(centre, named, Progress(state))
    click.echo(f"{state} 1; stations tell it with the next publish" if new else f"it was {state} before")


@click.command("forget", short_help="Erase what a resident asks to have erased.")
@click.argument("named", metavar="RECEIPT")
@click.pass_obj
def forget_command(session: Session, named: str) -> None:
    """Erase what was sent with this RECEIPT number, e.g. 7K3M-92, as the privacy notice promises.

    What was said is gone for good; that an envelope arrived stays known, so that it cannot come back. If several have
    the number none is erased: their envelopes' ids are listed, and one of these may be said in its place.
    """
    with session.centre() as centre:
        forget(centre, named)
    click.echo("erased 1")


def _opened(session: Session, form: str, about: str = "") -> list[Kept]:
    with session.centre() as centre:
        _say_opened(opening.open_new(centre))
        return records(centre, form, about)


def _say_opened(done: opening.Opened) -> None:
    if done.trouble:
        click.echo(f"{done.trouble} envelopes cannot be opened; they are kept and tried again", err=True)
    if done.waiting:
        click.echo(f"{done.waiting} envelopes stay sealed: the opening keys are not in this home", err=True)
    if done.unread:
        words = "WARNING: {} sealed envelopes were erased UNREAD within 30 days: nobody could open them in half a year"
        click.echo(words.format(done.unread), err=True)


def _as_row(each: Kept) -> tuple[str, ...]:
    said = summary(each.form, each.said)
    return each.receipt, _minute(each), each.station, each.form, each.about, said, each.state.value


def _as_registration(each: Kept) -> tuple[str, ...]:
    said = each.said
    phone = mask_mobile(said["phone"]) if said["phone"] else "none left"
    return (
        each.receipt,
        _minute(each),
        each.station,
        " ".join(said["kinds"]),
        " ".join(said["times"]),
        phone,
        each.about,
    )


def _as_json(each: Kept) -> dict[str, object]:
    return {
        "receipt": each.receipt,
        "envelope": each.envelope,
        "station": each.station,
        "arrived": to_text(each.arrived),
        "form": each.form,
        "about": each.about,
        "state": each.state.value,
        "state_on": each.state_on.isoformat(),
        "erase_after": to_text(each.erase_after),
    }


def _show_json(rows: list[dict[str, object]]) -> None:
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


def _minute(each: Kept) -> str:
    return f"{each.arrived.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _whole(moment: object) -> str:
    return to_text(from_text(str(moment)))
