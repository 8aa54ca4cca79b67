"""The program and its changelog name the same version."""

import re
from pathlib import Path

import kiosk

ROOT = Path(__file__).resolve().parents[2]


def test_the_newest_version_in_the_changelog_is_the_programs():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, flags=re.MULTILINE)
    assert released[:1] == [kiosk.__version__]
