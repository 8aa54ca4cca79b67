"""Drafts as items: everything that is wrong with a draft is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from kiosk.domain.content import Item
from kiosk.domain.kinds import CONTENT
from kiosk.domain.records import Record, encode, to_record
from sync.centre.editing.parts import parts_of, required_of
from sync.centre.editing.problems import Draft, Problem
from sync.centre.taking import RECORD_MAX

PUBLIC_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
"""What a record may be called (docs/protocol.md 5.1)."""
_AT = re.compile(r"(?P<said>.*) - at `\$(?P<path>[^`]*)`", re.DOTALL)
_NAMED = re.compile(r"(?P<name>[a-z_]+)(?: (?P<number>\d+))?: (?P<said>.*)", re.DOTALL)


def built(draft: Draft) -> tuple[Item | None, list[Problem]]:
    """Return the item that a draft makes, or None with everything that is wrong with it."""
    problems = [*_wrong_parts(draft)]
    if not problems:
        problems = [*_wrong_sums(draft)]
    if problems:
        return None, problems
    item = msgspec.convert(draft.record, CONTENT[draft.kind])
    size = len(encode(to_record(item)))
    if size > RECORD_MAX:
        return None, [draft.problem("too-large", f"{size} bytes; {RECORD_MAX} are allowed")]
    return item, []


def _wrong_parts(draft: Draft) -> Iterator[Problem]:
    """Yield what is missing and what is wrong by itself, whatever the rest says."""
    kind: Any = CONTENT[draft.kind]
    for name in required_of(kind):
        if draft.record.get(name) in (None, ""):
            yield draft.problem("missing", f"$.{name}: missing")
    identity = draft.id
    if identity and not PUBLIC_ID.fullmatch(identity):
        yield draft.problem("bad-id", "$.id: letters, digits and . _ : - only, a letter or digit first", "$.id")
    for name, value in draft.record.items():
        if value == "" and name in required_of(kind):
            continue
        try:
            msgspec.convert(value, parts_of(kind)[name])
        except msgspec.ValidationError as problem:
            yield _told(draft, name, str(problem))


def _told(draft: Draft, name: str, said: str) -> Problem:
    found = _AT.fullmatch(said)
    path = f"$.{name}{found['path'] if found else ''}"
    words = found["said"] if found else said
    if "`datum`" in words:
        return draft.problem("point-without-datum", f"{path}: a point needs its datum: wgs84, gcj02 or bd09", path)
    return draft.problem("schema", f"{path}: {words}", path)


def _wrong_sums(draft: Draft) -> Iterator[Problem]:
    """Yield what an item says against itself: one rule after the other, each found part put out of the way."""
    kind: Any = CONTENT[draft.kind]
    record, told = dict(draft.record), set[str]()
    while True:
        try:
            msgspec.convert(record, kind)
            return
        except msgspec.ValidationError as problem:
            said = str(problem)
        found = _NAMED.fullmatch(said)
        if found is None or found["name"] not in parts_of(kind):
            yield draft.problem("schema", said)
            return
        name = found["name"]
        if name in told:
            return
        told.add(name)
        path = f"$.{name}[{int(found['number']) - 1}]" if found["number"] else f"$.{name}"
        yield draft.problem("schema", f"{path}: {found['said']}", path)
        if not _put_aside(record, name, kind):
            return


def _put_aside(record: Record, name: str, kind: Any) -> bool:
    """Let a field that is wrong be no trouble to the rules after it, if that can be."""
    if name not in required_of(kind):
        record.pop(name, None)
        return True
    record[name] = "x"
    return parts_of(kind)[name] is str
