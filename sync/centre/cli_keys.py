"""The commands about the centre's keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from sync.centre.centre import open_centre
from sync.centre.cli_publish import offline_keys
from sync.centre.cli_table import show_table
from sync.centre.custody import PURPOSES, list_keys, revoke_key, rotate_key
from sync.centre.keys import ROOT_KEYS
from sync.centre.session import Session


@dataclass(frozen=True, slots=True)
class _Custody:
    session: Session
    offline: Path | None


@click.group(short_help="List, replace and revoke the centre's keys.")
@offline_keys
@click.pass_context
def keys(ctx: click.Context, offline: Path | None) -> None:
    """List, replace and revoke the centre's keys.

    What to do when:

    \b
    a laptop with the online keys was stolen
        keys rotate timestamp, then snapshot, then receipt;
        then keys revoke the old receipt key, which `keys list` names
    somebody may have copied the targets key
        keys rotate targets, and look at what was published
    one of the three root keys is lost, or its keeper leaves
        keys rotate root --key 2
    somebody may have copied an opening key
        keys rotate seal, then keys revoke the old one; what was sealed to it
        before is no secret from whoever has it
    an opening key is a year old
        keys rotate seal; keep the old one to open what still waits
    a station was stolen
        kiosk-centre revoke STATION
    a laptop with the key for phones (keys/online/phones) was stolen
        kiosk-centre revoke the station 手机, which `stations` lists, and remove
        that file: another is made; if it is lost, nothing needs to be done
    the centre was restored from an older copy
        stations refuse its feed as rolled back until its numbers pass theirs;
        keys rotate targets, snapshot, timestamp mend that at once

    Two of the three root keys must be here to replace a key that signs the feed: root, targets, snapshot, timestamp.
    Put them in with --keys if they are kept elsewhere. Stations follow by themselves with the next exchange. If two
    root keys are lost or stolen at once, every station must be provisioned anew, with a new centre.
    """
    ctx.obj = _Custody(ctx.obj, offline)


@keys.command("list", short_help="Show every key, what it is for and where it lies.")
@click.pass_obj
def list_command(custody: _Custody) -> None:
    """Show every key: what it is for, where its private half lies, since when, and until when its signature holds."""
    with open_centre(custody.session.home, custody.session.clock, custody.offline) as centre:
        states = list_keys(centre)
    show_table(
        ("key", "role", "what it does", "private half", "since", "signed until", ""),
        (
            (
                each.id,
                each.role,
                each.purpose,
                each.file or "not here",
                f"{each.since:%Y-%m-%d}",
                f"{each.until:%Y-%m-%d}" if each.until else "",
                each.state,
            )
            for each in states
        ),
    )


@keys.command("rotate", short_help="Let a new key take the place of one.")
@click.argument("role", metavar="ROLE", type=click.Choice(list(PURPOSES)))
@click.option("--key", "number", type=click.IntRange(1, ROOT_KEYS), help="Which of the root keys is to go.")
@click.pass_obj
def rotate_command(custody: _Custody, role: str, number: int | None) -> None:
    """Let a new key take the place of the one for ROLE: root, targets, snapshot, timestamp, receipt or seal.

    The key that goes may be lost. Stations follow by themselves; until they do, they go on with what they have. Copy
    the new key to where the others are kept. Old opening keys stay, to open what still waits. What is
    live is published at once, as by `publish`.
    """
    with open_centre(custody.session.home, custody.session.clock, custody.offline) as centre:
        click.echo(rotate_key(centre, role, number))


@keys.command("revoke", short_help="Have no station believe a receipt or seal key any more.")
@click.argument("identity", metavar="KEY")
@click.pass_obj
def revoke_command(custody: _Custody, identity: str) -> None:
    """Have no station believe KEY any more: a receipt key (r-…) or a seal key (k-…), as `keys list` names them.

    For keys that may be in wrong hands; a key that is only old does no harm. Rotate it first. Keys that sign the feed
    are not revoked but replaced, by `keys rotate`. What is live is published at once, as by `publish`.
    """
    with open_centre(custody.session.home, custody.session.clock, custody.offline) as centre:
        new = revoke_key(centre, identity)
    click.echo(f"{identity} is revoked" if new else f"{identity} was revoked before; nothing was changed")
