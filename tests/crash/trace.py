"""What a program did to the files of a folder, in order and with every byte, as strace saw it.

The program is the real one with the real SQLite: nothing stands between it and the kernel. Files and folders are
known by number, not by name, so that a name may be given away and taken again as often as it pleases. Memory shared
through ``-shm`` files is no content (SQLite makes it anew) and is left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

CALLS = (
    "openat,open,creat,close,write,writev,pwrite64,pwritev,pwritev2,lseek,ftruncate,truncate,fallocate,"
    "fsync,fdatasync,sync,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,"
    "rmdir,dup,dup2,dup3,copy_file_range,sendfile,chdir,clone,clone3,fork,vfork"
)
CHECKOUT = Path(__file__).resolve().parents[2]
ROOT = 0
"""The number of the folder watched."""


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes put into a file."""

    node: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file made this long."""

    node: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A file or a folder brought to the disk."""

    node: int


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one folder changed in one step: each to a number, or to None where it is gone."""

    folder: int
    names: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """A line the program said to the world."""

    text: str


Operation = Write | Cut | Sync | Names | Said


@dataclass(slots=True)
class Trace:
    """What was there before, and what was done. ``kinds`` says of each number what it is; ``leads`` where links go."""

    kinds: dict[int, Literal["file", "folder", "link"]] = field(default_factory=lambda: {ROOT: "folder"})
    leads: dict[int, str] = field(default_factory=dict)
    before: list[Operation] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)

    def said(self) -> list[str]:
        """Return every line the program said."""
        return [operation.text for operation in self.operations if isinstance(operation, Said)]

    def without_sync(self, name: str) -> Trace:
        """Return the same, as if files and folders of this name (a regular expression) had never been synced."""
        called = {
            node
            for operation in self.before + self.operations
            if isinstance(operation, Names)
            for each, node in operation.names.items()
            if node is not None and re.fullmatch(name, each)
        }
        rest = [step for step in self.operations if not (isinstance(step, Sync) and step.node in called)]
        return replace(self, operations=rest)


def why_not() -> str:
    """Return why no program can be watched here, or nothing."""
    try:
        tried = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True)
    except FileNotFoundError:
        return "strace is not installed"
    return "" if tried.returncode == 0 else f"strace may not watch a program here: {tried.stderr.strip()[:200]}"


def watch(module: str, words: Sequence[str], folder: Path, work: Path) -> Trace:
    """Run a Python module to its end and return what it did inside ``folder``; ``work`` takes strace's notes."""
    reading = _Reading(folder)
    notes = work / "strace.txt"
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-s", "4000000", "-e", f"trace={CALLS}", "-o", notes]
    run = subprocess.run(
        [*strace, sys.executable, "-m", module, *words],
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NO_PROXY": "*"},
    )
    if run.returncode:
        raise RuntimeError(f"{module} ended with {run.returncode}")
    with notes.open(encoding="ascii") as lines:
        reading.read(lines)
    notes.unlink()
    return reading.trace


_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")


@dataclass(slots=True)
class _Open:
    node: int | None
    at: int = 0
    append: bool = False


