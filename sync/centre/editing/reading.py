"""Reading what editors of content wrote: files and folders, each item of them whole, and everything that is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.content import ContentKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.records import Record, to_record
from sync.centre.editing.building import built
from sync.centre.editing.problems import Draft, Drafts, Level, Problem, Written
from sync.centre.editing.sheets import drafts_in_workbook
from sync.centre.editing.yaml_text import drafts_in_yaml
from sync.centre.sources.row import NotPostings
from sync.centre.sources.whole import is_text, text_in, whole_bytes

SIZE_MAX = 2 * 1024 * 1024
"""Bytes of a file: some thousand items, more than anybody keeps by hand."""
ENDINGS = (".yaml", ".yml", ".xlsx")
ZIP = b"PK\x03\x04"

Change = Callable[[Draft], Draft]


@dataclass(slots=True)
class Content:
    """What was written: the whole set of each kind that a file is of, and what is wrong."""

    sets: dict[ContentKind, list[Written]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many problems keep everything out."""
        return sum(problem.level is Level.ERROR for problem in self.problems)

    def records(self) -> dict[ContentKind, list[Record]]:
        """Return the items as records."""
        return {kind: [to_record(one.item) for one in written] for kind, written in self.sets.items()}

    def ids(self, kind: ContentKind) -> set[str] | None:
        """Return the ids of what was written of a kind, None if no file is of it."""
        return {one.item.id for one in self.sets[kind]} if kind in self.sets else None


def read_content(paths: Sequence[Path], change: Change = lambda draft: draft) -> Content:
    """Return what is in files and folders; ``change`` may alter each item before it is looked at.

    Raises PlaceError if a path cannot be read, or a folder holds no such file.
    """
    found = Drafts()
    for file in _files(paths):
        inside = _drafts_in(file)
        found.kinds += inside.kinds
        found.drafts += inside.drafts
        found.problems += inside.problems
    content = Content({kind: [] for kind in found.kinds}, found.problems)
    named: dict[ContentKind, dict[str, str]] = defaultdict(dict)
    for draft in map(change, found.drafts):
        item, problems = built(draft)
        content.problems += problems
        earlier = named[draft.kind].setdefault(draft.id, draft.where)
        if draft.id and earlier != draft.where:
            content.problems.append(draft.problem("id-twice", f"$.id: the same as of {earlier}", "$.id"))
        elif item is not None:
            content.sets[draft.kind].append(Written(item, draft))
    return content


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(
            file for file in path.iterdir() if file.suffix.lower() in ENDINGS and not file.name.startswith((".", "~$"))
        )
        if not inside:
            raise PlaceError(f"{path}: no content is in it (files that end with {', '.join(ENDINGS)})")
        yield from inside


def _drafts_in(file: Path) -> Drafts:
    data = whole_bytes(file, SIZE_MAX, "content that somebody wrote")
    if not data.startswith(ZIP):
        if not is_text(data):
            raise PlaceError(f"{file}: neither YAML nor an .xlsx workbook")
        return drafts_in_yaml(text_in(data), file)
    try:
        return drafts_in_workbook(file)
    except NotPostings as problem:
        raise PlaceError(f"{file}: {problem}") from problem
