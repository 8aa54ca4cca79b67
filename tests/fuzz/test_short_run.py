"""A few seconds of fuzzing: long enough to find a reader that is broken outright; `make fuzz` has more patience."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.fuzz.__main__ import NAMES

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1


@pytest.mark.parametrize("name", NAMES)
def test_an_input_gives_a_result_or_is_refused_in_plain_words(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(SECONDS)], cwd=ROOT, capture_output=True, text=True
    )
    if run.returncode == 2:
        pytest.skip(run.stderr.strip())
    click.echo(run.stdout)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_target_has_a_name_and_seeds_it_takes() -> None:
    targets = pytest.importorskip("tests.fuzz.targets").TARGETS
    assert tuple(targets) == NAMES
    for make in targets.values():
        fuzzed = make()
        for seed in fuzzed.seeds():
            fuzzed.read(seed)
