"""Bombs are refused, and no reader grows by more than 64 MB over one. What they cost is printed (`pytest -rP`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.bombs import MANIFESTS, PACKS

ROOT = Path(__file__).resolve().parents[3]
MOST_MB = 64


@pytest.fixture(scope="module")
def became() -> dict[str, dict[str, object]]:
    run = subprocess.run([sys.executable, "-m", "tests.bombs"], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    return {bomb["name"]: bomb for bomb in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("name", [*PACKS, *MANIFESTS])
def test_a_bomb_is_refused_and_takes_little_memory(name: str, became: dict[str, dict[str, object]]) -> None:
    bomb = became[name]
    click.echo(f"{name}: {bomb['bytes']} bytes, {bomb['ms']} ms, {bomb['mb']} MB")
    assert bomb["refused"]
    assert float(str(bomb["mb"])) < MOST_MB
