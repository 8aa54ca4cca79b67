"""The program: touches, starts beside a browser's, and frames while content comes in; tables and goals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from tests.bench.machine import Machine
from tests.bench.measure import ROOT
from tests.bench.screen import place, report, starts
from tests.bench.screen.frames import Moved
from tests.bench.screen.outcome import Outcome
from tests.bench.screen.starts import Starter
from tests.bench.screen.touches import Touched

DOCS = ROOT / "docs" / "bench"
ROWS, TAKEN, QUICK_TAKEN = 20_000, 100_000, 20_000
TRIPS, STARTS, ROUNDS, SECONDS = 15, 5, 3, 20
T = TypeVar("T")


@click.command()
@click.option("--quick", is_flag=True, help=f"Two trips, one start each, one round with {QUICK_TAKEN:,} postings.")
@click.option("--trips", default=TRIPS, show_default=True, help="How often the finger goes through all pages.")
def main(quick: bool, trips: int) -> None:
    """Measure the screen; out/bench/screen.md and .json hold what came out, after a whole run docs/bench too."""
    machine, loads = Machine(), dict[str, float]()

    def note(part: str) -> None:
        machine.note()
        loads[part] = os.getloadavg()[0]

    made, taken = place.postings(ROWS), place.postings(QUICK_TAKEN if quick else TAKEN)
    folder = place.OUT / "screen"
    home = place.make(folder / "station", made)
    note("preparation")
    touched = _child(Touched, "touches", home.folder, 2 if quick else trips)
    note("touches")
    starters = _starters(folder, touched, quick)
    note("starts")
    home = place.make(folder / "station", made)
    rounds = (1, 10) if quick else (ROUNDS, SECONDS)
    moved = _child(Moved, "frames", home.folder, taken.folder, *rounds)
    note("frames")
    outcome = Outcome(
        machine=machine.said(),
        machine_words=machine.words(),
        rows=ROWS,
        taken_rows=taken.count,
        touched=touched,
        starters=starters,
        moved=moved,
        quick=quick,
        loads=loads,
    )
    _tell(outcome)


def _starters(folder: Path, touched: Touched, quick: bool) -> list[Starter]:
    """Start ours and the browser by turns; with the exchange ours is only weighed."""
    if not shutil.which("Xvfb") or not shutil.which("chromium"):
        click.echo("no starts: Xvfb and chromium are not here (apt-get install xvfb chromium)")
        return []
    ours = starts.ours(folder / "station", touched.beam)
    exchanging = starts.ours(folder / "station", touched.beam, exchange=True)
    browser = starts.chromium(folder / "chromium")
    often = 1 if quick else STARTS
    starts.measure([ours, browser], often, often, click.echo)
    starts.measure([exchanging], 1, 0, click.echo)
    return [ours, browser, exchanging]


def _child(kind: type[T], module: str, *words: object) -> T:
    click.echo(module, err=True)
    command = [sys.executable, "-m", f"tests.bench.screen.{module}", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=kind)


def _tell(outcome: Outcome) -> None:
    text = report.text(outcome)
    whole = bool(outcome.starters) and not outcome.quick
    (place.OUT / "screen.json").write_bytes(msgspec.json.format(msgspec.json.encode(report.plain(outcome)), indent=1))
    for folder in (place.OUT, DOCS) if whole else (place.OUT,):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "screen.md").write_text(text, "utf-8")
    click.echo(text)


if __name__ == "__main__":
    main()
