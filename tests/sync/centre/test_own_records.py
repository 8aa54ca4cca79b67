"""Records of our own come in as they went out in packs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.domain.posting import Posting, posting_id
from kiosk.domain.records import to_record
from sync.centre.sources.own import posting_from_own
from sync.centre.sources.row import Notes, RowRefused, Said
from tests.samples import a_posting
from tests.sync.centre.test_export import NOW


def own(**changes: Any) -> tuple[Posting, Notes]:
    record = to_record(a_posting()) | changes
    notes = Notes()
    given = {name: value for name, value in record.items() if value is not None}
    return posting_from_own(given, Said(now=NOW), notes), notes


def test_a_record_comes_back_as_the_posting_it_was() -> None:
    posting, notes = own()
    assert posting == a_posting()
    assert not notes.columns


def test_the_id_may_be_left_out_but_not_be_anothers() -> None:
    assert own(id=None)[0].id == posting_id("test", "1")
    with pytest.raises(RowRefused, match="id does not belong"):
        own(id="aaaaaaaaaaaa")


def test_a_missing_end_is_assumed() -> None:
    posting, _ = own(valid_to=None)
    assert (posting.valid_to, posting.valid_to_assumed) == (date(2026, 12, 18), True)


def test_fields_nobody_knows_are_counted_by_their_path() -> None:
    _, notes = own(salary=3, place={"address": "x", "planet": "Mars"})
    assert notes.columns == {"salary": 1, "place.planet": 1}


def test_signs_that_turn_the_writing_direction_are_taken_out() -> None:
    assert own(tasks="好\u202e工\x00作")[0].tasks == "好工作"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "no title"),
        ({"title": 7}, "no title"),
        ({"employer": {}}, "no employer"),
        ({"employer": "x"}, "no employer"),
        ({"source": None}, "no source (say --source)"),
        ({"source_id": None}, "no number of its own"),
        ({"updated": None}, "no date of its last update"),
        ({"updated": "2026-11-18T10:00:00"}, "not a whole posting"),
        ({"updated": "2999-12-31T23:59:59Z"}, "dated in the future"),
        ({"updated": "9999-12-31T23:59:59Z"}, "not a whole posting"),
        ({"pay": {"unit": "month", "min": -1, "max": 2}}, "not a whole posting"),
        ({"place": {"point": {"lat": 0, "lon": 0, "datum": "wgs84"}}}, "not a whole posting"),
        ({"kind": "astronaut"}, "not a whole posting"),
        ({"tasks": [[[[[[[[[["x"]]]]]]]]]]}, "not a whole posting"),
    ],
)
def test_a_record_that_is_no_posting_says_why(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RowRefused) as refusal:
        own(**changes)
    assert refusal.value.reason == reason
