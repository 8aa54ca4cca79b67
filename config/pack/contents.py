"""What goes into the self-contained folder, and what is left out; `kiosk.spec` hands it to PyInstaller."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

PACK = Path(__file__).resolve().parent
ROOT = PACK.parents[1]

PROGRAMS = ("kiosk", "sync", "kiosk.voice", "kiosk.printing", "kiosk.ui.pinyin_engine", "kiosk.app.probe")
"""Everything that `kiosk.programs.command` starts by name: no import leads to them. The centre is not among them."""
NAMED = ("pyttsx3.drivers.espeak",)
"""Modules that a library loads by name."""
LEFT_OUT = (
    "IPython", "PyInstaller", "curses", "doctest", "pdb", "pip", "pkg_resources", "pytest", "readline", "setuptools",
    "tkinter", "unittest", "markdown_it", "numpy.f2py", "numpy.testing", "pygments", "zstandard._cffi",
    "zstandard.backend_cffi", "PIL._avif", "PIL._imagingcms", "PIL._imagingtk", "PIL._webp",
    "PIL.ImageQt", "PIL.ImageTk",
)  # fmt: skip
"""Modules that a library names and no program of ours gets to."""

FOLDERS = ("assets/fonts", "assets/icons", "assets/words", "kiosk/ui/qml")
FILES = ("assets/starter/starter.toml", "config/station.toml")
"""Our own files that are read at run time. Of the starter content only what `kiosk demo` calls its station."""

QT = "PySide6/Qt"
QML = ("QtQml", "QtQml/Models", "QtQml/WorkerScript", "QtQuick", "QtQuick/Shapes", "QtQuick/Window")
PLUGINS = (
    "multimedia/libffmpegmediaplugin.so",
    "platforms/libqoffscreen.so",
    "platforms/libqwayland.so",
    "platforms/libqxcb.so",
    "wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    "wayland-shell-integration/libxdg-shell.so",
)
_NOT_RUN = (".pyi", ".qmltypes", ".typed")

Entry = tuple[str, str, str]
"""Where a file comes to lie, where it is, and what kind it is."""


def modules() -> list[str]:
    """Return the modules that no import leads to."""
    mains = [f"{name}.__main__" for name in PROGRAMS if (ROOT / name.replace(".", "/")).is_dir()]
    return [*PROGRAMS, *mains, *NAMED]


def files() -> list[tuple[str, str]]:
    """Return our own files that are read at run time, and the folders they come to lie in."""
    folders = [(str(ROOT / folder), folder) for folder in FOLDERS]
    return folders + [(str(ROOT / file), str(PurePosixPath(file).parent)) for file in FILES]


def kept(binaries: Iterable[Entry], datas: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return what stays of what was collected. There are no links: a program finds its own libraries by its paths."""
    first = [entry for entry in binaries if _is_wanted(entry)]
    return _reached(first), [entry for entry in datas if _is_wanted(entry)]


def _is_wanted(entry: Entry) -> bool:
    place, kind = PurePosixPath(entry[0]), entry[2]
    if kind == "SYMLINK" or place.suffix in _NOT_RUN:
        return False
    if place.parts[0] == "stdnum" or place.parts[0].endswith(".dist-info"):
        return False
    if place.is_relative_to(f"{QT}/plugins"):
        return str(place.relative_to(f"{QT}/plugins")) in PLUGINS
    return not place.is_relative_to(QT) or place.parts[2] in ("lib", "qml")


def _reached(binaries: list[Entry]) -> list[Entry]:
    """Return programs and plugins, and of the libraries those that one of them asks for, directly or not."""
    from PyInstaller.depend import bindepend

    by_name = {PurePosixPath(entry[0]).name: entry for entry in binaries}
    ahead = [entry for entry in binaries if not _is_library(entry)]
    reached = {entry[0] for entry in ahead}
    while ahead:
        for name, _ in bindepend.get_imports(ahead.pop()[1]):
            entry = by_name.get(PurePosixPath(name).name)
            if entry and entry[0] not in reached:
                reached.add(entry[0])
                ahead.append(entry)
    return [entry for entry in binaries if entry[0] in reached]


def _is_library(entry: Entry) -> bool:
    place = PurePosixPath(entry[0])
    if place.name.startswith("libpython"):  # opened by the program's loader
        return False
    return place.name.startswith("lib") and (place.parent.name in ("", "lib") or place.parent.name.endswith(".libs"))
