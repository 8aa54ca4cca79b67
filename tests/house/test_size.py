"""No file is too long to be read in one go."""

from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400


def test_no_file_is_too_long():
    files = [
        path
        for path in chain((ROOT / "kiosk").rglob("*"), (ROOT / "sync").rglob("*"))
        if path.suffix in {".py", ".qml", ".js"}
    ]
    assert files, "no code found"
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
