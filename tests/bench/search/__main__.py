"""The program: everything in one run, each engine in its own process, tables, goals and a picture."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import TypeVar

import click
import msgspec

from kiosk.domain.clock import SystemClock
from tests.bench.machine import Machine
from tests.bench.measure import ROOT
from tests.bench.search import base, corpus, plot, queries, report, truth
from tests.bench.search.corpus import Corpus
from tests.bench.search.engine import BY_KEY, OURS
from tests.bench.search.extras import Extras, Meanwhile
from tests.bench.search.outcome import Outcome, Result
from tests.bench.search.probe import COLD, Cold, Recall, Warm, Work
from tests.bench.search.ready import Ready

OUT = ROOT / "out" / "bench"
DOCS = ROOT / "docs" / "bench"
ROWS, QUICK_ROWS = 1_000_000, 20_000
READY_ROWS = (20_000, 200_000)
QUESTIONS, QUICK_QUESTIONS, QUICK_HELD_OUT = 300, 60, 300
TRUE, BUDGET_S, QUICK_BUDGET_S, QUICK_COLD = 60, 30.0, 0.3, 20
T = TypeVar("T")


@click.command()
@click.option("--rows", default=ROWS, show_default=True, help="Postings to search in.")
@click.option("--quick", is_flag=True, help=f"{QUICK_ROWS:,} postings, {QUICK_QUESTIONS} questions, everything once.")
@click.option("--rounds", default=2, show_default=True, help="How often everybody is asked, in a changing order.")
@click.option("--only", default=",".join(BY_KEY), show_default=True, help="Whom to measure.")
@click.option("--resume", is_flag=True, help="Keep what a run that was broken off has measured.")
def main(rows: int, quick: bool, rounds: int, only: str, resume: bool) -> None:
    """Measure the search beside ready-made ones; out/bench/search.* hold what came out.

    A whole run of a million postings with everybody writes docs/bench as well.
    """
    rows, rounds = (QUICK_ROWS, 1) if quick else (rows, rounds)
    machine = Machine()
    click.echo(machine.words())
    keys = [key for key in BY_KEY if key in only.split(",")]
    made = corpus.make(_folder(rows), rows, SystemClock(), click.echo)
    base_cpu_s, counts = _prepare(made, quick)
    run = _Run(made, quick, machine, resume=resume)
    results = {key: run.once(key) for key in keys}
    for number in range(rounds):
        for key in keys[number % len(keys) :] + keys[: number % len(keys)]:
            results[key].rounds.append(run.warm(key))
    outcome = Outcome(
        corpus=made,
        machine={},
        machine_words="",
        base_cpu_s=base_cpu_s,
        questions=counts,
        results=results,
        quick=quick,
    )
    if OURS in keys:
        outcome.extras, outcome.meanwhile = run.extras()
        outcome.ready = _ready(run, results[OURS].build, quick)
    machine.note()
    outcome.machine, outcome.machine_words = machine.said(), machine.words()
    _tell(outcome, whole=rows >= ROWS and len(keys) == len(BY_KEY))


class _Run:
    """Starts the processes that measure."""

    def __init__(self, made: Corpus, quick: bool, machine: Machine, *, resume: bool = False) -> None:
        self._corpus = made
        self._quick = quick
        self._machine = machine
        self._measured = made.folder / "measured"
        self._asked: Counter[str] = Counter()
        if not resume:
            shutil.rmtree(self._measured, ignore_errors=True)
        self._measured.mkdir(exist_ok=True)

    def once(self, key: str) -> Result:
        """Build, compare with the truth, ask cold, lay the changes upon a copy."""
        folder = self._place(key)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        built = self.built(key)
        recall = self._probe(Recall, "recall", key)
        cold = self._probe(Cold, "cold", key, QUICK_COLD if self._quick else COLD)
        return Result(built, self._changed(key), recall, cold)

    def built(self, key: str) -> Work:
        """Build."""
        return self._probe(Work, "build", key)

    def warm(self, key: str) -> Warm:
        """Ask again and again."""
        return self._probe(Warm, "warm", key, QUICK_BUDGET_S if self._quick else BUDGET_S)

    def extras(self) -> tuple[Extras, Meanwhile]:
        """Measure what only ours is asked."""
        extras = self._child(Extras, "extras", "extras", self._corpus.folder, self._place(OURS))
        copy = self._place("copy")
        shutil.copytree(self._place(OURS), copy)
        try:
            return extras, self._child(Meanwhile, "extras", "meanwhile", self._corpus.folder, copy)
        finally:
            shutil.rmtree(copy)

    def ready(self) -> Ready:
        """Measure the ready file."""
        return self._child(Ready, "ready", self._corpus.folder, self._place(OURS))

    def _changed(self, key: str) -> Work:
        """Change a copy of everything the engine has; the peers' rows are in a file they share."""
        copy = self._place("copy")
        copy.mkdir()
        try:
            for file in ("about.json", "changes.jsonl", *([] if key == OURS else ["base.db"])):
                shutil.copy(self._corpus.folder / file, copy)
            shutil.copytree(self._place(key), copy / key)
            return self._child(Work, "probe", "change", key, copy, copy / key)
        finally:
            shutil.rmtree(copy)

    def _probe(self, kind: type[T], task: str, key: str, number: float = 0) -> T:
        return self._child(kind, "probe", task, key, self._corpus.folder, self._place(key), number)

    def _child(self, kind: type[T], module: str, *words: object) -> T:
        self._machine.note()
        named = " ".join((module, *(Path(str(word)).name for word in words)))
        click.echo(named, err=True)
        self._asked[named] += 1
        measured = self._measured / f"{named} {self._asked[named]}.json"
        if measured.exists():
            return msgspec.json.decode(measured.read_bytes(), type=kind)
        command = [sys.executable, "-m", f"tests.bench.search.{module}", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        measured.write_bytes(done.stdout.splitlines()[-1])
        return msgspec.json.decode(measured.read_bytes(), type=kind)

    def _place(self, key: str) -> Path:
        return self._corpus.folder / key


def _folder(rows: int) -> Path:
    return OUT / f"search-{rows}"


def _prepare(made: Corpus, quick: bool) -> tuple[float | None, dict[str, int]]:
    """Make what the peers are given, the questions and the truth; return what the first took, and the counts."""
    there = base.base_file(made).exists()
    cpu = time.process_time()
    path = base.make(made)
    cpu = time.process_time() - cpu
    count, held_out = (QUICK_QUESTIONS, QUICK_HELD_OUT) if quick else (QUESTIONS, queries.HELD_OUT)
    asked = queries.make(path, count, held_out)
    (made.folder / "questions.json").write_bytes(msgspec.json.encode(asked))
    click.echo("looking for the truth")
    sample = Random(3).sample(asked.asked, TRUE)
    (made.folder / "truth.json").write_bytes(msgspec.json.encode(truth.truth(path, sample)))
    return None if there else cpu, {name: len(those) for name, those in asked.sets().items()}


def _ready(run: _Run, built: Work, quick: bool) -> list[tuple[Ready, Work]]:
    """Measure the ready file at several sizes."""
    found = []
    for rows in [] if quick else READY_ROWS:
        machine = Machine()
        made = corpus.make(_folder(rows), rows, SystemClock(), click.echo)
        small = _Run(made, quick, machine)
        place = made.folder / OURS
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        work = small.built(OURS)
        found.append((small.ready(), work))
    return [*found, (run.ready(), built)]


def _tell(outcome: Outcome, *, whole: bool) -> None:
    text = report.text(outcome)
    (OUT / "search.json").write_bytes(msgspec.json.encode(report.plain(outcome)))
    for folder in (OUT, DOCS) if whole else (OUT,):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "search.md").write_text(text, "utf-8")
        plot.draw(outcome, folder / "search.svg")
    click.echo(text)


if __name__ == "__main__":
    main()
