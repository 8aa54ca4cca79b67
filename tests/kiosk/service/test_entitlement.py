"""我能领什么, with the policies of the starter content: who is asked what, and what comes of it."""

from __future__ import annotations

import random
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.clock import local_date
from kiosk.domain.policy import Policy
from kiosk.domain.records import from_record
from kiosk.domain.rules import holds
from kiosk.service.entitlement import Asked, Results
from kiosk.service.entitlement_asking import QUESTIONS_MAX, Verdict, is_due, verdict
from kiosk.service.entitlement_hearing import heard
from kiosk.service.entitlement_questions import ABOUT, QUESTIONS, UNKNOWN, UNSAID
from kiosk.settings import Home
from tests.kiosk.service.entitled import GRADUATE, TODAY, Station, answered, ids, one, people, starter
from tests.simulators import CentreSimulator, FixedClock

ROOT = Path(__file__).parents[3]
ICONS = {path.stem for path in (ROOT / "assets" / "icons").glob("*.svg")}


def test_a_diploma_of_22_months_ago_leaves_two_months(station: Station) -> None:
    calculator = station()
    answers = answered(calculator, GRADUATE)
    assert len(answers) <= 7
    result = one(calculator.results(answers).missing, "05b")
    assert (result.left, result.until, result.lacking) == (
        "大约还剩 2 个月",
        "2026-12-31",
        ("打零工，自己交上社保",),
    )
    assert "您 2025 年 1 月毕业" in result.why
    flexible = answered(calculator, {**GRADUATE, "work": "flexible", "own_insurance": "yes"})
    result = calculator.results(flexible).possible[0]
    assert (result.id[:3], result.left, result.amount) == ("05b", "大约还剩 2 个月", "最多 2/3")
    assert "您自己交社保" in result.why


def test_two_months_later_the_same_diploma_is_of_no_use(station: Station, clock: FixedClock) -> None:
    calculator = station()
    clock.pass_time(72 * 24 * 3600)
    assert local_date(clock.now()) == date(2027, 1, 31)
    flexible = {**GRADUATE, "work": "flexible", "own_insurance": "yes"}
    assert one(calculator.results(flexible).possible, "05b").left == "这个月可能到期，看毕业证上的日子"
    clock.pass_time(24 * 3600)
    now = calculator.results(flexible | {"graduated": "two"})
    assert "05b-insurance-graduates" not in ids((*now.possible, *now.missing, *now.ask))


@pytest.mark.parametrize(
    ("graduated", "left"),
    [("under", "至少还剩 12 个月"), ("one", "至少还剩 6 个月"), ("nearly_two", "最多还剩 6 个月")],
)
def test_a_deadline_known_in_part_is_told_as_far_as_it_is_known(station: Station, graduated: str, left: str) -> None:
    answers = {"work": "flexible", "group": "graduate", "graduated": graduated, "own_insurance": "yes"}
    assert one(station().results(answers).possible, "05b").left == left


def test_sex_is_asked_only_of_those_for_whom_it_matters(station: Station) -> None:
    calculator = station()
    young = answered(calculator, {"work": "quit", "group": "none", "age": "25", "office": "none"})
    near = answered(calculator, {"work": "quit", "group": "none", "age": "55", "office": "none", "sex": "man"})
    assert "sex" not in young
    assert near["sex"] == "man"


def test_who_draws_benefit_near_retirement_is_asked_until_it_is_known(station: Station) -> None:
    calculator = station()
    person = {"work": "dismissed", "group": "none", "office": "drawing", "age": "60", "sex": "man"}
    answers = answered(calculator, {**person, "birth_year": "1966", "birth_season": "1"})
    assert {"birth_year"} <= set(answers)
    gone = calculator.results(answered(calculator, {**person, "birth_year": "1964", "birth_season": "1"}))
    assert "03b-benefit-until-retirement" not in ids((*gone.possible, *gone.ask))


def test_other_regions_rules_are_not_shown(station: Station, centre: CentreSimulator) -> None:
    assert {line.id[:3] for line in station().policies()} & {"02a", "02b", "02c"} == {"02c"}


def test_the_library_has_what_is_current_first_and_what_was_stopped_last(station: Station) -> None:
    lines = station().policies()
    assert [line.stopped for line in lines] == sorted(line.stopped for line in lines)
    standing = [(line.stopped, line.to_confirm) for line in lines]
    assert standing == sorted(standing)
    assert lines[-1].id == "04-temporary-allowance"
    assert {line.topic for line in station().policies("business")} == {"business"}


