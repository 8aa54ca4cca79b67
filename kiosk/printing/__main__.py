"""``python -m kiosk.printing``: prints the slip that comes on standard input, one JSON object (`kiosk.printing.page`).

Ends with 0 when it is printed, else with 1 and one sentence. With ``--look`` it prints nothing and writes one word
about the printer: ``ready``, ``silent`` (it does not say), ``no-paper``, ``off-line`` or ``unreachable``.
"""

from __future__ import annotations

import logging
import resource
import signal
import sys
from pathlib import Path
from types import FrameType

import click

from kiosk import edge, settings
from kiosk.domain.errors import PlaceError
from kiosk.printing.drawing import DOTS, draw
from kiosk.printing.page import MOST_BYTES, read_page
from kiosk.printing.printer import print_slip, state_of
from kiosk.settings import Home

LIMIT_S = 15.0
"""A slip takes three seconds; whoever waits is told before they give up."""


@click.command()
@edge.home_option("station")
@click.option("--limit", type=click.FloatRange(0.1), default=LIMIT_S, show_default=True, help="Give up after seconds.")
@click.option("--look", is_flag=True, help="Print nothing; say in one word how the printer is.")
def program(home: Path, limit: float, look: bool) -> None:
    """Print the slip on standard input on the station's printer."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is printed is not left on the disk by a fall
    logging.disable(logging.CRITICAL)  # one sentence is enough
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, limit)
    printer = settings.load(Home(home)).printer
    if look:
        click.echo(state_of(printer))
        return
    page = read_page(sys.stdin.buffer.read(MOST_BYTES + 1))
    print_slip(draw(page, DOTS[printer.width_mm]), printer)


def _give_up(number: int, frame: FrameType | None) -> None:
    raise PlaceError("the printer does not take the slip: look at its paper, its cover and its cable")


def main() -> None:
    """Run the program."""
    edge.run(program, "kiosk-printing")


if __name__ == "__main__":
    main()