class _Reading:
    """Turns strace's lines into operations; knows which number every open file and every name stands for."""

    def __init__(self, folder: Path) -> None:
        self.trace = Trace()
        self._root = str(folder.absolute())
        self._names: dict[int, dict[str, int]] = {ROOT: {}}
        self._sizes: dict[int, int] = {}
        self._open: dict[int, _Open] = {}
        self._into: list[Operation] = self.trace.before
        self._said = b""
        self._look(ROOT, folder)
        self._into = self.trace.operations

    def read(self, lines: Iterable[str]) -> None:
        process = ""
        for line in lines:
            if "+++" in line or "---" in line:
                continue
            match = _LINE.match(line)
            if match is None:
                raise ValueError(f"strace wrote a line nobody understands: {line[:200]}")
            call, given, result = match[1], match[2].split(", "), int(match[3])
            process = process or line.split()[0]
            if line.split(maxsplit=1)[0] != process or call in ("fork", "vfork", "clone", "clone3"):
                raise ValueError("the program watched is more than one process or thread")
            if result >= 0:
                self._take(call, given, result)

    def _look(self, folder: int, path: Path) -> None:
        for entry in sorted(path.iterdir()):
            node = self._new("folder" if entry.is_dir() else "file", folder, entry.name)
            if entry.is_dir():
                self._look(node, entry)
            else:
                self._into.append(Write(node, 0, entry.read_bytes()))
                self._sizes[node] = entry.stat().st_size
            self._into.append(Sync(node))
        self._into.append(Sync(folder))

    def _new(self, kind: Literal["file", "folder", "link"], folder: int, name: str) -> int:
        node = len(self.trace.kinds)
        self.trace.kinds[node] = kind
        if kind == "folder":
            self._names[node] = {}
        self._sizes[node] = 0
        self._rename({name: node}, folder)
        return node

    def _rename(self, names: dict[str, int | None], folder: int) -> None:
        for name, node in names.items():
            if node is None:
                self._names[folder].pop(name, None)
            else:
                self._names[folder][name] = node
        self._into.append(Names(folder, names))

    def _take(self, call: str, given: list[str], result: int) -> None:
        match call:
            case "openat":
                self._opened(self._place(given[1], given[0]), given[2], result)
            case "open":
                self._opened(self._place(given[0]), given[1], result)
            case "close":
                self._open.pop(int(given[0]), None)
            case "write":
                self._written(int(given[0]), _bytes(given[1]), None)
            case "pwrite64":
                self._written(int(given[0]), _bytes(given[1]), int(given[3]))
            case "lseek":
                if int(given[0]) in self._open:
                    self._open[int(given[0])].at = result
            case "ftruncate":
                self._cut(self._node(given[0]), int(given[1]))
            case "fallocate":
                node = self._node(given[0])
                if node is not None:
                    self._cut(node, max(self._sizes[node], int(given[2]) + int(given[3])))
            case "fsync" | "fdatasync":
                node = self._node(given[0])
                if node is not None:
                    self._into.append(Sync(node))
            case "rename":
                self._moved(self._place(given[0]), self._place(given[1]))
            case "renameat" | "renameat2":
                self._moved(self._place(given[1], given[0]), self._place(given[3], given[2]))
            case "unlink" | "rmdir":
                self._gone(self._place(given[0]))
            case "unlinkat":
                self._gone(self._place(given[1], given[0]))
            case "mkdir":
                self._made("folder", self._place(given[0]))
            case "mkdirat":
                self._made("folder", self._place(given[1], given[0]))
            case "symlink":
                self._linked(given[0], self._place(given[1]))
            case "symlinkat":
                self._linked(given[0], self._place(given[2], given[1]))
            case _:
                self._unknown(call, given)

    def _unknown(self, call: str, given: list[str]) -> None:
        """Refuse what would be overlooked: a call that touches the folder in a way not foreseen here."""
        paths = [_bytes(part) for part in given if part.startswith('"')]
        if any(part.isdigit() and self._node(part) is not None for part in given) or any(
            path.startswith(os.fsencode(self._root)) for path in paths
        ):
            raise ValueError(f"the program watched called {call}({', '.join(given)[:100]})")

    def _node(self, descriptor: str) -> int | None:
        held = self._open.get(int(descriptor))
        return held.node if held else None

    def _place(self, path: str, at: str = "AT_FDCWD") -> tuple[int, str] | None:
        """Return folder and name of a path (``.`` for the folder watched itself), None if it lies elsewhere."""
        text = os.fsdecode(_bytes(path))
        folder = ROOT
        if not text.startswith("/"):
            base = None if at == "AT_FDCWD" else self._node(at)
            if base is None:
                return None
            folder, parts = base, text.split("/")
        elif text == self._root:
            return ROOT, "."
        elif text.startswith(self._root + "/"):
            parts = text[len(self._root) + 1 :].split("/")
        else:
            return None
        for part in parts[:-1]:
            inner = self._names[folder].get(part)
            if inner is None or self.trace.kinds[inner] != "folder":
                return None
            folder = inner
        return None if parts[-1].endswith("-shm") else (folder, parts[-1])

    def _opened(self, place: tuple[int, str] | None, flags: str, descriptor: int) -> None:
        node = None
        if place is not None:
            folder, name = place
            node = folder if name == "." else self._names[folder].get(name)
            if node is None:
                node = self._new("file", folder, name)
            elif self.trace.kinds[node] == "link":
                node = None  # only ever read through
            elif "O_TRUNC" in flags:
                self._cut(node, 0)
        self._open[descriptor] = _Open(node, append="O_APPEND" in flags)

    def _written(self, descriptor: int, data: bytes, offset: int | None) -> None:
        held = self._open.get(descriptor)
        if held is None and descriptor == 1:
            *lines, self._said = (self._said + data).split(b"\n")
            self._into += [Said(line.decode()) for line in lines]
        if held is None or held.node is None:
            return
        if offset is None:
            offset = self._sizes[held.node] if held.append else held.at
            held.at = offset + len(data)
        self._into.append(Write(held.node, offset, data))
        self._sizes[held.node] = max(self._sizes[held.node], offset + len(data))

    def _cut(self, node: int | None, size: int) -> None:
        if node is not None and self._sizes[node] != size:
            self._into.append(Cut(node, size))
            self._sizes[node] = size

    def _moved(self, source: tuple[int, str] | None, target: tuple[int, str] | None) -> None:
        if source is None and target is None:
            return
        if source is None or target is None:
            raise ValueError("a file was moved into the folder or out of it")
        node = self._names[source[0]][source[1]]
        if source[0] == target[0]:
            self._rename({source[1]: None, target[1]: node}, source[0])
        else:  # taken as two steps, which is worse than it is
            self._rename({target[1]: node}, target[0])
            self._rename({source[1]: None}, source[0])

    def _gone(self, place: tuple[int, str] | None) -> None:
        if place is not None:
            self._rename({place[1]: None}, place[0])

    def _made(self, kind: Literal["folder", "link"], place: tuple[int, str] | None) -> int | None:
        return None if place is None else self._new(kind, *place)

    def _linked(self, target: str, place: tuple[int, str] | None) -> None:
        node = self._made("link", place)
        if node is not None:
            self.trace.leads[node] = os.fsdecode(_bytes(target))


def _bytes(text: str) -> bytes:
    """Return what stands between quotes, every byte as ``\\xNN``."""
    if text.endswith("..."):
        raise ValueError("strace cut a string short")
    return bytes.fromhex(text.strip('"').replace("\\x", ""))
