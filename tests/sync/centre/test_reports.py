"""What a station says of itself is kept if it is its own and newer; nothing else changes anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from nacl.signing import SigningKey
from sqlalchemy import func, select
from starlette.testclient import TestClient

from kiosk.domain.clock import local_date
from kiosk.domain.counts import DayCounts
from kiosk.domain.errors import Refused, TrustError
from kiosk.trust.reports import REPORT_MAX, SignedReport, sign_report
from sync.centre.centre import Centre
from sync.centre.collecting import collect
from sync.centre.fleet import State, standing_of, standings
from sync.centre.reports import take_report
from sync.centre.stations import revoke
from sync.centre.tables import counted, report
from sync.centre.web import REPORT_BODY_MAX, make_app
from sync.station.folder import FolderCarrier
from sync.wire.batch import to_bytes
from sync.wire.report import signed
from sync.wire.stick import FOLDER, Stick
from tests.simulators import FixedClock
from tests.sync.centre.stations_of import Member


@pytest.fixture
def member(centre: Centre) -> Member:
    return Member(centre, "门口")


def kept(centre: Centre) -> int:
    with centre.db.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(report).where(report.c.body.is_not(None))) or 0)


def test_the_newest_is_kept_and_moves_the_last_sign_of_life(centre: Centre, clock: FixedClock, member: Member) -> None:
    assert member.say(waiting=1)
    clock.pass_time(3600)
    assert member.say(waiting=2)
    (one,) = standings(centre)
    assert one.report is not None
    assert (one.report.waiting, one.last_seen, one.state) == (2, clock.now(), State.WELL)


def test_the_same_again_and_an_older_one_change_nothing(centre: Centre, clock: FixedClock, member: Member) -> None:
    first, second = (signed(member.report(waiting=number), member.key) for number in (1, 2))
    older = signed(member.report(clock.now() - timedelta(hours=1)), member.key)
    assert take_report(centre, first, networked=True).kept
    before = standings(centre)
    clock.pass_time(7200)
    for replayed in (first, second, older):
        assert not take_report(centre, replayed, networked=True).kept
    assert standings(centre) == before


def test_nobody_says_it_for_another(centre: Centre, member: Member) -> None:
    other = Member(centre, "后门")
    forged = signed(member.report(waiting=9), other.key)
    mine, theirs = signed(member.report(), member.key), signed(other.report(), other.key)
    for wrong, why in (
        (forged, "wrong signature"),
        (replace(mine, signature=theirs.signature), "wrong signature"),
        (replace(mine, report=theirs.report), "wrong signature"),
        (signed(member.report(station="s-0000000000"), member.key), "not known here"),
        (signed(member.report(), SigningKey.generate()), "wrong signature"),
    ):
        with pytest.raises(Refused, match=why):
            take_report(centre, wrong, networked=True)
    assert kept(centre) == 0


def test_a_station_out_of_service_is_not_heard(centre: Centre, member: Member) -> None:
    assert member.say()
    revoke(centre, member.id)
    with pytest.raises(Refused, match="out of service"):
        member.say(waiting=9)


def test_one_dated_far_ahead_is_refused_and_told_of_until_the_clock_is_right(
    centre: Centre, clock: FixedClock, member: Member
) -> None:
    with pytest.raises(Refused, match="clock is ahead"):
        member.say(clock.now() + timedelta(days=400))
    (one,) = standings(centre)
    assert (one.state, one.wrong, one.report) == (State.FAILING, ("ahead", "no_report"), None)
    began = clock.now()
    for networked in (True, False):
        clock.pass_time(20 * 3600)
        with pytest.raises(Refused, match="clock is ahead"):
            member.say(clock.now() + timedelta(days=400), networked=networked)
        (one,) = standings(centre)
        assert (one.state, one.since, one.last_seen, one.by_stick) == (State.FAILING, began, clock.now(), False)
    assert member.say(clock.now() + timedelta(minutes=50))
    clock.pass_time(3600)
    assert member.say()
    (one,) = standings(centre)
    assert (one.state, one.wrong) == (State.WELL, ())


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff" * 10, b"[" * 10_000, b'{"station": "s-1"}'])
def test_what_is_no_report_is_refused(centre: Centre, member: Member, data: bytes) -> None:
    with pytest.raises(TrustError):
        take_report(centre, sign_report(data, member.key), networked=True)
    for cut in (SignedReport(report="", signature=""), SignedReport(report="!!", signature="00")):
        with pytest.raises(TrustError):
            take_report(centre, cut, networked=True)
    assert kept(centre) == 0


def test_a_report_cut_anywhere_is_refused(centre: Centre, member: Member) -> None:
    whole = to_bytes(signed(member.report(), member.key))
    with TestClient(make_app(centre)) as web:
        for length in range(0, len(whole), 37):
            assert web.post("/v1/reports", content=whole[:length]).status_code == 400
        assert web.post("/v1/reports", content=whole).json() == {"kept": True}
        assert web.post("/v1/reports", content=whole).json() == {}


def test_a_huge_one_is_refused_before_it_is_taken_apart(centre: Centre, member: Member) -> None:
    with TestClient(make_app(centre)) as web:
        assert web.post("/v1/reports", content=b" " * (REPORT_BODY_MAX + 1)).status_code == 413
        long = json.dumps({"report": "A" * (REPORT_MAX * 3 // 2), "signature": "00" * 64})
        assert web.post("/v1/reports", content=long.encode()).status_code == 400
    assert kept(centre) == 0


def a_day(day: date, visits: int = 6) -> DayCounts:
    return DayCounts(day=day, visits=visits, starts=1)


def test_counts_are_kept_day_by_day_for_400_days(centre: Centre, clock: FixedClock, member: Member) -> None:
    today = local_date(clock.now())
    days = tuple(a_day(today - timedelta(number), 10 + number) for number in range(1, 8))
    assert member.say(days=days)
    clock.pass_time(3600)
    assert member.say(days=(a_day(today - timedelta(1), 99), a_day(today + timedelta(30)), a_day(date(2001, 1, 1))))
    _, told = standing_of(centre, member.id)
    assert [(day.day, day.visits) for day in told] == [
        (today - timedelta(1), 99),
        *((day.day, day.visits) for day in days[1:]),
    ]
    clock.pass_time(395 * 86_400)
    assert member.say()
    with centre.db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(counted)) == 5


def test_on_a_stick_it_counts_the_same_and_says_when_it_was(
    centre: Centre, clock: FixedClock, member: Member, tmp_path: Path, run: Callable[..., Result]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = clock.now()
    FolderCarrier(stick, member.id).post("/v1/reports", to_bytes(signed(member.report(), member.key)))
    (stick / FOLDER / "out" / "s-0000000001.report").write_bytes(b"[")
    (stick / FOLDER / "out" / "s-0000000002.report").symlink_to(tmp_path)
    (stick / FOLDER / "out" / "s-0000000003.report").write_bytes(b"x" * 40_000)
    clock.pass_time(3 * 86_400)
    said: list[str] = []
    done = collect(centre, Stick(stick), said.append)
    assert (done.reports, done.skipped, len(said)) == (1, 3, 3)
    (one,) = standings(centre)
    assert (one.by_stick, one.last_seen, one.state) == (True, made, State.WELL)
    assert run("collect", stick).stdout == "joined 0, new 0, already had 0, refused 0, 3 files left aside\n"
