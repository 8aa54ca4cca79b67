"""Who may import whom: the contracts in pyproject.toml are kept."""

import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sysconfig.get_path("scripts"))


def test_arrows_point_down():
    lint = subprocess.run(
        [SCRIPTS / "lint-imports", "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr
