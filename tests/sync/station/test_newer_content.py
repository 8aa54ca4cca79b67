"""What a newer centre says: unknown kinds are passed over, unknown fields kept, unknown codes kept and not shown."""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import Any

import pytest
import zstandard

from kiosk.domain.records import Record, encode, to_record
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.progress import read_progress
from kiosk.trust.digests import set_digest
from kiosk.trust.manifest import KindEntry, PackEntry
from sync.wire.pack import write_pack
from tests.hostile import Way, as_bodies, bodies
from tests.samples import a_posting
from tests.simulators import CentreSimulator, digest_of

SOME = [a_posting(1), a_posting(2), a_posting(3)]


def publish(centre: CentreSimulator, records: list[Record], **others: list[Record]) -> None:
    """Publish records as they are, whatever they say, together with other kinds."""
    manifest = centre.publish([], others={"posting": records, **others})
    assert manifest.kinds["posting"].digest == digest_of({str(record["id"]): record for record in records})


def titles(stage: Any) -> list[str]:
    with closing(CatalogueReader(stage.home.catalogue)) as reader:
        return [one.posting.title for one in reader.near(stage.clock.now().date(), 0, 10)]


def test_an_unknown_kind_is_passed_over_and_told(stage, way: Way) -> None:
    publish(stage.centre, [to_record(one) for one in SOME], training=[{"id": "t1"}], weather=[{"id": "w1"}])
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        outcome = exchange.once()
        assert (outcome.content, outcome.skipped) == (None, ("training", "weather"))
        assert bodies(stage.home) == as_bodies(SOME)
        assert exchange.once().skipped == ("training", "weather")
    progress = read_progress(stage.home.progress)
    assert progress
    assert progress.skipped == ("training", "weather")


def test_an_unknown_field_is_kept_byte_for_byte_and_its_posting_shown(stage, way: Way) -> None:
    newer = [{**to_record(one), "colour": {"of": ["the", 1, 2.5, None, True]}, "ÿ": "ÿ"} for one in SOME]
    publish(stage.centre, newer)
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None
    assert bodies(stage.home) == {str(record["id"]): encode(record) for record in newer}
    assert len(titles(stage)) == 3


@pytest.mark.parametrize(
    "change", [{"kind": "astronaut"}, {"pay": {"unit": "soul", "min": 1, "max": 2}}, {"title": 7}, {"valid_to": "soon"}]
)
def test_an_unknown_code_in_one_posting_is_kept_and_told_and_the_others_are_shown(
    stage, way: Way, change: Record
) -> None:
    records = [to_record(SOME[0]), {**to_record(SOME[1]), **change}, to_record(SOME[2])]
    publish(stage.centre, records)
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        outcome = exchange.once()
        assert (outcome.content, outcome.unreadable) == (None, 1)
    assert bodies(stage.home) == {str(record["id"]): encode(record) for record in records}
    assert titles(stage) == ["保洁员 1", "保洁员 3"]
    progress = read_progress(stage.home.progress)
    assert progress
    assert progress.unreadable == 1


@pytest.mark.parametrize("strange", [b"1e999", b"9" * 5_000, b'"\xff"'], ids=["1e999", "5,000 digits", "not UTF-8"])
def test_an_unknown_field_no_reader_of_ours_can_take_apart_darkens_no_page(stage, way: Way, strange: bytes) -> None:
    """`Filling` passes over the field and makes the posting findable; the screen must be able to show it then."""
    record = {**to_record(SOME[0]), "zz": "STRANGE"}
    body = encode(record).replace(b'"STRANGE"', strange)
    lines = zstandard.ZstdDecompressor().decompress(write_pack("posting", [record]))
    pack = zstandard.ZstdCompressor().compress(lines.replace(b'"STRANGE"', strange))
    digest = set_digest([(str(record["id"]), hashlib.sha256(body).digest())])
    name = hashlib.sha256(pack).hexdigest()
    stage.centre.files[f"packs/{name}.pack"] = pack
    entry = PackEntry(sha256=name, size=len(pack), records=1)
    stage.centre.sign({"posting": KindEntry(count=1, digest=digest, snapshot=(entry,))})
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None
    assert len(titles(stage)) == 1
