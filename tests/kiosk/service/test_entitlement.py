"""我能领什么, with the policies of the starter content: who is asked what, and what comes of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import astuple
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from kiosk.domain.clock import CHINA, local_date
from kiosk.domain.policy import Policy
from kiosk.domain.records import Record, from_record, to_record
from kiosk.domain.rules import holds
from kiosk.service.entitlement import Asked, Entitlement, Result, Results
from kiosk.service.entitlement_asking import QUESTIONS_MAX, Verdict, is_due, verdict
from kiosk.service.entitlement_hearing import heard
from kiosk.service.entitlement_questions import ABOUT, QUESTIONS, UNKNOWN, UNSAID
from kiosk.service.shelf import Shelf
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

ROOT = Path(__file__).parents[3]
ICONS = {path.stem for path in (ROOT / "assets" / "icons").glob("*.svg")}
TODAY = date(2026, 11, 20)
Station = Callable[..., Entitlement]
GRADUATE = {
    "work": "first",
    "group": "graduate",
    "group_more": "none",
    "office": "none",
    "graduated": "nearly_two",
    "graduated_month": "2025-01",
}
"""Person E of domain.md §6.1, who got her diploma 22 months before `TODAY`."""


@cache
def starter() -> tuple[Record, ...]:
    text = (ROOT / "assets" / "starter" / "content" / "policy.yaml").read_text("utf-8")
    return tuple(to_record(from_record(one, Policy)) for one in YAML(typ="safe").load(text)["items"])


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


@pytest.fixture
def station(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Station]:
    """Give a station's calculator; called again, the policies and the day are others."""
    clock.pass_time((at_noon(TODAY) - clock.now()).total_seconds())
    join(home, centre, centre.token, "驿站")
    with closing(CatalogueReader(home.catalogue)) as reader:
        calculator = Entitlement(Shelf(reader, lambda: local_date(clock.now())))

        def publish(records: tuple[Record, ...] = (), district: str = DISTRICT) -> Entitlement:
            centre.publish([], others={"policy": list(records or starter())})
            with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
                exchange.once()
            return calculator

        yield publish


def ids(results: tuple[Result, ...]) -> set[str]:
    return {one.id for one in results}


def one(results: tuple[Result, ...], beginning: str) -> Result:
    return next(result for result in results if result.id.startswith(beginning))


def answered(
    calculator: Entitlement, person: Mapping[str, str], doubt: Callable[[], bool] = lambda: False
) -> dict[str, str]:
    """Return the answers somebody has given when nothing more is asked; what is not in ``person`` is 不知道."""
    given: dict[str, str] = {}
    while asked := calculator.question(given):
        offered = {option.key for option in asked.options}
        answer = person.get(asked.key, UNKNOWN)
        given[asked.key] = UNKNOWN if doubt() or answer not in offered else answer
    return given


def test_a_diploma_of_22_months_ago_leaves_two_months(station: Station) -> None:
    calculator = station()
    answers = answered(calculator, GRADUATE)
    assert len(answers) <= 6
    result = one(calculator.results(answers).missing, "05b")
    assert (result.left, result.until, result.lacking) == ("还剩 2 个月", "2027-01-31", ("打零工，自己交上社保",))
    assert "您 2025 年 1 月毕业" in result.why
    flexible = answered(calculator, {**GRADUATE, "work": "flexible", "own_insurance": "yes"})
    result = calculator.results(flexible).possible[0]
    assert (result.id[:3], result.left, result.amount) == ("05b", "还剩 2 个月", "最多 2/3")
    assert "您自己交社保" in result.why


def test_two_months_later_the_same_diploma_is_of_no_use(station: Station, clock: FixedClock) -> None:
    calculator = station()
    clock.pass_time(72 * 24 * 3600)
    assert local_date(clock.now()) == date(2027, 1, 31)
    flexible = {**GRADUATE, "work": "flexible", "own_insurance": "yes"}
    assert one(calculator.results(flexible).possible, "05b").left == "这个月到期"
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


def test_person_a_without_work_learns_the_way_in(station: Station) -> None:
    calculator = station()
    answers = answered(calculator, {"work": "quit", "group": "none", "age": "25", "office": "none"})
    results = calculator.results(answers)
    assert (ids(results.possible), results.asked) == ({"01-unemployment-registration"}, 4)
    assert one(results.missing, "12").lacking == ("先办失业登记",)


