"""The code reads as if one hand had written it: ruff's rules and layout, and files of a readable length."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def ruff(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ruff", *words], cwd=ROOT, capture_output=True, text=True)


def test_ruff_finds_nothing():
    check = ruff("check")
    assert check.returncode == 0, check.stdout + check.stderr


def test_the_layout_is_ruffs():
    layout = ruff("format", "--check")
    assert layout.returncode == 0, layout.stdout + layout.stderr
