"""What technicians read is true: its sizes, its commands, its keys and its sentences are those of the programs."""

from __future__ import annotations

import ast
import os
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import click
import msgspec
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine

import kiosk.domain.errors
from kiosk.app.commands import program as kiosk_words
from kiosk.service import helping
from kiosk.service.mounting import SEATED_MM, SHARES, STANDING_MM, has_room, height_mm, top_reach_mm
from kiosk.settings import ASSETS, PanelSettings, parse
from kiosk.station.provision_told import read_told
from sync.__main__ import program as sync_words
from sync.centre.cli import cli as centre_words
from sync.centre.fleet_words import FAULTS, STATES
from tests.house.words import QML, ROOT, _texts, said
from tests.ui.test_panels import PANELS, TOO_HIGH_TO_SIT_AT

DOCS = ROOT / "docs" / "technician"
PROGRAMS = {"kiosk": kiosk_words, "kiosk-sync": sync_words, "kiosk-centre": centre_words}
EXPLAINED = ("kiosk/service/checking.py", "kiosk/service/machine.py", "kiosk/service/touching.py")
"""Modules of which every sentence is explained."""
SPEAKING = ("kiosk/app", "kiosk/station")
"""What says something to technicians besides the screen."""
SIZES, HEIGHTS, WAYS = (21.5, 24, 27, 32), (700, 750, 800, 850), {"portrait": "竖屏", "landscape": "横屏"}
HAN = re.compile("[\u4e00-\u9fff]")
GAP = re.compile(r"%\d|\{[^{}]*\}")


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def all_docs() -> str:
    return "\n".join(text(path.name) for path in sorted(DOCS.glob("*.md")))


# --- sizes


def rows() -> Iterator[str]:
    for way, name in WAYS.items():
        for inch in SIZES:
            for edge in HEIGHTS:
                panel = PanelSettings(diagonal_inch=inch, lower_edge_mm=edge, orientation=way)
                top = edge + height_mm(panel)
                cells = [f"{inch:g} 寸{name}", str(edge), f"{top:.0f}"]
                for reach in (STANDING_MM, SEATED_MM):
                    mark = "够得着" if has_room(panel, reach) else "**不行**"
                    cells.append(f"{min(top, reach):.0f}，{mark}")
                yield f"| {' | '.join(cells)} |"


def test_the_table_of_panels_is_what_the_screen_computes():
    assert [row for row in rows() if row not in text("panel.md").splitlines()] == []


@pytest.mark.parametrize("way", WAYS)
def test_the_computation_is_the_screens(way: str):
    application = QGuiApplication.instance() or QGuiApplication([])
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    source = 'import QtQuick\nimport "controls"\nItem { property real topReach: Theme.topReach; property real pxPerMm: '
    component.setData(f"{source}Theme.pxPerMm; property var theme: Theme }}".encode(), QUrl.fromLocalFile(f"{QML}/"))
    item = component.create()
    assert item is not None, component.errorString()
    theme = item.property("theme")
    wide, high = (1080, 1920) if way == "portrait" else (1920, 1080)
    theme.setProperty("panelWidth", wide)
    theme.setProperty("panelHeight", high)
    for inch in SIZES:
        for edge in HEIGHTS:
            for reach in (STANDING_MM, SEATED_MM):
                for name, value in (("diagonalInch", inch), ("lowerEdgeMm", edge), ("lowReach", reach == SEATED_MM)):
                    theme.setProperty(name, value)
                found = item.property("topReach") / item.property("pxPerMm")
                panel = PanelSettings(diagonal_inch=inch, lower_edge_mm=edge, orientation=way)
                assert found == pytest.approx(top_reach_mm(panel, reach), abs=0.5)
    del item, component, engine, application


@pytest.mark.parametrize("way", WAYS)
def test_what_is_said_to_be_in_reach_was_walked_through(way: str):
    """`tests/ui/test_panels.py` measures every page on these panels, and names those on which it does not fit."""

    def share(panel: PanelSettings, reach: int) -> float:
        hung = msgspec.structs.replace(panel, orientation=way)
        return 1 - top_reach_mm(hung, reach) / height_mm(hung)

    high_up = TOO_HIGH_TO_SIT_AT if way == "portrait" else set()
    walked = [share(panel, STANDING_MM) for panel in PANELS]
    walked += [share(panel, SEATED_MM) for panel in PANELS if panel not in high_up]
    assert SHARES[way] < min(walked) < SHARES[way] + 0.05
    assert all(share(panel, SEATED_MM) < SHARES[way] for panel in high_up)


# --- commands


def commands() -> Iterator[str]:
    """Yield what is typed: lines of blocks and words in line, but for other programs' words."""
    for path in sorted(DOCS.glob("*.md")):
        content = path.read_text("utf-8")
        blocks = re.findall(r"```(?:\w*)\n(.*?)```", content, re.DOTALL)
        lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
        inline = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", content, flags=re.DOTALL))
        for one in [*lines, *inline]:
            words = one.strip().removeprefix("sudo ").split("  #")[0].split(" | ")[0]
            if words.split(" ")[0] in PROGRAMS and not words.endswith(":"):
                yield words


def test_every_command_is_one():
    typed = list(commands())
    assert len(typed) > 20
    wrong = {line: fault for line in typed if (fault := mistyped(line))}
    assert wrong == {}