def test_a_policy_is_told_whole(station: Station) -> None:
    calculator = station()
    view = calculator.policy("05b-insurance-graduates", GRADUATE)
    assert view is not None
    assert (view.number, view.left) == ("财社〔2023〕181号", "大约还剩 2 个月")
    assert view.checked == "演示内容，没向窗口核对"
    assert (view.sure, view.to_confirm, view.stopped) == ("规定写得清楚", False, False)
    assert ("毕业证", "") in view.papers and view.offices[0].name == "社区人社窗口"
    bare = calculator.policy("08-job-seeking-allowance")
    assert bare is not None and (bare.amount, bare.why, bare.left) == ("以当地为准", (), "")
    assert calculator.policy("99-never-written") is None


@pytest.mark.parametrize(
    ("days", "beginning"), [(400, "14"), (404, "15"), (200, "01")], ids=["tax", "veterans", "nobody looked again"]
)
def test_past_its_days_a_rule_is_to_be_confirmed_with_no_network(
    station: Station, clock: FixedClock, days: int, beginning: str
) -> None:
    calculator = station()
    answers = {
        "work": "business",
        "trading": "year",
        "group": "veteran",
        "group_more": "hard_family",
        "family": "low_income",
    }
    if beginning == "01":
        answers = {"work": "quit", "office": "none", "age": "25"}
    assert not one(calculator.results(answers).possible, beginning).to_confirm
    clock.pass_time(days * 24 * 3600)
    results = calculator.results(answers)
    assert beginning not in {result.id[:2] for result in results.possible}
    assert one(results.ask, beginning).to_confirm
    assert one(results.ask, beginning).lacking[0] == "这条要先问还办不办"
    assert one(results.ask, beginning).left == ""


def test_a_rule_says_how_long_it_holds_before_it_ends(station: Station, clock: FixedClock) -> None:
    calculator = station()
    answers = {"work": "business", "trading": "year", "group": "veteran"}
    assert one(calculator.results(answers).possible, "15").left == "办到 2027 年 12 月"
    clock.pass_time(150 * 24 * 3600)
    assert (one(calculator.results(answers).possible, "15").left) == "还剩 8 个月"


def test_before_anything_is_answered_nothing_is_promised(station: Station) -> None:
    results = station().results({})
    assert (results.possible, results.missing, results.asked) == ((), (), 0)


def test_who_only_looks_is_told_of_nothing_that_lacks_and_of_no_reason(station: Station) -> None:
    calculator = station()
    for line in calculator.policies():
        view = calculator.policy(line.id)
        assert view is not None and (view.why, view.lacking, view.open) == ((), (), False)
    view = calculator.policy("03-unemployment-benefit", {"work": "dismissed", "office": "none", "age": "25"})
    assert view is not None and (view.open, view.why) == (True, ())
    assert "还不清楚：失业保险交了几年" in view.lacking
    settled = calculator.policy("01-unemployment-registration", {"work": "dismissed", "office": "none", "age": "25"})
    assert settled is not None and not settled.open and settled.why


def test_a_station_without_policies_asks_nothing(station: Station) -> None:
    calculator = station(({"id": "no policy"},))
    assert calculator.question({}) is None
    assert calculator.results({}) == Results(possible=(), missing=(), ask=(), asked=0)
    assert calculator.policies() == ()


def test_every_question_can_be_left_and_has_pictures_to_touch(station: Station) -> None:
    calculator = station()
    seen: dict[str, Asked] = {}
    for person in people(25):
        given: dict[str, str] = {}
        while asked := calculator.question(given):
            seen[asked.key] = asked
            offered = [option.key for option in asked.options]
            given[asked.key] = person[asked.key] if person.get(asked.key) in offered else UNSAID
    assert len(seen) >= 10
    for asked in seen.values():
        assert [option.key for option in asked.options][-2:] == [UNKNOWN, UNSAID]
        assert len(asked.options) <= 10
        assert {option.icon for option in asked.options} <= ICONS
        assert all(0 < len(option.label) <= 11 for option in asked.options)
        assert 0 < len(asked.asked) <= 14 and len(asked.how) <= 20


def test_what_cannot_be_told_widens_what_has_to_be_asked(station: Station) -> None:
    calculator = station()
    sure = calculator.results({"work": "dismissed", "office": "none", "group": "none", "age": "40", "insured": "five"})
    vague = calculator.results({"work": "dismissed", "office": "none", "group": "none", "age": "40"})
    assert "03-unemployment-benefit" in ids(sure.missing)
    assert "还不清楚：失业保险交了几年" in one(vague.ask, "03-").lacking


