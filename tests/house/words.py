"""The Chinese words that the station can say, as they stand in its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QML = ROOT / "kiosk" / "ui" / "qml"
SPEAKING = ("domain", "service", "ui")
"""Packages whose texts reach the screen."""
OTHERWISE = ("domain/synonyms.py", "domain/words.py", "domain/place.py")
"""Modules whose Chinese is not said to anybody."""
_MARKS = ("、", "，", "“{words}”")
_HAN = re.compile("[\u4e00-\u9fff]")
_QSTR = re.compile(r'qsTr\("((?:[^"\\]|\\.)*)"\)')
_ESCAPES = {"\\n": "\n", '\\"': '"', "\\\\": "\\"}


def said() -> dict[str, str]:
    """Return every text that is said, and where it stands first."""
    found: dict[str, str] = {}
    for path in sorted(QML.rglob("*.qml")):
        for text in _QSTR.findall(path.read_text("utf-8")):
            plain = re.sub(r'\\[n"\\]', lambda hit: _ESCAPES[hit[0]], text)
            found.setdefault(plain, path.name)
    for package in SPEAKING:
        for path in sorted((ROOT / "kiosk" / package).rglob("*.py")):
            if path.relative_to(ROOT / "kiosk").as_posix() not in OTHERWISE:
                for text in _texts(path):
                    found.setdefault(text, path.name)
    return found


def _texts(path: Path) -> Iterator[str]:
    """Yield the texts with Chinese signs in a module, but for what explains it."""
    tree = ast.parse(path.read_text("utf-8"))
    explaining = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in explaining
            and (_HAN.search(node.value) or node.value in _MARKS)
        ):
            yield node.value
