"""Taking postings in: every row becomes a posting or a reason why not, and a file counts whole or not at all."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Table, and_, delete, insert, select

from kiosk.domain.posting import Posting
from kiosk.domain.records import encode, to_record
from sync.centre.centre import Centre
from sync.centre.files import locked
from sync.centre.lint.judging import judge_of
from sync.centre.lint.openings import Openings
from sync.centre.lint.rules import REFUSING, Finding
from sync.centre.refusals import RefusedRows, row_bytes
from sync.centre.sources.export import NO_DATUM, posting_from_export
from sync.centre.sources.own import is_own, posting_from_own
from sync.centre.sources.row import Notes, Row, RowRefused, Said, Unreadable
from sync.centre.sources.vocabulary import EMPLOYER, TITLE
from sync.centre.tables import posting, staging

logger = logging.getLogger(__name__)

BATCH = 250
RECORD_MAX = 60_000
"""Bytes of a posting's record; a thousand of them must fit a line of a pack (`sync.wire.pack.LINE_MAX`)."""

OLDER = "older copy of a posting already taken"
OTHERWISE = "same posting twice in this file with other content"
ENDED = "already past its last day: will not be published"
EXPIRED = "expired"
"""The one rule that does not keep out what the centre has: its last day may have been brought forward."""
WITHDRAWN = "posting taken back: its newer copy is refused"

MENDED = {NO_DATUM: "point-without-datum"}
"""Rules that were kept to while a row was read, by what was noted then."""

Columns = dict[str, object]
Parse = Callable[[Row, Notes], Posting]


@dataclass(slots=True)
class Tally:
    """What became of the rows of one file, or of several."""

    taken: int = 0
    unchanged: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    """Postings that were understood and a rule speaks of (`sync.centre.lint.rules`), without refusing them."""
    openings: Openings = field(default_factory=Openings)
    notes: Notes = field(default_factory=Notes)

    @property
    def refused(self) -> int:
        """Rows that became no posting."""
        return self.reasons.total()

    def add(self, other: Tally) -> None:
        """Add another file's."""
        self.taken += other.taken
        self.unchanged += other.unchanged
        self.reasons += other.reasons
        self.flags += other.flags
        self.openings.add_all(other.openings)
        self.notes.add_all(other.notes)


def parser(said: Said) -> Parse:
    """Return what makes a posting of a row of a known kind."""

    def parse(row: Row, notes: Notes) -> Posting:
        if is_own(row.values):
            return posting_from_own(row.values, said, notes)
        if TITLE in row.values or EMPLOYER in row.values:
            return posting_from_export(row.values, said, notes)
        raise RowRefused("neither a posting's record nor a row of a known export")

    return parse


def take_in(centre: Centre, rows: Iterable[Row | Unreadable], parse: Parse, refused: RefusedRows) -> Tally:
    """Take in the rows of one file, all in one transaction at the end, and keep the refused ones.

    Raises whatever reading the rows raises, DiskFull or StoreError; then nothing has changed.
    """
    with locked(centre.home.import_lock), centre.db.exclusively("import"), centre.db.connection() as connection:
        try:
            staged = staging()
            with connection.begin():
                staged.create(connection)
            taking = _Taking(centre, connection, staged, parse, refused)
            tally = taking.run(rows)
            refused.flush()
            with centre.db.write(connection):
                _take_back(connection, centre.district, taking.taken_back)
                _make_count(connection, staged, centre.district)
                staged.drop(connection)
        except BaseException:
            connection.invalidate()  # what was staged goes with the connection
            raise
        refused.keep()
    logger.info("%d postings taken, %d unchanged, %d refused", tally.taken, tally.unchanged, tally.refused)
    return tally


def _make_count(connection: Connection, staged: Table, district: str) -> None:
    names = [column.name for column in posting.columns]
    again = posting.c.id.in_(select(staged.c.id))
    connection.execute(delete(posting).where(posting.c.district == district, again))
    connection.execute(insert(posting).from_select(names, select(*(staged.c[name] for name in names))))


def _take_back(connection: Connection, district: str, ids: set[str]) -> None:
    left = iter(ids)
    while some := list(islice(left, BATCH)):
        connection.execute(delete(posting).where(posting.c.district == district, posting.c.id.in_(some)))


@dataclass(frozen=True, slots=True)
class _Copy:
    """One posting as a row of the file says it, and what refuses it."""

    row: Row
    columns: Columns
    against: tuple[Finding, ...]

    @property
    def id(self) -> str:
        return str(self.columns["id"])

    @property
    def digest(self) -> str:
        return str(self.columns["digest"])

    @property
    def updated(self) -> datetime:
        updated = self.columns["updated"]
        assert isinstance(updated, datetime)
        return updated


