"""Postings to measure with: real ones taken in by the centre's own importer, resampled to as many as wanted.

A copy differs from its original in number, title, employer, place and a few characters of its texts: employers
change places, so that sorting by employer does not lay the copies side by side, and the characters keep a
compressor from finding the original again.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import zstandard

from kiosk.domain.clock import Clock, local_date
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import TITLE_MAX, Posting, posting_id
from kiosk.domain.records import decode, encode, to_record
from sync.centre.home import STARTER
from sync.centre.sources.reading import read_rows
from sync.centre.sources.row import Notes, Row, RowRefused, Said
from sync.centre.taking import parser
from sync.wire.pack import write_pack
from tests.bench.measure import ROOT, digest_of

REAL = ROOT.parent / "shared" / "data" / "postings" / "postings.jsonl.gz"
JITTER_DEG = 0.02
NOISE = 0.01
"""Part of the characters of a copy's texts that are exchanged; makes a copy as hard to compress as a real posting."""
SHARE = 0.01
UPDATED, INSERTED = 0.70, 0.15
"""Of the changed rows; the rest is withdrawn."""
PACK, PAGE = 10_000, 4_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the postings are: ``rows`` holds one record a line, ``changes`` what the second version brings."""

    rows: Path
    changes: Path
    count: int
    source: str
    bytes_a_row: float
    packed: dict[str, list[float]]
    """Bytes a row takes in a pack by employer and in a page of an API: of the real postings, and of these."""

    def records(self) -> Iterator[bytes]:
        """Yield every record of the first version as canonical JSON."""
        with self.rows.open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n")

    def first(self) -> tuple[int, str]:
        """Return rows and digest (`measure.digest_of`) of the first version."""
        return digest_of(self._titles().items())

    def second(self) -> tuple[int, str]:
        """Return rows and digest of the second version."""
        titles = self._titles()
        records, gone = self.changed()
        titles.update(_title(record) for record in records)
        for identity in gone:
            del titles[identity]
        return digest_of(titles.items())

    def _titles(self) -> dict[str, str]:
        return dict(_title(record) for record in self.records())

    def changed(self) -> tuple[list[bytes], list[str]]:
        """Return the records that are new or updated, and the ids of those withdrawn."""
        lines = self.changes.read_bytes().splitlines()
        return [line for line in lines if line.startswith(b"{")], [
            line.decode() for line in lines if not line.startswith(b"{")
        ]


def make(folder: Path, count: int, clock: Clock) -> Corpus:
    """Write ``count`` postings and the changes of one version to ``folder``; on one day they are made once."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, changes, about = folder / "rows.jsonl", folder / "changes.jsonl", folder / "about.json"
    last_day = local_date(clock.now()) + timedelta(days=90)
    made_from = f"{last_day} {NOISE} {JITTER_DEG} {SHARE}"
    if about.exists():
        said = json.loads(about.read_text("utf-8"))
        if said.pop("made_from") == made_from:
            return Corpus(rows, changes, **said)
    originals, source = _originals(clock, last_day)
    maker = _Maker(originals)
    size, here = _write(rows, (maker.posting(number) for number in range(count)))
    _, real = _write(folder / "originals.jsonl", iter(originals))
    packed = {name: [real[name], here[name]] for name in here}
    _write_changes(maker, changes, count)
    said = {"count": count, "source": source, "bytes_a_row": size / count, "packed": packed}
    about.write_text(json.dumps({"made_from": made_from} | said), "utf-8")
    return Corpus(rows, changes, **said)


def _write(path: Path, postings: Iterator[Posting]) -> tuple[int, dict[str, float]]:
    """Write one record a line; return their bytes, and what a record takes in a pack and in pages."""
    order: list[tuple[str, int, int]] = []
    at, last_page = 0, deque[int](maxlen=PAGE)
    with path.open("wb") as file:
        for posting in postings:
            record = encode(to_record(posting))
            order.append((posting.employer.name, at, len(record)))
            last_page.append(at)
            file.write(record + b"\n")
            at += len(record) + 1
    order.sort()
    packed = held = 0
    with path.open("rb") as file:
        for part in (0.0, 0.5, 1.0):
            start = round(max(0, len(order) - PACK) * part)
            records = []
            for _, where, length in order[start : start + PACK]:
                file.seek(where)
                records.append(decode(file.read(length)))
            packed += len(write_pack("posting", records))
            held += len(records)
        file.seek(last_page[0])
        page = file.read()
    return at - len(order), {
        "pack": packed / held,
        "page, gzip 6": len(zlib.compress(page, 6)) / len(last_page),
        "page, zstd 9": len(zstandard.compress(page, 9)) / len(last_page),
    }


