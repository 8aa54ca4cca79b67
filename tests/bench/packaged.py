"""The self-contained station beside the source: sizes, and from starting it to the first full page; ``make bench``."""

from __future__ import annotations

import json
import shutil
import statistics
from pathlib import Path

import click

from tests.bench.machine import Machine
from tests.bench.measure import ROOT
from tests.bench.screen import place, starts
from tests.bench.screen.__main__ import _child
from tests.bench.screen.starts import Starter
from tests.bench.screen.touches import Touched

PACK = ROOT / "out" / "pack"
FOLDER = PACK / "job-station"
ROWS, STARTS = 20_000, 5
START_S = 1.5
"""The goal: a page within two seconds of a fall, of which the service manager and the compositor take some."""


@click.command()
@click.option("--quick", is_flag=True, help="One start each.")
def main(quick: bool) -> None:
    """Measure the package that `make pack` built; out/bench/packaged.md and .json hold what came out."""
    if not (FOLDER / "kiosk").is_file():
        click.echo("no package: type `make pack` first")
        return
    machine = Machine()
    lines = ["# The package", "", "| what | MB |", "|---|---:|"]
    sizes = {path.name: _size(path) for path in (FOLDER, *PACK.glob("*.deb"), *PACK.glob("*.tar.zst"))}
    lines += [f"| {name} | {size / 1e6:.1f} |" for name, size in sorted(sizes.items())]
    starters = _starts(1 if quick else STARTS)
    machine.note()
    lines += ["", "| first full page of | warm, s (median) | cold, s (median) | memory, MB |", "|---|---:|---:|---:|"]
    lines += [_row(one) for one in starters]
    lines += ["", f"Goal: {START_S} s warm. {machine.words()}"]
    out = ROOT / "out" / "bench"
    out.mkdir(parents=True, exist_ok=True)
    seconds = {one.label: [start.full_s for start in one.warm] for one in starters}
    (out / "packaged.json").write_text(json.dumps({"bytes": sizes, "warm_s": seconds, "machine": machine.said()}))
    for folder in (out, *(() if quick or not starters else (ROOT / "docs" / "bench",))):
        (folder / "packaged.md").write_text("\n".join(lines) + "\n", "utf-8")
    click.echo("\n".join(lines))


def _starts(often: int) -> list[Starter]:
    if not shutil.which("Xvfb"):
        click.echo("no starts: Xvfb is not here (apt-get install xvfb)")
        return []
    folder = place.OUT / "packaged"
    home = place.make(folder / "station", place.postings(ROWS))
    touched = _child(Touched, "touches", home.folder, 1)
    home = place.make(folder / "station", place.postings(ROWS))
    source = starts.ours(home.folder, touched.beam)
    words = source.command[source.command.index("--home") :]
    packed = Starter("the package", [str(FOLDER / "kiosk"), *words], [FOLDER, home.folder], touched.beam)
    source.label = "the source"
    starts.measure([packed, source], often, often, click.echo)
    return [packed, source]


def _row(one: Starter) -> str:
    warm, cold = (statistics.median(start.full_s for start in them) for them in (one.warm, one.cold))
    memory = statistics.median(start.pss_mb for start in one.warm)
    return f"| {one.label} | {warm:.2f} | {cold:.2f} | {memory:.0f} |"


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    main()
