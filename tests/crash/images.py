"""The disks a power cut may leave behind.

The model, at any moment between two operations of a program:

- What a file held when it was last synced is there. Of what was written since, every 512-byte sector holds, on its
  own, the state of any moment since that sync: so writes are torn, reordered and lost, but one sector is whole.
- The length of a file is that of any moment since its last sync, whatever became of the bytes: a longer file may
  hold zeros, and a file that was cut may still be long.
- The names in a folder are those of its last sync, and any of the changes since: of each step (a creation, a
  removal, a rename, which is one step) it is open whether it happened, in half of the images in the order of the
  program as a journal (ext4, data=ordered) keeps it, in the other half in any choice at all, each folder for itself.
- Syncing a file does not sync its name; syncing a folder does not sync its own name in the folder above.

This is worse than ext4 and XFS are, which bring everything before an fsync to the disk along with it, and as bad as
POSIX allows, except that sectors are not damaged by writes to their neighbours (what SQLite calls powersafe
overwrite).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from tests.crash.trace import ROOT, Cut, Names, Said, Sync, Trace, Write

SECTOR = 512

Way = Literal["nothing", "everything", "journal", "anything"]
WAYS: tuple[Way, ...] = ("nothing", "everything", "journal", "journal", "anything", "anything", "anything")
"""What of the unsynced is on the disk, as often as it is tried."""


@dataclass(slots=True)
class Image:
    """One disk: files, folders (None) and links by path. ``said`` counts the lines said before the cut."""

    number: int
    cut: int
    way: Way
    said: int
    files: dict[str, bytes | None] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Put it into an empty folder."""
        for path, data in self.files.items():
            if data is None:
                (folder / path).mkdir()
            else:
                (folder / path).write_bytes(data)
        for path, leads in self.links.items():
            (folder / path).symlink_to(leads)


def images(trace: Trace, count: int, seed: int) -> Iterator[Image]:
    """Yield so many images of cuts at random moments, in the order of the program."""
    random = Random(f"{seed}")
    cuts = sorted(random.randrange(len(trace.operations) + 1) for _ in range(count))
    disk = _Disk(trace)
    done = 0
    for number, cut in enumerate(cuts):
        while done < cut:
            disk.take(trace.operations[done])
            done += 1
        # Of its own seed, so that one image can be made again without all the others.
        yield disk.image(number, cut, Random(f"{seed} {number}"))


@dataclass(slots=True)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    since: list[Write | Cut] = field(default_factory=list)

    def sync(self) -> None:
        for step in self.since:
            _apply(self.synced, step)
        self.since.clear()

    def left(self, way: Way, random: Random) -> bytes:
        if way == "nothing" or not self.since:
            return bytes(self.synced)
        if way == "everything":
            whole = bytearray(self.synced)
            for step in self.since:
                _apply(whole, step)
            return bytes(whole)
        return self._torn(random)

    def _torn(self, random: Random) -> bytes:
        kept, torn = random.choice((0.1, 0.5, 0.9)), random.choice((0.0, 0.3, 1.0))
        newest: dict[int, int] = {}  # of each sector, the last write that reached it
        for at, step in enumerate(self.since):
            if isinstance(step, Write):
                in_parts = random.random() < torn
                whole = random.random() < kept
                for sector in _sectors(step):
                    if random.random() < kept if in_parts else whole:
                        newest[sector] = at
        length_of = random.randrange(-1, len(self.since))
        found, length = bytearray(self.synced), len(self.synced)
        for at, step in enumerate(self.since):
            if isinstance(step, Cut):
                if at <= length_of:
                    _apply(found, step)
                    length = step.size
                continue
            if at <= length_of:
                length = max(length, step.offset + len(step.data))
            for sector in _sectors(step):
                if at <= newest.get(sector, -1):
                    first = max(step.offset, sector * SECTOR)
                    last = min(step.offset + len(step.data), (sector + 1) * SECTOR)
                    _apply(found, Write(step.node, first, step.data[first - step.offset : last - step.offset]))
        _apply(found, Cut(0, length))
        return bytes(found)


@dataclass(slots=True)
class _Folder:
    synced: dict[str, int] = field(default_factory=dict)
    since: list[tuple[int, Names]] = field(default_factory=list)

    def sync(self) -> None:
        self.synced = self.left([names for _, names in self.since])
        self.since.clear()

    def left(self, steps: list[Names]) -> dict[str, int]:
        found = dict(self.synced)
        for step in steps:
            for name, node in step.names.items():
                if node is None:
                    found.pop(name, None)
                else:
                    found[name] = node
        return found


class _Disk:
    """Every file and folder as synced, and what was done to it since."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._files = {node: _File() for node, kind in trace.kinds.items() if kind == "file"}
        self._folders = {node: _Folder() for node, kind in trace.kinds.items() if kind == "folder"}
        self._step = 0
        self._said = 0
        for operation in trace.before:
            self.take(operation)

    def take(self, operation: Write | Cut | Sync | Names | Said) -> None:
        self._step += 1
        match operation:
            case Write(node) | Cut(node):
                self._files[node].since.append(operation)
            case Sync(node):
                (self._files.get(node) or self._folders[node]).sync()
            case Names(folder):
                self._folders[folder].since.append((self._step, operation))
            case Said():
                self._said += 1

    def image(self, number: int, cut: int, random: Random) -> Image:
        way = random.choice(WAYS)
        image = Image(number, cut, way, self._said)
        steps = [step for folder in self._folders.values() for step, _ in folder.since]
        until = random.choice([0, *steps])  # how far a journal came
        share = random.choice((0.1, 0.5, 0.9))

        def happened(step: int) -> bool:
            match way:
                case "journal":
                    return step <= until
                case "anything":
                    return random.random() < share
            return way == "everything"

        def fill(folder: _Folder, path: str) -> None:
            names = folder.left([names for step, names in folder.since if happened(step)])
            for name, node in names.items():
                below = f"{path}{name}"
                match self._trace.kinds[node]:
                    case "folder":
                        image.files[below] = None
                        fill(self._folders[node], below + "/")
                    case "file":
                        image.files[below] = self._files[node].left(way, random)
                    case "link":
                        image.links[below] = self._trace.leads[node]

        fill(self._folders[ROOT], "")
        return image


def _sectors(step: Write) -> range:
    return range(step.offset // SECTOR, (step.offset + len(step.data) - 1) // SECTOR + 1)


def _apply(data: bytearray, step: Write | Cut) -> None:
    if isinstance(step, Cut):
        del data[step.size :]
        data.extend(bytes(step.size - len(data)))
    elif step.data:
        data.extend(bytes(max(0, step.offset - len(data))))
        data[step.offset : step.offset + len(step.data)] = step.data
