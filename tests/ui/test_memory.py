"""What a core dump would hold: nothing of the people who used the screen, once they have left and it is wiped."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.memory import OVERWRITE, TUNABLES
from tests.ui.visits import CODE_ROW, SWAPPED, digits, letters, signs

VISITORS = 5
"""Each sends two things; `make crash-test` has a hundred."""
ROOT = Path(__file__).resolve().parents[2]
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw")

pytestmark = pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no /proc to read a process's memory from")


def writable_memory(process: int) -> Iterator[bytes]:
    """Yield what a core dump would hold: all of a process's own memory."""
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            if found := _MAPPING.match(line):
                start, end = (int(place, 16) for place in found.groups())
                memory.seek(start)
                try:
                    yield memory.read(end - start)
                except OSError:  # a mapping of a device
                    continue


def left_behind(visitor: int) -> list[bytes]:
    """Return what a visitor typed, in every way a program writes it."""
    number = "".join(map(str, digits(visitor)))
    texts = (number, f"{number[:3]} {number[3:7]} {number[7:]}", "".join(map(chr, signs(visitor))))
    texts = (*texts, "".join(map(chr, letters(visitor))))
    return [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-32-le")]


def code_left_behind(told: str) -> list[bytes]:
    """Return a row of a receipt's code as it is handed to the screen, and as it is drawn."""
    row = told.translate(SWAPPED)
    runs = [(run.start(), len(run[0])) for run in re.finditer("1+", row)]
    drawn = "".join(f"M{x} {CODE_ROW}h{wide}v1h-{wide}z" for x, wide in runs)
    return [text.encode(code) for text in (row, drawn) for code in ("utf-8", "utf-16-le", "utf-32-le")]


def test_nothing_of_anybody_is_in_memory_or_files_after_the_wipe(tmp_path: Path):
    visitors = int(os.environ.get("VISITORS", VISITORS))
    home = tmp_path / "station"
    words = [sys.executable, "-m", "tests.ui.visits", str(home), str(visitors)]
    env = {**os.environ, TUNABLES: OVERWRITE}
    with subprocess.Popen(words, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        wiped, *codes = child.stdout.readline().split()
        assert (wiped, len(set(codes))) == ("wiped", visitors)
        dump = list(writable_memory(child.pid))
        child.stdin.write(".")
        child.stdin.close()
        assert child.wait(60) == 0
    assert sum(map(len, dump)) > 50_000_000
    assert any("珍珠园社区就业驿站".encode("utf-16-le") in part for part in dump), "the dump holds what a screen says"
    files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    found = {
        (visitor, where)
        for visitor in range(visitors)
        for left in (*left_behind(visitor), *code_left_behind(codes[visitor]))
        for where, parts in (("memory", dump), ("files", files))
        if any(left in part for part in parts)
    }
    assert found == set()


def test_the_search_finds_what_is_in_a_process(tmp_path: Path):
    said = "".join(map(chr, signs(7)))
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; kept = sys.stdin.readline(); print('kept', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(said + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == "kept\n"
        assert any(left in part for part in writable_memory(child.pid) for left in left_behind(7))
        child.stdin.close()
