"""The panel's settings are written for the compositor, whatever the unit lets others read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

PANEL = Path(__file__).resolve().parents[2] / "config" / "units" / "panel"


def run(folder: Path) -> Path:
    """Write weston's settings under the unit's umask; return where."""
    environment = {"PATH": os.environ["PATH"], "KEEPER_HOME": str(folder), "KEEPER_DRM": str(folder)}
    environment |= {"KEEPER_DATA": str(PANEL.parent), "DISPLAY_RUN": str(folder)}
    subprocess.run(["sh", "-c", 'umask 077; exec sh "$0"', str(PANEL)], env=environment, check=True)
    return folder / "weston.ini"


@pytest.mark.parametrize(
    ("mode", "wanted", "turn"),
    [
        ("1920x1080", "portrait", "rotate-90"),
        ("1080x1920", "portrait", "normal"),
        ("1920x1080", "landscape", "normal"),
        ("1080x1920", "landscape", "rotate-90"),
        ("1920x1080i", "", "rotate-90"),
    ],
)
def test_the_panel_is_turned_as_its_settings_say(tmp_path: Path, mode: str, wanted: str, turn: str):
    for name, modes in (("card0-HDMI-A-1", f"{mode}\n800x600\n"), ("card0-DP-1", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "modes").write_text(modes)
    text = f'[panel]\ndiagonal_inch = 21.5\norientation = "{wanted}"\n' if wanted else "[centre]\n"
    (tmp_path / "station.toml").write_text(text)
    written = run(tmp_path).read_text("utf-8")
    assert written.startswith(PANEL.with_name("weston.ini").read_text("utf-8"))
    assert written.endswith(f"\n[output]\nname=HDMI-A-1\ntransform={turn}\n")
    assert "DP-1" not in written


def test_the_compositor_can_read_them_under_the_units_umask(tmp_path: Path):
    """`UMask=` of a unit holds for what it runs before, too."""
    assert run(tmp_path).stat().st_mode & 0o777 == 0o644
