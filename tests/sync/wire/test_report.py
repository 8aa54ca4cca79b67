"""A report as it travels: whatever fits comes back the same, whatever does not is refused, newer members are let be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from kiosk.domain.counts import MOST, NUMBERS, DayCounts, Tally, together
from kiosk.domain.errors import TrustError
from kiosk.domain.records import encode, to_record
from kiosk.trust.reports import REPORT_MAX, SignedReport, verify_report
from sync.wire.batch import from_bytes, to_bytes
from sync.wire.report import NotObeyed, ScreenReport, StationReport, fitting, report_in, signed

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
KEY = SigningKey(bytes(32))
PLAIN = StationReport(station="s-0123456789", made=NOW, program="1.0.0")

words = st.text(max_size=300).map(fitting)
moments = st.integers(10**8, 7 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
numbers = st.integers(0, 10**9)
few = st.builds(DayCounts, day=st.dates(), few=st.just(True), starts=st.integers(0, MOST))
many = st.builds(
    DayCounts,
    day=st.dates(),
    visits=st.integers(5, MOST),
    **{name: st.integers(0, MOST) for name in (*NUMBERS[1:], "starts")},
)
codes = st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=32)
reports = st.builds(
    StationReport,
    station=codes,
    made=moments,
    program=codes,
    version=numbers,
    issued=st.none() | moments,
    contact_s=st.none() | numbers,
    waiting=numbers,
    aside=numbers,
    oldest=st.none() | moments,
    unreadable=numbers,
    recordings=numbers,
    disk_mb=st.none() | numbers,
    memory_mb=st.none() | numbers,
    celsius=st.none() | st.integers(-100, 300),
    clock=words,
    wrong=st.lists(codes, max_size=32).map(tuple),
    screen=st.none() | st.builds(ScreenReport, started=moments, starts=numbers, beat=moments),
    update=words,
    obeyed=st.lists(codes, max_size=32).map(tuple),
    not_obeyed=st.lists(st.builds(NotObeyed, id=codes, reason=words), max_size=5).map(tuple),
    days=st.lists(few | many, max_size=8, unique_by=lambda day: day.day).map(tuple),
)


@given(reports)
def test_what_was_signed_comes_back_the_same(report: StationReport) -> None:
    message = from_bytes(to_bytes(signed(report, KEY)), SignedReport)
    assert report_in(verify_report(message, bytes(KEY.verify_key))) == report


def test_the_largest_that_fits_is_as_large_as_is_read() -> None:
    whole = replace(
        PLAIN,
        wrong=("漢" * 32,) * 32,
        obeyed=("x" * 32,) * 32,
        not_obeyed=(NotObeyed(id="x" * 32, reason="x" * 200),) * 20,
    )
    assert len(encode(to_record(whole))) < REPORT_MAX
    with pytest.raises(TrustError, match="at most 16384 are read"):
        signed(replace(whole, not_obeyed=(NotObeyed(id="x" * 32, reason="漢" * 200),) * 32), KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"station": "s" * 33},
        {"station": "s-1\n"},
        {"made": "2026-11-20T04:00:00"},
        {"made": "0001-01-01T00:00:00Z"},
        {"program": "1" * 33},
        {"waiting": -1},
        {"waiting": "1"},
        {"disk_mb": 10**13},
        {"celsius": 5000},
        {"clock": "x" * 201},
        {"clock": "\x1b[31m"},
        {"wrong": ["disk"] * 33},
        {"obeyed": ["x"] * 33},
        {"not_obeyed": [{"id": "x", "reason": "y" * 201}]},
        {"days": [{"day": "2026-11-19", "visits": 4}]},
        {"days": [{"day": "2026-11-19", "few": True, "slips": 1}]},
        {"days": [{"day": "2026-11-19", "visits": MOST + 1}]},
        {"days": [{"day": "2026-11-19", "few": True}] * 2},
        {"days": [{"day": f"2026-11-{day}", "few": True} for day in range(10, 19)]},
        {"screen": {"started": "2026-11-20T04:00:00Z"}},
    ],
)
def test_what_is_out_of_bounds_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(TrustError):
        report_in(json.dumps(to_record(PLAIN) | change).encode())
    assert report_in(encode(to_record(PLAIN))) == PLAIN


def test_newer_members_are_passed_over() -> None:
    newer = to_record(PLAIN) | {"tomorrow": [1], "days": [{"day": "2026-11-19", "few": True, "hugs": 3}]}
    assert report_in(encode(newer)) == replace(PLAIN, days=(DayCounts(day=date(2026, 11, 19), few=True),))


def test_another_key_or_another_byte_is_not_believed() -> None:
    good = signed(PLAIN, KEY)
    other = signed(replace(PLAIN, waiting=1), KEY)
    for wrong in (
        replace(good, report=other.report),
        replace(good, signature=other.signature),
        replace(good, signature="zz"),
        replace(good, report="!"),
        replace(good, report="A" * 30_000),
        signed(PLAIN, SigningKey.generate()),
    ):
        with pytest.raises(TrustError):
            verify_report(wrong, bytes(KEY.verify_key))


def test_a_receipts_signature_is_none_of_a_report() -> None:
    """The same key signs envelopes: what it signed there must not pass here."""
    content = encode(to_record(PLAIN))
    bare = replace(signed(PLAIN, KEY), signature=KEY.sign(content).signature.hex())
    with pytest.raises(TrustError, match="wrong signature"):
        verify_report(bare, bytes(KEY.verify_key))


DAY = date(2026, 11, 20)


@given(st.integers(0, 4), st.integers(0, 50))
def test_of_fewer_visits_than_five_nothing_is_told(visits: int, other: int) -> None:
    tally = Tally(visits=visits, jobs_opened=other, sent=other, slips=other, starts=2)
    assert tally.told(DAY) == DayCounts(day=DAY, few=True, starts=2)


def test_a_day_that_a_restart_cut_in_two_tells_no_more_than_each_part() -> None:
    busy = Tally(visits=7, sent=2, starts=1).told(DAY)
    quiet = Tally(visits=4, sent=1, starts=1).told(DAY)
    assert together(busy, busy) == DayCounts(day=DAY, visits=14, sent=4, starts=2)
    assert together(busy, quiet) == together(quiet, busy) == DayCounts(day=DAY, visits=7, sent=2, starts=2)
    assert together(quiet, quiet) == DayCounts(day=DAY, few=True, starts=2)


def test_a_text_fits_on_one_line() -> None:
    assert fitting("a\nb\u3000c" + "x" * 300) == "a b c" + "x" * 195
    assert fitting("") == ""
