"""Postings at the border: what the law does not allow is refused with the article, the rest is shown to staff."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select

from kiosk.domain.clock import local_date
from kiosk.domain.codes import EmploymentType, PayUnit, Settlement
from kiosk.domain.community import MinimumWage
from kiosk.domain.content import ContentKind
from kiosk.domain.place import Datum, Point, distance_m
from kiosk.domain.posting import Hours, Pay, Place, Posting, Requirement
from kiosk.domain.records import from_record, to_record
from sync.centre.centre import Centre
from sync.centre.items import replace_items
from sync.centre.lint.judging import Judge
from sync.centre.lint.numbers import found_in_numbers
from sync.centre.lint.rules import REFUSING
from sync.centre.postings import find_posting
from sync.centre.settings import DistrictSettings
from sync.centre.tables import posting as posting_table
from sync.centre.taking import WITHDRAWN, Tally
from tests.samples import a_posting
from tests.simulators import FixedClock
from tests.sync.centre.conftest import an_export_row, exported, only_sqlite, some_day, write_lines

Take = Callable[..., Tally]
Keep = Callable[..., None]
Live = Callable[..., Posting]
Run = Callable[..., Result]

TODAY = date(2026, 11, 21)
HUASHAN = Place(adcode="340503", address="湖东路 1 号")


def a_wage(
    region: str = "340503", month: float = 2000, hour: float = 20, since: date = date(2025, 1, 1), **more: Any
) -> MinimumWage:
    return MinimumWage(
        id=f"w{region}{since}", source="测试", checked_on=since, checked_by="测试",
        region=region, month=month, hour=hour, since=since, **more,
    )  # fmt: skip


def by_numbers(wage: MinimumWage | None = None, **changes: Any) -> set[str]:
    return {finding.rule for finding in found_in_numbers(a_posting(**changes), wage, TODAY)}


def pay_for(unit: PayUnit, least: float, **more: Any) -> Pay:
    return Pay(unit=unit, min=least, max=least + 1000, **more)


def refused(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "refused.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("pay", "hours", "employment", "rule"),
    [
        (pay_for(PayUnit.MONTH, 1999), Hours(), None, "pay-below-minimum"),
        (pay_for(PayUnit.MONTH, 2000), Hours(), None, ""),
        (pay_for(PayUnit.MONTH, 2600), Hours(hours_per_day=12, days_per_week=6), None, "pay-below-minimum"),
        (pay_for(PayUnit.MONTH, 1200), Hours(hours_per_day=4, days_per_week=5), None, ""),
        (pay_for(PayUnit.DAY, 90), Hours(), None, "pay-below-minimum"),
        (pay_for(PayUnit.DAY, 92), Hours(), None, ""),
        (pay_for(PayUnit.HOUR, 19.9), Hours(), EmploymentType.PART_TIME, "pay-below-minimum"),
        (pay_for(PayUnit.HOUR, 20), Hours(), EmploymentType.PART_TIME, ""),
        (pay_for(PayUnit.HOUR, 15), Hours(), EmploymentType.GIG, "pay-below-minimum-unbound"),
        (pay_for(PayUnit.PIECE, 0.1), Hours(), None, ""),
        (pay_for(PayUnit.JOB, 5), Hours(), None, ""),
        (None, Hours(), None, ""),
    ],
)  # fmt: skip
def test_pay_is_held_against_the_minimum_by_the_hour(
    pay: Pay | None, hours: Hours, employment: EmploymentType | None, rule: str
) -> None:
    found = by_numbers(a_wage(), pay=pay, hours=hours, employment=employment)
    assert {name for name in found if name.startswith("pay")} == ({rule} if rule else set())
    assert not any(name.startswith("pay") for name in by_numbers(None, pay=pay, hours=hours, employment=employment))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(adcode="340503"), 2000),
        (Place(adcode="340503012"), 2000),
        (Place(adcode="340521"), 1800),
        (Place(adcode="110101"), None),
        (Place(), None),
        (Place(region="马鞍山·花山区"), 2000),
        (Place(address="马鞍山市花山区湖东路"), 2000),
        (Place(region="深圳·南山区"), None),
    ],
)
def test_the_nearest_regions_minimum_counts_and_an_unknown_place_is_not_judged(
    place: Place, expected: float | None
) -> None:
    ended = a_wage(month=9000, hour=90, valid_to=date(2026, 1, 1))
    to_come = a_wage(month=3000, hour=30, since=date(2027, 1, 1))
    before = a_wage(month=1000, hour=10, since=date(2015, 1, 1))
    judge = Judge((ended, to_come, before, a_wage(), a_wage("34", 1800, 18)), DistrictSettings(), TODAY)
    wage = judge.wage_at(a_posting(place=place))
    assert (wage.month if wage else None) == expected


@pytest.mark.parametrize(("review_by", "refused_for"), [(TODAY, True), (TODAY - timedelta(1), False)])
def test_a_minimum_wage_that_is_overdue_for_review_refuses_nothing_and_says_why(
    review_by: date, refused_for: bool
) -> None:
    judge = Judge((a_wage(review_by=review_by),), DistrictSettings(), TODAY)
    paid = pay_for(PayUnit.MONTH, 1500)
    found = {each.rule: each for each in judge.findings(a_posting(place=HUASHAN, pay=paid, hours=Hours()))}
    rule = "pay-below-minimum" if refused_for else "pay-below-old-minimum"
    assert {name for name in found if name.startswith("pay")} == {rule}
    assert (rule in REFUSING) is refused_for
    assert ("后没有复核" in found[rule].said) is not refused_for
    enough = judge.findings(a_posting(place=HUASHAN, pay=pay_for(PayUnit.MONTH, 2000), hours=Hours()))
    assert not [each for each in enough if each.rule.startswith("pay")]


def test_regions_are_compared_by_pairs_of_digits() -> None:
    wages = (a_wage("341000", 1700, 17), a_wage("50", 1900, 19))
    judge = Judge(wages, DistrictSettings(), TODAY)
    expected = {"341003": 1700, "341102": None, "500101": 1900, "510104": None}
    found = {code: judge.wage_at(a_posting(place=Place(adcode=code))) for code in expected}
    assert {code: wage.month if wage else None for code, wage in found.items()} == expected


@pytest.mark.parametrize(
    ("need", "rules"),
    [
        (Requirement(age_min=15), {"under-sixteen"}),
        (Requirement(age_min=14, age_max=15), {"under-sixteen", "age-limit"}),
        (Requirement(age_min=16), set()),
        (Requirement(age_min=18, age_max=35), {"age-limit"}),
        (Requirement(age_max=50), {"age-limit"}),
        (Requirement(age_max=60), set()),
    ],
)
def test_nobody_under_sixteen_is_asked_for_and_upper_limits_are_labelled(need: Requirement, rules: set[str]) -> None:
    assert by_numbers(requirement=need) == rules


@pytest.mark.parametrize(
    ("hours", "settlement", "rules"),
    [
        (Hours(hours_per_day=4, days_per_week=6), Settlement.WEEKLY, set()),
        (Hours(hours_per_day=5, days_per_week=5), Settlement.FORTNIGHTLY, {"part-time-hours"}),
        (Hours(), Settlement.MONTHLY, {"part-time-settlement"}),
    ],
)
def test_part_time_work_has_few_hours_and_is_paid_soon(hours: Hours, settlement: Settlement, rules: set[str]) -> None:
    pay = Pay(unit=PayUnit.HOUR, min=20, max=20, settlement=settlement)
    assert by_numbers(pay=pay, hours=hours, employment=EmploymentType.PART_TIME) == rules
    assert by_numbers(pay=pay, hours=hours, employment=EmploymentType.FULL_TIME) == set()


@only_sqlite  # the rules know no database
@pytest.mark.parametrize(
    ("changes", "rule", "article"),
    [
        ({"职位描述": "限男性，会开车"}, "sex-limit", "《妇女权益保障法》第四十三条"),
        ({"职位描述": "入职交押金500元"}, "deposit", "《劳动合同法》第九条"),
        ({"地区": "马鞍山·花山区", "最低薪资": 1500, "最高薪资": 1800}, "pay-below-minimum", "《劳动法》第四十八条"),
    ],
)
def test_scene_8_what_the_law_does_not_allow_is_refused_with_the_article(
    centre: Centre, take: Take, tmp_path: Path, changes: dict[str, Any], rule: str, article: str
) -> None:
    replace_items(centre, ContentKind.WAGE, [to_record(a_wage())])
    tally = take(write_lines(tmp_path / "a", an_export_row(**changes), an_export_row(职位自编号="2")))
    assert (tally.taken, tally.refused) == (1, 1)
    (entry,) = refused(tmp_path)
    assert entry["reason"].startswith(f"{rule}: ")
    assert article in entry["detail"]
    assert entry["row"]["职位"] == "保洁员"


@only_sqlite  # the rules know no database
def test_scene_8_a_posting_without_a_last_day_is_mended_by_a_rule_with_a_name(
    centre: Centre, take: Take, tmp_path: Path
) -> None:
    tally = take(write_lines(tmp_path / "a", an_export_row()))
    assert (tally.taken, tally.flags["no-validity"], tally.flags["point-without-datum"]) == (1, 1, 1)
    assert take(write_lines(tmp_path / "b", an_export_row()), valid_until=some_day()).flags["no-validity"] == 0


def test_a_posting_that_has_ended_is_refused_unless_the_centre_shows_it(
    centre: Centre, take: Take, keep: Keep, live: Live, clock: FixedClock, tmp_path: Path
) -> None:
    yesterday = local_date(clock.now()) - timedelta(days=1)
    tally = take(write_lines(tmp_path / "a", an_export_row(记录更新日期=exported(-60))))
    assert tally.reasons == {"expired: already past its last day": 1}
    keep(live())
    known = replace(live(), valid_to=yesterday, updated=clock.now().replace(microsecond=0))
    keep(known)
    found = find_posting(centre, known.id)
    assert found is not None
    assert found.valid_to == yesterday


def test_a_newer_copy_that_is_refused_takes_the_older_one_back(centre: Centre, take: Take, tmp_path: Path) -> None:
    take(write_lines(tmp_path / "a", an_export_row(记录更新日期=exported(-3)), an_export_row(职位自编号="2")))
    tally = take(write_lines(tmp_path / "b", an_export_row(职位描述="需缴纳保证金")))
    assert (tally.taken, tally.refused, tally.notes.counts[WITHDRAWN]) == (0, 1, 1)
    with centre.db.reading() as connection:
        assert len(list(connection.scalars(select(posting_table.c.id)))) == 1
    assert take(write_lines(tmp_path / "c", an_export_row(记录更新日期=exported(0)))).taken == 1


@pytest.mark.parametrize("newest_first", [False, True])
def test_in_one_file_too_the_newer_copy_counts_even_if_it_is_refused(
    centre: Centre, take: Take, tmp_path: Path, newest_first: bool
) -> None:
    rows = [an_export_row(记录更新日期=exported(-3)), an_export_row(职位描述="限女性")]
    tally = take(write_lines(tmp_path / "a", *(reversed(rows) if newest_first else rows)))
    assert (tally.taken, tally.unchanged, tally.refused) == (0, 0, 2)


def test_an_older_copy_that_is_not_allowed_changes_nothing(centre: Centre, take: Take, tmp_path: Path) -> None:
    take(write_lines(tmp_path / "a", an_export_row()))
    tally = take(write_lines(tmp_path / "b", an_export_row(职位描述="限女性", 记录更新日期=exported(-3))))
    assert (tally.taken, tally.notes.counts[WITHDRAWN]) == (0, 0)
    with centre.db.reading() as connection:
        assert len(list(connection.scalars(select(posting_table.c.id)))) == 1


@only_sqlite  # an own record is read without one
def test_a_record_of_ours_with_a_point_without_a_datum_is_refused_by_that_name(
    take: Take, live: Live, tmp_path: Path
) -> None:
    record = to_record(live())
    del record["place"]["point"]["datum"]
    tally = take(write_lines(tmp_path / "a", record))
    assert [reason.partition(":")[0] for reason in tally.reasons] == ["point-without-datum"]


def test_scene_9_one_shop_in_three_datums_is_one_pin(centre: Centre, take: Take, tmp_path: Path) -> None:
    gcj = Point(31.7003, 118.5113, Datum.GCJ02)
    wgs = gcj.to_wgs84()
    bd = (31.706009, 118.517896)  # the published formula from GCJ-02
    given = {Datum.WGS84: (wgs.lat, wgs.lon), Datum.GCJ02: (gcj.lat, gcj.lon), Datum.BD09: bd}
    pins = []
    for datum, (lat, lon) in given.items():
        row = an_export_row(职位自编号=datum.value, 纬度=f"{lat:.6f}", 经度=f"{lon:.6f}")
        assert take(write_lines(tmp_path / datum.value, row), datum=datum).taken == 1
    with centre.db.reading() as connection:
        rows = connection.execute(select(posting_table)).all()
    assert len(rows) == 3
    for one in rows:
        point = from_record(json.loads(one.record), Posting).place.point
        assert point is not None
        pins += [point, Point(one.lat, one.lon, Datum.WGS84)]
    assert max(distance_m(a, b) for a in pins for b in pins) < 2


@only_sqlite  # the rules know no database
def test_one_opening_put_up_by_several_is_counted_and_nothing_is_taken_away(take: Take, tmp_path: Path) -> None:
    rows = [an_export_row(职位自编号=str(number)) for number in range(3)]
    tally = take(write_lines(tmp_path / "a", *rows, an_export_row(职位自编号="x", 最低薪资="3001")))
    assert tally.taken == 4
    assert (tally.openings.clusters, tally.openings.largest, tally.openings.repeated) == (1, 3, 2)


@only_sqlite  # what it says is the same whatever the database
def test_the_import_tells_of_flags_and_of_what_was_put_up_twice(centre: Centre, run: Run, tmp_path: Path) -> None:
    rows = [an_export_row(职位自编号=str(number), 职位描述="身体健康") for number in range(2)]
    out = run("import", write_lines(tmp_path / "a.jsonl", *rows)).stdout
    assert "body-wording: speaks of health or looks" in " ".join(out.split())
    assert "1 opening put up more than once" in out
    assert out.splitlines()[-1] == "taken 2, unchanged 0, refused 0"


@only_sqlite  # what it says is the same whatever the database
def test_staff_can_list_what_the_rules_find(centre: Centre, run: Run, tmp_path: Path) -> None:
    row = an_export_row(职位描述="身体健康，月入过万")
    run("import", write_lines(tmp_path / "a.jsonl", row), "--valid-until", some_day(), "--datum", "gcj02")
    said = run("lint").stdout
    assert "body-wording" in said
    assert said.splitlines()[-1] == "2 findings in 1 postings"
    assert "body-wording" not in run("lint", "--rule", "hype").stdout
    (told,) = [json.loads(line) for line in run("lint", "--json").stdout.splitlines()]
    assert [finding["rule"] for finding in told["findings"]] == ["body-wording", "hype"]
    assert told["findings"][1]["article"].startswith("《关于规范网络平台招聘类信息发布的通知》")
    rules = json.loads(run("lint", "--rules", "--json").stdout)
    assert {"name", "action", "words", "article"} == set(rules[0])
