"""A city's postings to search in: real ones resampled to as many as wanted, one canonical record a line.

What no real set says (how one is engaged, for whom, shifts, meals, who made sure) is invented at stated rates and
independent of everything else; `ABOUT` says all of it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from kiosk.domain.clock import CHINA, Clock, local_date
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Posting
from kiosk.domain.records import decode, encode, read_record
from tests.bench.search.resample import Resampler

VALID_DAYS = 200
SHARE = 0.01
UPDATED, INSERTED = 0.70, 0.15
"""Of the changed rows; the rest is withdrawn."""
CHECKED_EVERY = 997
DENSITY = 0.90
RECIPE = 3
"""Counted up whenever the same number of rows would come out differently."""

ABOUT = """\
60 % of the rows are copies of public-employment postings (Guangdong service, 就业在线), 30 % of other postings outside
information technology, 10 % inside (told apart by words of the title). A copy's pay is the original's × N(1, 0.12), \
its employer another one of the same part for 70 %, its title has a real district or welfare ending for 30 %, its \
point is one of the real distinct points of the city that has most, moved by N(0, 400 m). Invented, independent of \
everything else: engagement (full time 78 %, part time 9 %, short shifts 8 %, flexible 5 %), groups (carer 12 %, \
senior 6 %, former fisher 0.3 %, graduate 15 %, veteran 2 %, hard to place 5 %, disabled 3 %), shifts (all short-shift \
work, 10 % of the rest), meals 25 %, lodging 15 %, verified 20 %, last update (exponential, 20 days in the middle). \
Text repeats: a public posting appears about a hundred times in a million rows, so sizes say little about \
compression; addresses are the original's and do not follow the point."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the postings are, and what is known of them."""

    folder: Path
    count: int
    source: str
    city: str
    points: int
    today: str
    here: tuple[float, float]
    """Where the station stands, on GCJ-02."""
    size: int
    digest: str
    """Of the whole set, as a manifest names it."""
    next_count: int
    next_digest: str
    """After the changes."""

    @property
    def rows(self) -> Path:
        """One record a line."""
        return self.folder / "rows.jsonl"

    @property
    def changes(self) -> Path:
        """What the second version brings: records, and bare ids of what is withdrawn."""
        return self.folder / "changes.jsonl"

    @property
    def day(self) -> date:
        """The day all searches are made on."""
        return date.fromisoformat(self.today)

    @property
    def moment(self) -> datetime:
        """Noon of that day in China."""
        return datetime.fromisoformat(f"{self.today}T12:00:00").replace(tzinfo=CHINA)

    @property
    def station(self) -> Point:
        """Where the station stands."""
        return Point(*self.here, Datum.GCJ02)

    def records(self) -> Iterator[bytes]:
        """Yield every record of the first version as canonical JSON."""
        with self.rows.open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n")

    def changed(self) -> tuple[list[bytes], list[str]]:
        """Return the records that are new or updated, and the ids of those withdrawn."""
        lines = self.changes.read_bytes().splitlines()
        records = [line for line in lines if line.startswith(b"{")]
        return records, [line.decode() for line in lines if not line.startswith(b"{")]


def make(folder: Path, count: int, clock: Clock, told: Callable[[str], None]) -> Corpus:
    """Return ``count`` postings in ``folder``; they are made once."""
    about = folder / "about.json"
    if about.exists():
        said = json.loads(about.read_text("utf-8"))
        if said.pop("recipe") == RECIPE:
            return Corpus(folder=folder, **said | {"here": tuple(said["here"])})
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    from tests.bench.corpus import _originals as originals_of  # loads the centre, which nobody here needs again

    told(f"making {count:,} postings")
    today = local_date(clock.now())
    originals, source = originals_of(clock, today + timedelta(days=VALID_DAYS))
    resampler = Resampler(originals, today)
    digests = _write(folder / "rows.jsonl", map(resampler.record, range(count)))
    size = (folder / "rows.jsonl").stat().st_size
    digest = _set_digest(digests)
    _write_changes(folder / "changes.jsonl", resampler, count, digests)
    corpus = Corpus(
        folder=folder,
        count=count,
        source=source,
        city=resampler.city,
        points=len(resampler.points),
        today=str(today),
        here=_station(resampler.points),
        size=size,
        digest=digest,
        next_count=len(digests),
        next_digest=_set_digest(digests),
    )
    said = asdict(corpus) | {"recipe": RECIPE}
    del said["folder"]
    about.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    return corpus


def _write(path: Path, records: Iterator[dict[str, object]]) -> dict[str, bytes]:
    """Write one record a line; return the digest of each by id."""
    digests: dict[str, bytes] = {}
    with path.open("wb") as file:
        for number, record in enumerate(records):
            line = encode(record)
            if number % CHECKED_EVERY == 0:
                read_record(line, Posting)  # what is not sound is refused here, not in the middle of a run
            digests[str(record["id"])] = hashlib.sha256(line).digest()
            file.write(line + b"\n")
    return digests


def _write_changes(path: Path, resampler: Resampler, count: int, digests: dict[str, bytes]) -> None:
    """Write the changed records and, as bare ids, the withdrawn ones; bring the digests up to date."""
    changed = max(20, round(count * SHARE))
    updated, inserted = round(changed * UPDATED), round(changed * INSERTED)
    numbers = Random(1).sample(range(count), changed - inserted)
    lines = [encode(resampler.record(number, again=True)) for number in numbers[:updated]]
    lines += [encode(resampler.record(count + number)) for number in range(inserted)]
    for line in lines:
        digests[decode(line)["id"]] = hashlib.sha256(line).digest()
    gone = [str(resampler.record(number)["id"]) for number in numbers[updated:]]
    for identity in gone:
        del digests[identity]
    path.write_bytes(b"".join(line + b"\n" for line in [*lines, *(identity.encode() for identity in gone)]))


def _set_digest(digests: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for identity in sorted(digests):
        total.update(identity.encode() + b"\n" + digests[identity])
    return total.hexdigest()


def _station(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the point that stands denser than 90 % of all do: with so many others within 3 km."""
    around = sorted((_near(point, points), point) for point in points)
    return around[min(len(around) - 1, int(len(around) * DENSITY))][1]


def _near(here: tuple[float, float], points: list[tuple[float, float]]) -> int:
    lat, lon = 3_000 / 111_200, 3_000 / 102_300
    return sum(((one[0] - here[0]) / lat) ** 2 + ((one[1] - here[1]) / lon) ** 2 <= 1 for one in points)