class _Taking:
    def __init__(
        self, centre: Centre, connection: Connection, staged: Table, parse: Parse, refused: RefusedRows
    ) -> None:
        self._district = centre.district
        self._judge = judge_of(centre)
        self._connection = connection
        self._staged = staged
        self._parse = parse
        self._refused = refused
        self._tally = Tally()
        self._seen: dict[str, tuple[datetime, str]] = {}
        """When this file last updated each posting it holds, and the digest of what it said."""
        self.taken_back: set[str] = set()
        """Ids of postings that the centre has and whose newer copy is refused."""

    def run(self, rows: Iterable[Row | Unreadable]) -> Tally:
        copies = self._understood(rows)
        while batch := list(islice(copies, BATCH)):
            with self._connection.begin():
                self._stage(batch)
        return self._tally

    def _understood(self, rows: Iterable[Row | Unreadable]) -> Iterator[_Copy]:
        for row in rows:
            if isinstance(row, Unreadable):
                self._refuse(row.line, row.reason, "", None)
                continue
            notes = Notes()
            try:
                made = self._parse(row, notes)
                columns = _columns(made, self._district)
            except RowRefused as refusal:
                self._refuse(row.line, refusal.reason, refusal.detail, row_bytes(row.values))
                continue
            found = self._judge.findings(made)
            self._tally.flags.update(finding.rule for finding in found if finding.rule not in REFUSING)
            self._tally.flags.update(rule for phrase, rule in MENDED.items() if phrase in notes.counts)
            self._tally.openings.add(made)
            self._tally.notes.add_all(notes)
            yield _Copy(row, columns, tuple(finding for finding in found if finding.rule in REFUSING))

    def _stage(self, batch: list[_Copy]) -> None:
        kept = self._kept([copy.id for copy in batch])
        fresh: dict[str, _Copy] = {}
        for copy in batch:
            before = self._seen.get(copy.id) or kept.get(copy.id)
            against = _against(copy, known=before is not None)
            if against and not (before and copy.updated < before[0]):
                self._supersede(copy.id, fresh)
                self._refuse_unlawful(copy, against, kept)
            elif before and copy.digest == before[1]:
                self._tally.unchanged += 1
            elif before and copy.updated < before[0]:
                self._refuse_copy(copy, OLDER)
                continue
            elif copy.id in self._seen and copy.updated == self._seen[copy.id][0]:
                self._refuse_copy(copy, OTHERWISE)
                continue
            else:
                self._supersede(copy.id, fresh)
                fresh[copy.id] = copy
                self._tally.taken += 1
                if copy.against:
                    self._tally.notes.add(ENDED)
            self._seen[copy.id] = (copy.updated, copy.digest)
        if fresh:
            rows = [
                {**copy.columns, "line": copy.row.line, "raw": row_bytes(copy.row.values)} for copy in fresh.values()
            ]
            self._connection.execute(insert(self._staged), rows)

    def _kept(self, ids: list[str]) -> dict[str, tuple[datetime, str]]:
        rows = self._connection.execute(
            select(posting.c.id, posting.c.updated, posting.c.digest).where(
                posting.c.district == self._district, posting.c.id.in_(ids)
            )
        )
        return {row.id: (row.updated, row.digest) for row in rows}

    def _supersede(self, identity: str, fresh: dict[str, _Copy]) -> None:
        """Refuse what this file said earlier of a posting, if that was to be taken."""
        if identity not in self._seen:
            return
        if identity in fresh:
            copy = fresh.pop(identity)
            self._refuse_copy(copy, OLDER)
            self._tally.taken -= 1
            return
        mine = and_(self._staged.c.district == self._district, self._staged.c.id == identity)
        row = self._connection.execute(select(self._staged.c.line, self._staged.c.raw).where(mine)).first()
        if row:
            self._connection.execute(delete(self._staged).where(mine))
            self._refuse(row.line, OLDER, "", row.raw)
            self._tally.taken -= 1

    def _refuse_unlawful(self, copy: _Copy, against: tuple[Finding, ...], kept: Mapping[str, object]) -> None:
        detail = "; ".join(finding.detail for finding in against)
        self._refuse(copy.row.line, against[0].reason, detail, row_bytes(copy.row.values))
        if copy.id in kept and copy.id not in self.taken_back:
            self.taken_back.add(copy.id)
            self._tally.notes.add(WITHDRAWN)

    def _refuse_copy(self, copy: _Copy, reason: str) -> None:
        self._refuse(copy.row.line, reason, f"id {copy.id}", row_bytes(copy.row.values))

    def _refuse(self, line: int, reason: str, detail: str, row: bytes | None) -> None:
        self._tally.reasons[reason] += 1
        self._refused.add(line, reason, detail, row)


def _against(copy: _Copy, *, known: bool) -> tuple[Finding, ...]:
    """Return what refuses a copy; of a posting that is known, an end in the past is news."""
    return tuple(finding for finding in copy.against if not (known and finding.rule == EXPIRED))


def _columns(made: Posting, district: str) -> Columns:
    record = to_record(made)
    data = encode(record)
    if len(data) > RECORD_MAX:
        raise RowRefused("record too large", f"{len(data)} bytes; {RECORD_MAX} are allowed")
    point = made.place.point.to_wgs84() if made.place.point else None
    return {
        "district": district,
        "id": made.id,
        "employer": made.employer.name,
        "updated": made.updated,
        "valid_from": made.valid_from,
        "valid_to": made.valid_to,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "digest": hashlib.sha256(data).hexdigest(),
        "record": data,
    }