def test_a_question_skipped_is_not_asked_again(station: Station) -> None:
    calculator = station()
    first = calculator.question({})
    assert first is not None
    second = calculator.question({}, frozenset({first.key}))
    assert second is not None and second.key != first.key
    assert calculator.question({}, frozenset(f"q{number}" for number in range(QUESTIONS_MAX))) is None


@pytest.mark.parametrize("doubt", [0.0, 0.15])
def test_six_questions_are_usual_and_eight_the_most(station: Station, doubt: float) -> None:
    calculator = station()
    draw = random.Random(3)
    counts = [len(answered(calculator, person, lambda: draw.random() < doubt)) for person in people(60)]
    assert median(counts) <= 6
    assert max(counts) <= QUESTIONS_MAX == 8


def test_when_nothing_is_asked_any_more_no_answer_would_change_what_is_sure(station: Station) -> None:
    calculator, tried = station(), 0
    for person in people(20, seed=11):
        given = answered(calculator, person)
        known = heard(given, TODAY).known
        due = [one for one in QUESTIONS if one.key not in given and is_due(one, known, given)]
        before = calculator.results(given)
        for question, answer in ((its, answer) for its in due for answer in its.answers):
            after = calculator.results({**given, question.key: answer.key})
            if len(given) < QUESTIONS_MAX:
                assert ids(before.possible) == ids(after.possible), (given, question.key, answer.key)
                tried += 1
    assert tried > 100


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        question.key: st.sampled_from([one.key for one in question.answers])
        for question in QUESTIONS
        if question.answers
    },
)
POLICIES = [from_record(record, Policy) for record in starter()]


@given(ANSWERS, st.sampled_from([question for question in QUESTIONS if question.answers]), st.data())
@settings(max_examples=150)
def test_one_more_answer_never_turns_a_sure_yes_into_a_no(
    answers: dict[str, str], question: Any, data: st.DataObject
) -> None:
    answers.pop(question.key, None)
    answers = {key: value for key, value in answers.items() if ORDER[key] < ORDER[question.key]}
    more = {**answers, question.key: data.draw(st.sampled_from([one.key for one in question.answers]))}
    before, after = heard(answers, TODAY).known, heard(more, TODAY).known
    for policy in POLICIES:
        if policy.rule:
            was = holds(policy.rule, before)
            assert was is None or holds(policy.rule, after) is was
            settled = verdict(policy.rule, before)
            assert settled is Verdict.OPEN or verdict(policy.rule, after) is settled


ORDER = {question.key: place for place, question in enumerate(QUESTIONS)}


def test_no_answer_says_that_anything_is_decided(station: Station) -> None:
    calculator = station()
    said = [text for question in QUESTIONS for text in (question.asked, question.how, question.about)]
    said += [text for question in QUESTIONS for one in question.answers for text in (one.label, one.said)]
    said += ABOUT.values()
    for person in people(30, seed=5):
        results = calculator.results(answered(calculator, person))
        for result in (*results.possible, *results.missing, *results.ask):
            said += [str(part) for part in astuple(result)]
    assert len(said) > 500
    assert [text for text in said if any(word in text for word in ("认定", "符合", "肯定"))] == []


def test_nothing_that_was_answered_is_written(station: Station, home: Home) -> None:
    calculator = station()

    def files() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(home.folder.rglob("*")) if path.is_file()}

    calculator.policies()
    before = files()
    for person in people(5):
        answers = answered(calculator, person)
        calculator.results(answers)
        calculator.policy("05b-insurance-graduates", answers)
    assert files() == before
    assert vars(calculator).keys() == {"_shelf"}


def test_the_day_is_asked_for_anew_each_time(station: Station, clock: FixedClock) -> None:
    calculator = station()
    answers = {"work": "flexible", "group": "graduate", "graduated": "nearly_two"}
    asked = calculator.question({**answers, "group_more": "none", "office": "none", "own_insurance": "yes"})
    assert asked is not None and asked.key == "graduated_month"
    assert asked.options[0].label == "2024 年 11 月"
    clock.pass_time(timedelta(days=30).total_seconds())
    asked = calculator.question({**answers, "group_more": "none", "office": "none", "own_insurance": "yes"})
    assert asked is not None and asked.options[0].label == "2024 年 12 月"
