"""`python -m tests.fuzz [target …] --seconds N`: fuzz the readers, each in a process of its own."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import click

NAMES = ("pack", "records", "manifest", "keys", "revoked", "envelope", "batch", "stick")
ROOT = Path(__file__).resolve().parents[2]
MEMORY_MB = 2_048
LONGEST = {"pack": 4_096, "records": 8_192, "manifest": 4_096, "keys": 2_048, "revoked": 1_024, "stick": 200}


def fuzz(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process; atheris ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["kiosk", "sync"]):
        from kiosk.domain.errors import StationError
        from tests.fuzz.targets import TARGETS

    fuzzed = TARGETS[name]()
    corpus = Path(arguments[-1])
    for number, seed in enumerate(fuzzed.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
        fuzzed.read(seed)

    def once(data: bytes) -> None:
        with suppress(StationError):
            fuzzed.read(data)

    atheris.Setup([sys.argv[0], *arguments], once)
    atheris.Fuzz()


def run(name: str, seconds: int) -> bool:
    """Fuzz one target in a child process, say what came of it, and tell whether it held."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        words = [f"-max_total_time={seconds}", f"-max_len={LONGEST.get(name, 4_096)}", f"-rss_limit_mb={MEMORY_MB}"]
        words += ["-timeout=10", "-print_final_stats=1", f"-artifact_prefix={folder}/", str(corpus)]
        child = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", "--one", name, *words], cwd=ROOT, capture_output=True, text=True
        )
        said = child.stdout + child.stderr
        figures = dict(re.findall(r"stat::(\w+):\s+(\d+)", said))
        runs, rate = figures.get("number_of_executed_units", "0"), figures.get("average_exec_per_sec", "0")
        held = child.returncode == 0
        click.echo(f"{name}: {'held' if held else 'FAILED'}, {runs} inputs, {rate} a second")
        if not held:
            click.echo("\n".join(line for line in said.splitlines() if not line.startswith("INFO")), err=True)
            for found in Path(folder).glob("*-*"):
                click.echo(f"{found.name}: {found.read_bytes()!r}", err=True)
        return held


def main() -> int:
    """Fuzz what is asked for; return 0 if every target held, 2 if atheris is not to be had here."""
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], sys.argv[3:])
        return 0
    words = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    words.add_argument("targets", nargs="*", help=f"of {', '.join(NAMES)}; all if none is named")
    words.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    chosen = words.parse_args()
    if unknown := set(chosen.targets) - set(NAMES):
        words.error(f"there is no target {', '.join(sorted(unknown))}")
    try:
        import atheris  # noqa: F401
    except ImportError:
        click.echo("atheris has no wheel for this Python and this machine: nothing is fuzzed", err=True)
        return 2
    failed = [name for name in chosen.targets or NAMES if not run(name, chosen.seconds)]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
