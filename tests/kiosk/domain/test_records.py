"""Domain objects as records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import EmploymentType, Group, PayUnit, WorkKind
from kiosk.domain.errors import TrustError
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Demands, GroupTag, Hours, Pay, Place, Posting, Shift
from kiosk.domain.records import decode, encode, from_record, to_record
from tests.samples import a_posting

text = st.text(st.characters(codec="utf-8"), max_size=30)
maybe = st.none() | st.booleans()
shifts = st.builds(Shift, start=st.integers(0, 1439), end=st.integers(0, 1440))
pays = st.builds(
    lambda low, more, unit, meals, fund: Pay(min=low, max=low + more, unit=unit, meals=meals, housing_fund=fund),
    st.floats(1, 9_999),
    st.floats(0, 9_999),
    st.sampled_from(PayUnit),
    text,
    maybe,
)
points = st.builds(Point, st.floats(3, 54), st.floats(73, 136), st.sampled_from(Datum))
postings = st.builds(
    a_posting,
    st.integers(1, 99),
    kind=st.sampled_from(WorkKind),
    employment=st.none() | st.sampled_from(EmploymentType),
    tasks=text,
    pay=st.none() | pays,
    hours=st.builds(Hours, shifts=st.tuples(shifts), night=st.booleans(), flexible=text, family_leave=maybe),
    place=st.builds(Place, address=text, point=st.none() | points, indoor=maybe),
    demands=st.builds(Demands, standing=maybe, lifting_kg=st.none() | st.floats(0, 99)),
    groups=st.tuples(st.builds(GroupTag, group=st.sampled_from(Group), why=text)),
)


@given(postings)
def test_a_posting_survives_the_wire(posting: Posting) -> None:
    assert from_record(decode(encode(to_record(posting))), Posting) == posting


@given(postings)
def test_equal_records_give_equal_bytes(posting: Posting) -> None:
    record = to_record(posting)
    assert encode(record) == encode(dict(reversed(record.items())))


def test_a_no_that_was_said_is_not_lost() -> None:
    posting = a_posting(demands=Demands(standing=False))
    assert from_record(to_record(posting), Posting).demands.standing is False


def test_a_newer_field_is_no_trouble() -> None:
    assert from_record({**to_record(a_posting()), "later": {"x": 1}}, Posting) == a_posting()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", 7),
        ("employer", {"name": " "}),
        ("valid_to", "tomorrow"),
        ("updated", "2026-11-20T00:00:00"),
        ("updated", "0001-01-01T00:00:00+08:00"),
        ("hours", {"weekdays": [8]}),
        ("headcount", 0),
        ("pay", {"unit": "month", "min": 5, "max": 1}),
        ("pay", {"unit": "moon", "min": 1, "max": 1}),
        ("place", {"point": {"lat": 0, "lon": 0, "datum": "wgs84"}}),
        ("place", {"point": {"lat": 31, "lon": 118}}),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    with pytest.raises(TrustError, match=field):
        from_record({**to_record(a_posting()), field: value}, Posting)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 50_000])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(TrustError):
        decode(data)


def test_a_posting_ends_on_its_last_day_in_china() -> None:
    posting = a_posting()
    assert posting.is_live(posting.valid_to)
    assert not replace(posting, valid_from=posting.valid_to).is_live(posting.updated.date())
