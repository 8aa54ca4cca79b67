"""The words of `kiosk-centre`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from kiosk import __version__, edge
from kiosk.domain.clock import SystemClock
from sync.centre.home import Home
from sync.centre.session import Session

WORDS = {
    "init": "cli_init:init",
    "token": "cli_stations:token",
    "import": "cli_import:import_files",
    "starter": "cli_import:starter",
    "lint": "cli_lint:lint_command",
    "content": "cli_content:content_command",
    "synonyms": "cli_synonyms:synonyms_command",
    "media": "cli_media:media",
    "publish": "cli_publish:publish_command",
    "program": "cli_program:program_command",
    "serve": "serving:serve",
    "open": "cli_records:open_command",
    "records": "cli_records:records_command",
    "registrations": "cli_records:registrations_command",
    "answer": "cli_records:answer_command",
    "forget": "cli_records:forget_command",
    "stations": "cli_stations:stations_command",
    "station": "cli_stations:station_command",
    "staff": "staff:staff_command",
    "order": "cli_orders:order_command",
    "revoke": "cli_stations:revoke_command",
    "export": "cli_stick:export_command",
    "collect": "cli_stick:collect_command",
    "keys": "cli_keys:keys",
}
"""Each word in the order in which a centre needs it, and where it is: only the one that was typed is loaded."""


class Words(click.Group):
    """A group that loads a word when it is asked for (click: "Lazily Loading Subcommands")."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the words in their order."""
        return list(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a word, or None where there is none of this name."""
        if cmd_name not in WORDS:
            return None
        module, name = WORDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"sync.centre.{module}"), name)
        return command


@click.group(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk-centre")
@edge.home_option("centre")
@click.pass_context
def cli(ctx: click.Context, home: Path) -> None:
    """The central server of a district's job stations.

    It takes in postings, publishes them as a signed feed for stations, and receives what residents register there.
    """
    ctx.obj = Session(Home(home), SystemClock())