def test_person_b_an_ex_fisher_is_shown_the_help_for_fishers(station: Station) -> None:
    calculator = station()
    person = {"work": "flexible", "group": "fisher", "group_more": "none", "office": "none", "own_insurance": "no"}
    results = calculator.results(answered(calculator, person))
    assert {"17-ex-fishers", "24-wage-rights"} <= ids(results.possible)
    assert one(results.possible, "17").why == ("您是退捕渔民",)


def test_person_c_a_mother_is_shown_flexible_posts_and_training(station: Station) -> None:
    calculator = station()
    person = {"work": "quit", "group": "carer", "group_more": "none", "office": "new", "age": "25"}
    results = calculator.results(answered(calculator, person))
    assert {"21-flexible-posts-carers", "12-training-allowance"} <= ids(results.possible)


def test_person_d_with_a_disability_learns_what_to_do_first(station: Station) -> None:
    calculator = station()
    person = {
        "work": "dismissed",
        "group": "disabled",
        "group_more": "none",
        "office": "year",
        "age": "40",
        "insured": "one",
    }
    results = calculator.results(answered(calculator, person))
    assert {"03-unemployment-benefit", "18-disabled-service"} <= ids(results.possible)
    assert one(results.missing, "07").lacking == ("先申请就业困难帮扶",)
    assert "02c-hard-to-place-anhui" in ids(results.ask)


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
    assert (view.number, view.left, view.checked) == ("财社〔2023〕181号", "还剩 2 个月", "2026 年 11 月 20 日核对过")
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


def people(count: int, seed: int = 7) -> list[dict[str, str]]:
    """Return made-up residents: what each would answer, about as often as such people come to a station."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        age = draw.choices([20, 22, 24, 28, 33, 38, 42, 47, 52, 57, 61, 66], [5, 8, 6, 10, 12, 10, 10, 9, 8, 6, 3, 3])[
            0
        ]
        man = draw.random() < 0.5
        groups = [
            group
            for group, chance in (
                ("graduate", 0.45 if 19 <= age <= 27 else 0),
                ("veteran", 0.1 if man else 0),
                ("fisher", 0.06 if age > 35 else 0),
                ("disabled", 0.07),
                ("migrant", 0.3 if age > 27 else 0.15),
                ("carer", 0.35 if 24 <= age <= 48 else 0),
                ("hard_family", 0.12),
            )
            if draw.random() < chance
        ]
        named = dict(zip(("group", "group_more", "group_third"), chain(groups, ["none"]), strict=False))
        found.append(
            {
                **named,
                "work": draw.choices(
                    ["dismissed", "quit", "first", "business", "employed", "flexible", "platform", "resting"],
                    [20, 16, 9, 11, 10, 20, 6, 8],
                )[0],
                "age": str(max(low for low in (0, 16, 25, 40, 50, 55, 60, 63) if low <= age)),
                "sex": "man" if man else "woman",
                "birth_year": str(TODAY.year - age),
                "birth_season": str(draw.randint(1, 4)),
                "post": draw.choice(["worker", "worker", "cadre"]),
                "family": draw.choice(["low_income", "zero_job", "relieved", "single_parent", "land_lost"]),
                "office": draw.choices(
                    ["none", "new", "half_year", "year", "recognised", "drawing"], [55, 15, 8, 8, 7, 7]
                )[0],
                "insured": draw.choices(["none", "under", "one", "five", "ten"], [40, 10, 25, 15, 10])[0],
                "left": draw.choice(["dismissed", "quit", "never"]),
                "own_insurance": draw.choice(["yes", "no"]),
                "trading": draw.choice(["not_yet", "new", "year"]),
                "graduated": draw.choice(["leaving", "later", "under", "under", "one", "nearly_two", "two", "five"]),
                "graduated_month": draw.choice(["2024-12", "2025-01", "2025-03"]),
                "loan": draw.choice(["yes", "no", "no"]),
            }
        )
    return found


@pytest.mark.parametrize("doubt", [0.0, 0.15])
def test_five_questions_are_usual_and_eight_the_most(station: Station, doubt: float) -> None:
    calculator = station()
    draw = random.Random(3)
    counts = [len(answered(calculator, person, lambda: draw.random() < doubt)) for person in people(60)]
    assert median(counts) <= 5
    assert max(counts) <= QUESTIONS_MAX == 8


def test_when_nothing_is_asked_any_more_no_answer_would_change_what_is_sure(station: Station) -> None:
    calculator, tried = station(), 0
    for person in people(20, seed=11):
        given = answered(calculator, person)
        known = heard(given, TODAY).known
        due = [one for one in QUESTIONS if one.key not in given and is_due(one, known, given)]
        before = calculator.results(given)
        for question, answer in ((one, answer) for one in due for answer in one.answers):
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
