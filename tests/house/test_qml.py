"""QML is code: linted with the types of its bridge objects, and its texts can never be more than text."""

import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sysconfig.get_path("scripts"))
QML = ROOT / "kiosk" / "ui" / "qml"
BRIDGE = ROOT / "kiosk" / "ui" / "bridge"

# Ready-made controls draw their `text` as rich text. A posting with `<img` in it then fetches an
# address, or ends the program.
RICH = (
    "Button|RoundButton|ToolButton|TabButton|DelayButton|CheckBox|RadioButton|Switch|GroupBox|ToolTip|Dialog|"
    "ItemDelegate|SwipeDelegate|CheckDelegate|RadioDelegate|SwitchDelegate|MenuItem|MenuBarItem"
)
ELEMENT = re.compile(r"^@QmlElement\nclass (\w+)", re.MULTILINE)
LEAVES = (
    r"\bQt\s*\.\s*openUrlExternally\b",
    r"\bXMLHttpRequest\b",
    r"https?://",
    r"\bToolTip\s*\.\s*text\b",
    r"\btextFormat\s*:(?!\s*Text(?:Edit)?\.PlainText\b)",
    r"\b(?:MarkdownText|RichText|StyledText|AutoText)\b",
)


def run(program: str, *words: str | Path) -> None:
    done = subprocess.run([SCRIPTS / program, *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{program}:\n{done.stdout}{done.stderr}"


def qml_files() -> list[Path]:
    files = sorted(QML.rglob("*.qml"))
    assert files, f"no QML in {QML}"
    return files


def test_qmllint_knows_every_name(tmp_path: Path):
    bridge = sorted(BRIDGE.rglob("*.py"))
    assert bridge, f"no bridge objects in {BRIDGE}"
    module = tmp_path / "Kiosk" / "Bridge"
    module.mkdir(parents=True)
    run("pyside6-metaobjectdump", "-o", tmp_path / "bridge.json", *bridge)
    run(
        "pyside6-qmltyperegistrar",
        *("--generate-qmltypes", module / "bridge.qmltypes", "-o", tmp_path / "unused.cpp"),
        *("--import-name", "Kiosk.Bridge", "--major-version", "1", tmp_path / "bridge.json"),
    )
    (module / "qmldir").write_text("module Kiosk.Bridge\ntypeinfo bridge.qmltypes\ndepends QtQuick\n")
    # Absolute paths: with relative ones qmllint does not find singletons in their qmldir.
    run("pyside6-qmllint", "-I", QML, "-I", tmp_path, "--max-warnings", "0", *qml_files())


def test_every_text_is_plain_text():
    assert {fault for path in qml_files() for fault in rich_texts(path)} == set()


def test_nothing_leads_out_of_the_screen():
    faults = set()
    for path in qml_files():
        code = without_comments(path.read_text("utf-8"))
        faults |= {
            f"{where(path, code, hit.start())}: {hit[0]}" for leave in LEAVES for hit in re.finditer(leave, code)
        }
    assert faults == set()


def test_no_page_makes_an_object_of_a_class_of_ours():
    """PySide keeps the Python side of every one (docs/decisions/0031): the screen would grow with each visit."""
    ours = "|".join(name for path in BRIDGE.glob("*.py") for name in ELEMENT.findall(path.read_text("utf-8")))
    assert "Station" in ours
    made = re.compile(rf"(?<![\w.])(?:{ours})\s*\{{")
    codes = {path: without_strings(without_comments(path.read_text("utf-8"))) for path in qml_files()}
    assert {where(path, code, hit.start()) for path, code in codes.items() for hit in made.finditer(code)} == set()


def rich_texts(path: Path) -> Iterator[str]:
    """Name each element that shows words and does not itself say they are plain (or draw them in our way)."""
    code = without_strings(without_comments(path.read_text("utf-8")))
    for element, proof in ((r"Text|Label", r"\btextFormat\s*:\s*Text\.PlainText\b"), (RICH, r"\bcontentItem\s*:")):
        for hit in re.finditer(rf"(?<![\w.])(?:[A-Z]\w*\.)?(?:{element})\s*(?=\{{)", code):
            if not re.search(proof, own_lines(code, hit.end())):
                yield f"{where(path, code, hit.start())}: {hit[0].strip()}"


def own_lines(code: str, opening: int) -> str:
    """Return what stands between the brace at ``opening`` and its partner, without what is in inner braces."""
    depth, own = 0, []
    for sign in code[opening:]:
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            break
        if depth == 1:
            own.append(sign)
    return "".join(own)


STRINGS = r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""


def without_comments(code: str) -> str:
    def blank(part: re.Match[str]) -> str:
        return part[0] if part[1] else re.sub(r"[^\n]", " ", part[0])

    return re.sub(rf"({STRINGS})|//[^\n]*|/\*.*?\*/", blank, code, flags=re.DOTALL)


def without_strings(code: str) -> str:
    return re.sub(STRINGS, lambda part: re.sub(r"[^\n]", " ", part[0]), code)


def where(path: Path, code: str, at: int) -> str:
    return f"{path.relative_to(ROOT)}:{code.count(chr(10), 0, at) + 1}"