def _title(record: bytes) -> tuple[str, str]:
    values = decode(record)
    return values["id"], values["title"]


def _originals(clock: Clock, last_day: date) -> tuple[list[Posting], str]:
    """Return real postings as the importer makes them, or the starter content, with words about which."""
    path, about = (
        (REAL, "real postings") if REAL.exists() else (STARTER / "postings.jsonl", "invented starter postings")
    )
    parse = parser(Said(now=clock.now(), datum=Datum.GCJ02, valid_until=last_day))
    found: dict[str, Posting] = {}
    refused: Counter[str] = Counter()
    for row in read_rows(path, lambda done: None, lambda kind: None):
        if not isinstance(row, Row):
            refused[row.reason] += 1
            continue
        try:
            made = parse(row, Notes())
        except RowRefused as refusal:
            refused[refusal.reason] += 1
            continue
        found[made.id] = replace(made, valid_to=last_day, valid_to_assumed=False)
    originals = list(found.values())
    Random(0).shuffle(originals)
    return originals, f"{len(originals):,} {about} taken in by the centre's importer, {refused.total()} refused"


class _Maker:
    """Makes the posting of a number; the same number gives the same posting."""

    def __init__(self, originals: list[Posting]) -> None:
        self._originals = originals
        self._random = Random()
        self._employers = sorted({one.employer.name for one in originals})
        self._index = {name: at for at, name in enumerate(self._employers)}
        self._signs = "".join(one.tasks for one in originals[:500]) or "的"

    def posting(self, number: int, again: bool = False) -> Posting:
        """Return the posting of a number, as first published or as changed later."""
        copy, at = divmod(number, len(self._originals))
        self._random.seed(number)
        made = self._originals[at]
        if copy:
            made = self._copied(made, copy)
        if again:
            title = f"{made.title[: TITLE_MAX - 3]}{self._random.choice(('（急）', '（新）', '（招）'))}"
            made = replace(made, title=title, updated=made.updated + timedelta(days=1), headcount=number % 9 + 1)
        return made

    def _copied(self, made: Posting, copy: int) -> Posting:
        number = f"{made.source_id}-{copy}"
        other = self._employers[(self._index[made.employer.name] * 7919 + copy * 3571) % len(self._employers)]
        point = made.place.point
        if point is not None:
            shift = self._random.uniform(-JITTER_DEG, JITTER_DEG), self._random.uniform(-JITTER_DEG, JITTER_DEG)
            point = Point(round(point.lat + shift[0], 6), round(point.lon + shift[1], 6), point.datum)
        return replace(
            made,
            id=posting_id(made.source, number),
            source_id=number,
            source_url=self._other_digits(made.source_url),
            title=f"{made.title[: TITLE_MAX - 4]}{self._random.randrange(10, 1000)}",
            employer=replace(made.employer, name=f"{other[:190]}（{copy}）"),
            place=replace(made.place, point=point),
            updated=made.updated + timedelta(seconds=self._random.randrange(86_400)),
            tasks=self._noisy(made.tasks),
        )

    def _noisy(self, text: str) -> str:
        signs, pool, random = list(text), self._signs, self._random.random
        for _ in range(round(len(signs) * NOISE)):
            signs[int(random() * len(signs))] = pool[int(random() * len(pool))]
        return "".join(signs)

    def _other_digits(self, url: str) -> str:
        return "".join(str(self._random.randrange(10)) if sign.isdigit() else sign for sign in url)


def _write_changes(maker: _Maker, file: Path, count: int) -> None:
    """Write the changed records and, as bare ids, the withdrawn ones."""
    changed = max(20, round(count * SHARE))
    updated, inserted = round(changed * UPDATED), round(changed * INSERTED)
    numbers = Random(1).sample(range(count), changed - inserted)
    lines = [encode(to_record(maker.posting(number, again=True))) for number in numbers[:updated]]
    lines += [encode(to_record(maker.posting(count + number))) for number in range(inserted)]
    lines += [maker.posting(number).id.encode() for number in numbers[updated:]]
    with file.open("wb") as out:
        out.writelines(line + b"\n" for line in lines)
