"""The starter content is whole, lawful and invented."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest

from kiosk.domain.codes import EmploymentType, Group, PayUnit, Settlement, WorkKind
from kiosk.domain.place import Datum, Point, distance_m
from kiosk.domain.posting import Posting, Shift, posting_id
from kiosk.domain.records import Record, decode, encode, from_record, to_record

STARTER = Path(__file__).parents[2] / "assets" / "starter"
STATION = Point(31.7003, 118.5113, Datum.GCJ02)
NOBODYS_NUMBER = re.compile(r"0555-0\d{2} \d{4}")
BANNED = ("投递", "招聘岗位", "薪资", "限女", "限男", "押金", "本地户口")
AT_MOST_FOUR_HOURS = {EmploymentType.PART_TIME, EmploymentType.SHORT_SHIFT}
BY_LABOUR_CONTRACT = {
    EmploymentType.FULL_TIME,
    EmploymentType.FLEXIBLE,
    EmploymentType.TEMPORARY,
    EmploymentType.PUBLIC_WELFARE,
}


@cache
def lines() -> list[bytes]:
    return (STARTER / "postings.jsonl").read_bytes().splitlines()


@cache
def about() -> Record:
    return tomllib.loads((STARTER / "starter.toml").read_text(encoding="utf-8"))


@cache
def postings() -> list[Posting]:
    found = []
    for line in lines():
        record = decode(line)
        record["id"] = posting_id(record["source"], record["source_id"])
        found.append(from_record(record, Posting))
    return found


def minutes(shift: Shift) -> int:
    return (shift.end - shift.start) % 1440


def night_minutes(shift: Shift) -> int:
    end = shift.start + minutes(shift)
    return sum(max(0, min(end, till) - max(shift.start, since)) for since, till in ((0, 360), (1320, 1800)))


def test_there_are_about_four_hundred_postings() -> None:
    assert 390 <= len(lines()) <= 410


def test_every_line_is_a_posting_and_nothing_of_it_is_lost() -> None:
    for line, posting in zip(lines(), postings(), strict=True):
        record = to_record(posting)
        del record["id"]
        assert encode(record) == line


def test_every_line_is_canonical_and_leaves_its_id_out() -> None:
    for line in lines():
        record = decode(line)
        assert encode(record) == line
        assert "id" not in record


def test_the_file_ends_with_a_newline() -> None:
    assert (STARTER / "postings.jsonl").read_bytes().endswith(b"}\n")


def test_no_two_postings_share_an_id() -> None:
    assert {posting.source for posting in postings()} == {"演示内容"}
    assert len({posting.source_id for posting in postings()}) == len(postings())
    assert len({posting.id for posting in postings()}) == len(postings())


def test_every_telephone_number_belongs_to_nobody() -> None:
    assert all(NOBODYS_NUMBER.fullmatch(posting.contact.phone) for posting in postings())
    assert NOBODYS_NUMBER.fullmatch(about()["helper"]["phone"])


def test_every_employer_has_one_number_of_its_own_and_no_credit_code() -> None:
    pairs = {(posting.employer.name, posting.contact.phone) for posting in postings()}
    assert len({name for name, _ in pairs}) == len(pairs) == len({phone for _, phone in pairs})
    assert not any(posting.employer.uscc for posting in postings())


def test_every_agency_shows_its_licence() -> None:
    for posting in postings():
        assert bool(posting.employer.agency_licence) == (posting.employer.poster == "agency"), posting.title


def test_every_workplace_is_within_six_kilometres_on_the_maps_datum() -> None:
    for posting in postings():
        point = posting.place.point
        assert point is not None
        assert point.datum is Datum.GCJ02
        assert distance_m(STATION, point) <= 6000, posting.title


def test_at_least_a_hundred_workplaces_are_within_three_kilometres() -> None:
    near = [p for p in postings() if p.place.point and distance_m(STATION, p.place.point) <= 3000]
    assert len(near) >= 100


def test_no_two_employers_stand_on_the_same_spot() -> None:
    spots = {(posting.place.point, posting.employer.name) for posting in postings()}
    assert len({point for point, _ in spots}) == len(spots)


@pytest.mark.parametrize(
    ("codes", "used"),
    [
        (WorkKind, lambda p: [p.kind]),
        (EmploymentType, lambda p: [p.employment]),
        (PayUnit, lambda p: [p.pay.unit]),
        (Settlement, lambda p: [p.pay.settlement]),
        (Group, lambda p: [tag.group for tag in p.groups]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_code_has_an_example(codes: type[StrEnum], used: Callable[[Posting], Iterable[StrEnum]]) -> None:
    assert {code for posting in postings() for code in used(posting)} == set(codes)


def test_part_time_work_keeps_to_four_hours_a_day_and_twenty_four_a_week() -> None:
    for posting in postings():
        if posting.employment in AT_MOST_FOUR_HOURS:
            a_day, days = posting.hours.hours_per_day, posting.hours.days_per_week
            assert a_day is not None and days is not None, posting.title
            assert a_day <= 4 and a_day * days <= 24, posting.title


def test_part_time_work_is_paid_within_fifteen_days_and_has_no_probation() -> None:
    for posting in postings():
        if posting.employment in AT_MOST_FOUR_HOURS:
            assert posting.pay is not None
            assert posting.pay.settlement in {Settlement.DAILY, Settlement.WEEKLY, Settlement.FORTNIGHTLY}
            assert not posting.probation


def test_work_under_a_labour_contract_keeps_to_forty_four_hours_a_week() -> None:
    for posting in postings():
        if posting.employment in BY_LABOUR_CONTRACT:
            a_day, days = posting.hours.hours_per_day, posting.hours.days_per_week
            assert a_day is not None and days is not None, posting.title
            assert a_day * days <= 44, posting.title


def test_pay_is_not_below_the_floor() -> None:
    floor = {PayUnit.HOUR: 20, PayUnit.MONTH: 2200}
    for posting in postings():
        assert posting.pay is not None
        assert posting.pay.min >= floor.get(posting.pay.unit, 0), posting.title
        if posting.pay.unit is PayUnit.DAY and posting.hours.hours_per_day:
            assert posting.pay.min >= 20 * posting.hours.hours_per_day, posting.title
        if posting.pay.unit is PayUnit.PIECE:
            assert posting.pay.piece, posting.title


def test_work_is_called_night_work_if_a_shift_has_two_hours_of_the_night() -> None:
    for posting in postings():
        by_night = any(night_minutes(shift) >= 120 for shift in posting.hours.shifts)
        assert posting.hours.night == by_night, posting.title


def test_hours_a_day_agree_with_the_shifts() -> None:
    for posting in postings():
        if not posting.hours.shifts:
            continue
        a_day = posting.hours.hours_per_day
        assert a_day is not None
        together = sum(minutes(shift) for shift in posting.hours.shifts) / 60
        each = [minutes(shift) / 60 for shift in posting.hours.shifts]
        split = 0 <= together - a_day <= 1
        in_turn = all(0 <= length - a_day <= 2 for length in each)
        assert split or in_turn, posting.title


def test_nobody_under_eighteen_is_asked_for() -> None:
    assert {posting.requirement.age_min for posting in postings()} == {18}


def test_every_group_is_named_with_a_reason() -> None:
    for posting in postings():
        for tag in posting.groups:
            assert len(tag.why) >= 8, posting.title


def test_work_for_carers_is_for_everyone_who_brings_up_a_child_under_twelve() -> None:
    for posting in postings():
        for tag in posting.groups:
            if tag.group is Group.CARER:
                assert "12 岁以下" in tag.why, posting.title
                assert not re.search("女|妈妈|宝妈", tag.why), posting.title


def test_summaries_fit_forty_characters_and_titles_fourteen() -> None:
    for posting in postings():
        assert 0 < len(posting.summary) <= 40, posting.summary
        assert len(posting.title) <= 14, posting.title
        assert len(posting.place.landmark) <= 8, posting.place.landmark


def test_a_title_is_used_by_at_most_three_employers_and_once_by_each() -> None:
    assert max(Counter(posting.title for posting in postings()).values()) <= 3
    once = Counter((posting.title, posting.employer.name) for posting in postings())
    assert max(once.values()) == 1


@pytest.mark.parametrize("word", BANNED)
def test_no_banned_word_is_used(word: str) -> None:
    for line in lines():
        assert word not in line.decode().replace("不收押金", ""), line.decode()


def test_dates_are_counted_from_the_day_of_writing() -> None:
    written = about()["written"]
    assert written == date(2026, 11, 20)
    for posting in postings():
        assert posting.published is not None and posting.verified_on is not None
        assert timedelta(1) <= written - posting.published <= timedelta(25), posting.title
        assert posting.published <= posting.updated.date() <= written, posting.title
        assert posting.published <= posting.verified_on <= written, posting.title
        assert written - posting.verified_on <= timedelta(9), posting.title
        longest = 5 if posting.employment is EmploymentType.GIG else 60
        assert timedelta(1) <= posting.valid_to - written <= timedelta(longest), posting.title
        assert posting.is_live(written), posting.title


def test_every_posting_says_how_to_reach_the_employer_and_who_checked_it() -> None:
    for posting in postings():
        assert posting.contact.ways and posting.contact.name and posting.contact.hours, posting.title
        assert posting.verified_by and posting.verified_how in {"电话确认", "上门看过"}, posting.title


def test_the_station_of_the_table_is_where_distances_are_counted_from() -> None:
    station = about()["station"]
    assert Point(station["lat"], station["lon"], Datum(station["datum"])) == STATION
    assert about()["district"]["code"] == "340503"
    assert {posting.place.adcode for posting in postings()} == {"340503"}
