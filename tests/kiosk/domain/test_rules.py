"""Rules as data: three values, what is missing, what is open, and what no answer can take back."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.facts import FACTS, NEVER, Knowledge, Possible, Span, concluded, learned
from kiosk.domain.retirement import month_number
from kiosk.domain.rules import Rule, holds, lacking, leaves, months_left, open_facts, reasons

YES, NO = frozenset({"yes"}), frozenset({"no"})
A, B = Rule(fact="veteran"), Rule(fact="disabled")
TODAY = date(2026, 11, 20)
VALUES: tuple[tuple[bool | None, Possible], ...] = ((True, YES), (False, NO), (None, YES | NO))


def read(text: str) -> Rule:
    return msgspec.json.decode(text.encode(), type=Rule)


def known(a: Possible, b: Possible = YES) -> Knowledge:
    return {"veteran": a, "disabled": b}


@pytest.mark.parametrize(("first", "a"), VALUES)
@pytest.mark.parametrize(("second", "b"), VALUES)
def test_all_any_and_none_have_kleenes_tables(
    first: bool | None, a: Possible, second: bool | None, b: Possible
) -> None:
    both = False if False in (first, second) else None if None in (first, second) else True
    either = True if True in (first, second) else None if None in (first, second) else False
    assert holds(Rule(all_of=(A, B)), known(a, b)) is both
    assert holds(Rule(any_of=(A, B)), known(a, b)) is either
    assert holds(Rule(none_of=(A, B)), known(a, b)) is (None if either is None else not either)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(0, 24, True), (25, 30, False), (-9, -1, False), (20, 30, None), (-3, 0, None)]
)
def test_a_number_known_in_part_is_compared_in_part(low: int, high: int, expected: bool | None) -> None:
    rule = Rule(fact="months_since_graduation", at_least=0, at_most=24)
    assert holds(rule, {"months_since_graduation": Span(low, high)}) is expected


def test_what_never_was_has_no_number() -> None:
    assert holds(Rule(fact="months_since_graduation", at_most=24), {"months_since_graduation": NEVER}) is False
    assert holds(Rule(fact="months_since_graduation", at_most=24), {}) is None


@pytest.mark.parametrize(
    "text",
    [
        '{"fact": "height"}',
        '{"fact": "work", "one_of": ["sailing"]}',
        '{"fact": "veteran", "at_least": 3}',
        '{"fact": "age"}',
        '{"fact": "age", "one_of": ["yes"]}',
        '{"fact": "age", "at_least": 50, "at_most": 40}',
        "{}",
        '{"fact": "veteran", "all_of": [{"fact": "carer"}]}',
        '{"any_of": [{"fact": "carer"}], "one_of": ["yes"]}',
        '{"fact": "veteran", "lacking": "' + "长" * 41 + '"}',
        '{"all_of": [{"all_of": [{"all_of": [{"all_of": [{"all_of": [{"fact": "carer"}]}]}]}]}]}',
        '{"any_of": [' + ", ".join(['{"fact": "carer"}'] * 41) + "]}",
    ],
)
def test_a_rule_that_means_nothing_is_refused_at_the_border(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(text)


def test_the_least_there_is_to_do_is_named() -> None:
    rule = read(
        '{"all_of": [{"fact": "registered", "lacking": "先登记"}, {"any_of": ['
        '{"all_of": [{"fact": "own_insurance", "lacking": "交社保"}, {"fact": "loan", "lacking": "别的"}]},'
        '{"fact": "veteran"}, {"fact": "recognised", "lacking": "先申请"}]}]}'
    )
    nothing: dict[str, Possible] = dict.fromkeys(("registered", "own_insurance", "loan", "veteran", "recognised"), NO)
    assert lacking(rule, nothing) == ("先登记", "先申请")
    assert lacking(rule, {**nothing, "veteran": YES}) == ("先登记",)
    assert lacking(rule, {**nothing, "veteran": YES, "registered": YES}) == ()
    assert lacking(rule, {**nothing, "registered": YES | NO}) is None
    assert holds(rule, nothing, lifted=True) is True


def test_what_cannot_be_helped_is_not_missing() -> None:
    assert (
        lacking(Rule(all_of=(A, Rule(fact="registered", lacking="先登记"))), {"veteran": NO, "registered": NO}) is None
    )


def test_the_reasons_are_the_facts_of_one_way() -> None:
    rule = Rule(all_of=(Rule(any_of=(A, B)), Rule(fact="registered"), Rule(none_of=(Rule(fact="drawing"),))))
    assert reasons(rule, {"disabled": YES, "registered": YES}) == ("disabled", "registered")
    assert reasons(rule, {"veteran": YES, "disabled": YES, "registered": YES}) == ("veteran", "registered")


def test_only_facts_that_may_still_decide_are_open() -> None:
    rule = Rule(all_of=(Rule(any_of=(A, B)), Rule(fact="registered", lacking="先登记")))
    assert open_facts(rule, {}) == ("veteran", "disabled", "registered")
    assert open_facts(rule, {"veteran": YES}) == ("registered",)
    assert open_facts(rule, {"veteran": NO, "disabled": NO}) == ()
    assert open_facts(rule, {"registered": NO}) == ("veteran", "disabled")


def test_the_time_left_is_what_a_limit_leaves_on_the_longest_way() -> None:
    limit = Rule(fact="months_since_graduation", at_least=0, at_most=24)
    since: Knowledge = {"months_since_graduation": Span(22, 22), "veteran": NO}
    assert months_left(limit, since) == Span(2, 2)
    assert months_left(Rule(any_of=(limit, A)), since) == Span(2, 2)
    assert months_left(Rule(any_of=(limit, A)), {**since, "veteran": YES}) is None
    assert months_left(Rule(all_of=(limit, Rule(fact="registered", lacking="先登记"))), since) == Span(2, 2)
    longer = Rule(fact="months_since_graduation", at_least=0, at_most=60)
    assert months_left(Rule(all_of=(limit, longer)), since) == Span(2, 2)
    assert months_left(Rule(any_of=(limit, longer)), since) == Span(38, 38)
    assert months_left(limit, {"months_since_graduation": Span(30, 30)}) is None


def test_the_age_and_the_way_to_retirement_follow_from_what_was_told() -> None:
    told: Knowledge = {"age": Span(55, 59)}
    oldest, youngest = (
        -10 * 12,
        6 * 12 + 9,
    )  # a woman born in 1966-11 retired at 50, a man born in 1971-11 will in 2033-08
    assert concluded(told, TODAY)["months_to_retirement"] == Span(oldest, youngest)
    born = month_number(1974, 6)
    man = concluded({"birth": Span(born, born), "sex": frozenset({"man"})}, TODAY)
    assert (man["age"], man["months_to_retirement"]) == (Span(52, 52), Span(120, 120))
    worker = concluded({**man, "sex": frozenset({"woman"}), "post": frozenset({"worker"})}, TODAY)
    assert isinstance(worker["months_to_retirement"], Span)


def test_what_contradicts_what_was_told_before_is_not_believed() -> None:
    assert learned({"veteran": YES}, [("veteran", NO)]) == {"veteran": YES}
    assert learned({"age": Span(16, 24)}, [("age", Span(40, 49))]) == {"age": Span(16, 24)}
    assert learned({}, [("months_since_graduation", NEVER)]) == {"months_since_graduation": NEVER}
    assert learned({"months_since_graduation": Span(3, 3)}, [("months_since_graduation", NEVER)]) == {
        "months_since_graduation": Span(3, 3)
    }
    with pytest.raises(ValueError, match="veteran"):
        learned({}, [("veteran", Span(1, 2))])


NUMBERS = [name for name, fact in FACTS.items() if fact.is_number and name != "birth"]
CHOICES = [name for name, fact in FACTS.items() if not fact.is_number]
SPANS = st.tuples(st.integers(-5, 70), st.integers(0, 30)).map(lambda at: Span(at[0], at[0] + at[1]))


@st.composite
def conditions(draw: st.DrawFn) -> Rule:
    text = draw(st.sampled_from(("", "先办")))
    if draw(st.booleans()):
        low = draw(st.integers(0, 60))
        return Rule(fact=draw(st.sampled_from(NUMBERS)), at_least=low, at_most=low + 12, lacking=text)
    name = draw(st.sampled_from(CHOICES))
    values = draw(st.lists(st.sampled_from(FACTS[name].values), min_size=1, max_size=2, unique=True))
    return Rule(fact=name, one_of=tuple(values), lacking=text)


def _joined(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda one: Rule(all_of=one)),
        several.map(lambda one: Rule(any_of=one)),
        several.map(lambda one: Rule(none_of=one)),
    )


RULES = conditions() | _joined(conditions()) | _joined(conditions() | _joined(conditions()))


@st.composite
def told(draw: st.DrawFn) -> list[tuple[str, Possible]]:
    found: list[tuple[str, Possible]] = []
    for _ in range(draw(st.integers(0, 8))):
        if draw(st.booleans()):
            found.append((draw(st.sampled_from(NUMBERS)), draw(SPANS | st.just(NEVER))))
        else:
            name = draw(st.sampled_from(CHOICES))
            some = draw(st.lists(st.sampled_from(FACTS[name].values), min_size=1, unique=True))
            found.append((name, frozenset(some)))
    return found


@given(RULES, told(), told())
def test_whatever_is_told_later_never_turns_a_yes_into_a_no(
    rule: Rule, before: list[tuple[str, Possible]], later: list[tuple[str, Possible]]
) -> None:
    first = learned({}, before)
    then = learned(first, later)
    for lifted in (False, True):
        was = holds(rule, first, lifted=lifted)
        assert was is None or holds(rule, then, lifted=lifted) is was


@given(RULES, told())
def test_a_rule_is_not_known_only_while_a_fact_of_it_is_open(rule: Rule, before: list[tuple[str, Possible]]) -> None:
    now = learned({}, before)
    opened = open_facts(rule, now)
    assert set(opened) <= {leaf.fact for leaf in leaves(rule)}
    assert bool(opened) or (holds(rule, now) is not None and holds(rule, now, lifted=True) is not None)
    assert (lacking(rule, now) == ()) == (holds(rule, now) is True)


@given(RULES)
def test_a_rule_survives_the_way_through_a_record(rule: Rule) -> None:
    assert msgspec.json.decode(msgspec.json.encode(rule), type=Rule) == rule
