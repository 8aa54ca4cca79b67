"""The rounds: every phase several times, everyone in every round, in an order that changes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

import click

from tests.bench.contender import DELTA, FIRST, PHASES, POLL, WORDS, Contender
from tests.bench.corpus import Corpus
from tests.bench.machine import Machine
from tests.bench.measure import Cost, measured

POLLS = 20
"""Polls of one repeat; what is noted is one of them."""

Costs = dict[str, dict[str, list[Cost]]]
"""By phase and key."""


def run(found: list[Contender], corpus: Corpus, repeats: int, machine: Machine, folder: Path) -> Costs:
    """Measure everyone in every phase. Raises RuntimeError if somebody ends with other rows than were published."""
    costs: Costs = {phase: {} for phase in PHASES}
    random = Random(2)
    expected = {FIRST: corpus.first(), DELTA: corpus.second(), POLL: corpus.second()}
    for phase in PHASES:
        at_work = [one for one in found if phase in one.phases]
        if phase == DELTA:
            for one in at_work:
                one.change()
        for turn in range(repeats):
            for one in random.sample(at_work, len(at_work)):
                cost = _one(one, phase, folder / one.key)
                wanted = one.expected.get(phase, expected[phase])
                if (cost.rows, cost.digest) != wanted:
                    raise RuntimeError(f"{one.label}, {phase}: {cost.rows} rows {cost.digest}, not {wanted}")
                costs[phase].setdefault(one.key, []).append(cost)
                machine.note()
                click.echo(f"{WORDS[phase]} {turn + 1}/{repeats} {_words(one, cost)}")
    return costs


def _one(one: Contender, phase: str, folder: Path) -> Cost:
    """Run one phase in its folder: ``base`` after the first sync, ``now`` after the delta."""
    base, now = folder / "base", folder / "now"
    place = {FIRST: base, DELTA: now, POLL: now if DELTA in one.phases else base}[phase]
    if phase == FIRST:
        shutil.rmtree(folder, ignore_errors=True)
        base.mkdir(parents=True)
        one.prepare(base)
    if phase == DELTA:
        shutil.rmtree(now, ignore_errors=True)
        shutil.copytree(base, now)
    os.sync()
    times = POLLS if phase == POLL else 1
    return measured(one.command(place, times), one.relay, one.centre, times)


def _words(one: Contender, cost: Cost) -> str:
    return (
        f"{one.label}: {cost.wall_s:.3f} s, station {cost.cpu_s:.3f} s, centre {cost.centre_s:.4f} s, "
        f"{cost.wire:,} bytes, {cost.peak_mb:.0f} MB"
    )
