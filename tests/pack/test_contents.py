"""The package's lists name everything a station needs at run time: what is left out shows here and not on a station."""

import ast
import re
from pathlib import Path

import pytest

from config.pack import contents
from config.pack.contents import ROOT

STATION = [
    *(ROOT / "kiosk").rglob("*.py"),
    *(ROOT / "sync" / "station").rglob("*.py"),
    *(ROOT / "sync" / "wire").rglob("*.py"),
]
OURS = re.compile(r"(?:kiosk|sync)(?:\.[a-z_]+)*")
CENTRE = "sync.centre"
CALLED_BY = ("command", "program")
INTERPRETER = re.compile(r"[\[(]\s*sys\.executable,(?! sys\.orig_argv)")
"""At the head of a command, but for a program that begins anew with its own words."""


def _started() -> set[str]:
    """Return the modules that are started by name: first words of `kiosk.programs.command`, as words or constants."""
    names = set()
    for path in STATION:
        tree = ast.parse(path.read_text("utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CALLED_BY
                and node.args
            ):
                first = node.args[0]
                said = first.value if isinstance(first, ast.Constant) else constants.get(getattr(first, "id", ""))
                if isinstance(said, str) and OURS.fullmatch(said):
                    names.add(said)
    return names


def test_every_program_that_is_started_by_name_is_packed_but_the_centre():
    started = _started()
    assert {"sync", "kiosk.voice", "kiosk.printing", "kiosk.ui.pinyin_engine", CENTRE} <= started
    assert started - {CENTRE} <= set(contents.PROGRAMS)
    assert CENTRE not in contents.PROGRAMS


def test_what_is_packed_can_be_run_by_its_name():
    for name in contents.PROGRAMS:
        place = ROOT / name.replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), name
        assert not place.is_dir() or f"{name}.__main__" in contents.modules()


def test_nothing_is_started_by_the_interpreter_behind_the_packages_back():
    started = {path.relative_to(ROOT).as_posix() for path in STATION if INTERPRETER.search(path.read_text("utf-8"))}
    assert started == {"kiosk/programs.py"}


def _imports() -> set[str]:
    said = r"^import ([A-Z][A-Za-z]+(?:\.[A-Z][A-Za-z]+)*)"
    files = (ROOT / "kiosk" / "ui" / "qml").rglob("*.qml")
    return {name for path in files for name in re.findall(said, path.read_text("utf-8"), re.MULTILINE)}


def test_every_qml_module_that_pages_import_is_packed():
    imports = _imports()
    assert "QtQuick" in imports
    ours = {name for name in imports if name.startswith("Kiosk.")}
    assert {name.replace(".", "/") for name in imports - ours} <= set(contents.QML)


def test_what_is_packed_of_qt_is_there():
    import PySide6

    qt = Path(PySide6.__file__).parent / "Qt"
    assert [name for name in contents.QML if not (qt / "qml" / name / "qmldir").is_file()] == []
    assert [name for name in contents.PLUGINS if not (qt / "plugins" / name).is_file()] == []


def test_every_asset_that_is_read_at_run_time_is_packed():
    used = set()
    for path in STATION:
        used |= set(re.findall(r'ASSETS / "([a-z]+)"', path.read_text("utf-8")))
    packed = {name.removeprefix("assets/") for name in contents.FOLDERS if name.startswith("assets/")}
    packed |= {Path(name).parts[1] for name in contents.FILES if name.startswith("assets/")}
    assert {"fonts", "icons", "words", "starter"} <= used
    assert used <= packed
    assert [name for name in (*contents.FOLDERS, *contents.FILES) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/Qt/plugins/platforms/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/qml/QtQuick/plugins.qmltypes", False),
        ("pypinyin/core.pyi", False),
        ("pypinyin/phrases_dict.json", True),
        ("assets/fonts/NotoSansSC-Bold.ttf", True),
    ],
)
def test_what_no_station_reads_is_left_out(name: str, kept: bool):
    _, datas = contents.kept([], [(name, "/somewhere", "DATA")])
    assert bool(datas) is kept