def mistyped(line: str) -> str:
    """Return what of a command no program knows, or nothing."""
    first, *words = shlex.split(line)
    command: click.Command = PROGRAMS[first]
    while words:
        word = words.pop(0)
        if word.startswith("-"):
            name, _, value = word.partition("=")
            option = next((one for one in command.params if name in (*one.opts, *one.secondary_opts)), None)
            if option is None:
                return "" if name in ("--help", "--version") else f"{command.name} has no {name}"
            if not value and isinstance(option, click.Option) and not option.is_flag and words:
                words.pop(0)
        elif isinstance(command, click.Group):
            meant = command.get_command(click.Context(command), word)
            if meant is None:
                return f"{command.name} has no word {word}"
            command = meant
        elif not any(isinstance(one, click.Argument) for one in command.params):
            return f"{command.name} takes no {word}"
    return ""


@pytest.mark.parametrize("word", ["provision", "doctor", "poster"])
def test_every_word_a_technician_needs_is_explained(word: str):
    assert f"kiosk {word}" in all_docs()


def test_the_examples_of_settings_are_settings():
    examples = re.findall(r"```toml\n(.*?)```", all_docs(), re.DOTALL)
    assert examples
    for example in examples:
        if "[provision]" in example:
            told = read_told(example, "the example")
            assert told.token and told.pin
        else:
            parse(f"[centre]\nurl = ''\n{example}", "the example")


# --- sentences


@cache
def shown() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return what is shown somewhere as it stands, and what has something put in, with gaps."""
    texts = {*said(), *STATES.values(), *(chinese for _, chinese in FAULTS.values())}
    for folder in SPEAKING:
        for path in (ROOT / folder).rglob("*.py"):
            texts |= {*_texts(path), *_joined(path)}
    texts |= {line for words in texts for line in (words.replace("\n", ""), words.strip(), *words.split("\n"))}
    gapped = {words for words in texts if GAP.search(words) and HAN.search(words)}
    return frozenset(texts - gapped), tuple(re.compile(_pattern(words)) for words in gapped)


def is_shown(words: str) -> bool:
    whole, gapped = shown()
    return words in whole or any(one.fullmatch(words) for one in gapped)


def _pattern(words: str) -> str:
    return ".+?".join(re.escape(part) for part in GAP.split(words))


def _joined(path: Path) -> Iterator[str]:
    """Yield the texts of a module that are put together from parts."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield from _sentences(node)


def test_every_key_that_is_named_is_on_a_screen():
    named = set(re.findall("“([^“”]+)”", all_docs()))
    named |= {key for line in poster_lines() for key in re.findall("“([^“”]+)”", line)}
    assert len(named) > 30
    assert {name for name in named if not is_shown(name)} == set()


def poster_lines() -> list[str]:
    lines = [*helping.steps(), *helping.tips(), *helping.ways(spoken=True)]
    words = helping.poster_words()
    return [part for line in lines for part in (line.title, line.note)] + [
        getattr(words, name) for name in words.__slots__
    ]


def test_every_icon_of_the_help_is_there():
    lines = [*helping.steps(), *helping.tips(), *helping.ways(spoken=True)]
    assert [line.icon for line in lines if not (ASSETS / "icons" / f"{line.icon}.svg").exists()] == []


@pytest.mark.parametrize("module", EXPLAINED)
def test_every_sentence_of_the_self_test_is_explained(module: str):
    explained = text("sentences.md")
    missing = [words for words in _texts(ROOT / module) if not re.search(_pattern(words), explained)]
    assert missing == []


@pytest.mark.parametrize("words", [*(chinese for _, chinese in FAULTS.values()), *STATES.values()])
def test_everything_the_centre_lists_is_explained(words: str):
    assert words in text("sentences.md").partition("## 中心的清单")[2]


def errors() -> list[re.Pattern[str]]:
    """Return the sentences of all foreseen errors."""
    families = {name for name, one in vars(kiosk.domain.errors).items() if isinstance(one, type)}
    raised = re.compile(rf"\b(?:{'|'.join(families)})\(")
    sources = (path.read_text("utf-8") for folder in ("kiosk", "sync") for path in (ROOT / folder).rglob("*.py"))
    calls = (node for one in sources if raised.search(one) for node in ast.walk(ast.parse(one)))
    found = [
        sentence
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in families and node.args
        for sentence in _sentences(node.args[0])
    ]
    return [re.compile(_pattern(one)) for one in found]


def _sentences(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_sentences(node.body), *_sentences(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _sentences(value)


def test_every_english_sentence_that_is_explained_is_one_of_the_programs():
    quoted = re.findall(r"^\| `([^`]+)` \|", text("sentences.md"), re.MULTILINE)
    assert len(quoted) > 20
    known = errors()
    assert [one for one in quoted if not any(each.fullmatch(one) for each in known)] == []


# --- the folder


def test_no_file_is_missing_from_the_index():
    linked = set(re.findall(r"\]\(([^)#]+)\)", text("README.md")))
    assert {path.name for path in DOCS.iterdir()} - {"README.md"} - linked == set()


def test_no_link_leads_nowhere():
    for path in DOCS.glob("*.md"):
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
        assert [link for link in links if not (DOCS / link).exists()] == [], path.name


def test_pictures_are_small():
    assert {path.name for path in DOCS.glob("*.png") if path.stat().st_size > 200_000} == set()
