"""Every flow of questions ends in something that can be sent, and a mistake leads back to its question."""

from datetime import UTC, datetime
from itertools import product

import pytest

from kiosk.domain.consent import NOTICES
from kiosk.domain.errors import FieldProblem
from kiosk.domain.forms import FORMS, WORDS_MAX, Form
from kiosk.service.questions import (
    AGREED,
    FLOWS,
    OWN_WORDS,
    READY,
    Given,
    Question,
    Sort,
    answers_of,
    done_of,
    notice_of,
    options_of,
    promise_of,
    questions_of,
)

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
JOB = "abcdefghijkl"
ABOUT = {"sign-up": "course/c-1", "second": "training/wish-1"}
"""What a flow is about, if it is not a job."""
PHONE = "13900001234"
TYPED = {"employer": "李家豆腐店", "uscc": "91110000600037341L", "words": "希望有个修车的"}


def answered(flow: str, option: int = 0) -> Given:
    """Return what somebody says who answers every question, choosing the option at a place."""
    given = Given(about=ABOUT.get(flow, JOB), named="珍珠园食堂", phone=PHONE)
    for _ in range(9):
        questions = [one for one in questions_of(flow, given) if not has_answer(one, given)]
        if not questions:
            return given
        given = answer(flow, questions[0], given, option)
    raise AssertionError("the questions never end")


def has_answer(question: Question, given: Given) -> bool:
    return question.sort is Sort.NUMBER or question.key in given.chosen or question.key in given.words


def answer(flow: str, question: Question, given: Given, option: int) -> Given:
    if question.sort is Sort.WORDS:
        return Given(**{**parts(given), "words": {**given.words, question.key: TYPED[question.key]}})
    options = [one.key for one in options_of(flow, question, given)]
    key = AGREED if question.sort is Sort.CONSENT else options[option % len(options)]
    return Given(**{**parts(given), "chosen": {**given.chosen, question.key: (key,)}})


def parts(given: Given) -> dict[str, object]:
    return {name: getattr(given, name) for name in ("about", "named", "chosen", "words", "phone")}


def sent(flow: str, given: Given) -> Form:
    return answers_of(flow, given).form(NOW)


@pytest.mark.parametrize(("flow", "option"), [*product(FLOWS, range(12))])
def test_whoever_answers_everything_has_sent_it(flow: str, option: int):
    form = sent(flow, answered(flow, option))
    assert FORMS[form.NAME] is type(form)
    assert [one.purpose for one in form.consents] == [FLOWS[flow].purpose]


@pytest.mark.parametrize("flow", FLOWS)
def test_what_was_agreed_to_is_what_was_shown(flow: str):
    given = answered(flow)
    (consent,) = sent(flow, given).consents
    assert consent == NOTICES[FLOWS[flow].purpose].agreed("珍珠园食堂" if flow == "apply" else "")
    shown = notice_of(flow, given)
    assert ("珍珠园食堂" in shown) == (flow == "apply")
    assert "留" in shown.splitlines()[-1]
    assert consent.days in (92, 183)


@pytest.mark.parametrize("flow", FLOWS)
def test_a_wrong_number_is_said_at_the_question_that_asked_for_it(flow: str):
    numbers = [one for one in FLOWS[flow].questions if one.sort is Sort.NUMBER]
    given = Given(**{**parts(answered(flow)), "phone": "1390000"})
    if not numbers:
        assert sent(flow, given)
        return
    with pytest.raises(FieldProblem) as problem:
        sent(flow, given)
    assert problem.value.field == numbers[0].key


@pytest.mark.parametrize(("key", "typed"), [("employer", " "), ("uscc", "91110000600037341M"), ("uscc", "")])
def test_a_shop_is_led_back_to_what_is_wrong_with_its_licence(key: str, typed: str):
    given = answered("hiring")
    wrong = Given(**{**parts(given), "words": {**given.words, key: typed}})
    with pytest.raises(FieldProblem) as problem:
        sent("hiring", wrong)
    assert problem.value.field == key


def test_nothing_goes_to_an_employer_without_a_consent_that_names_it():
    given = answered("apply")
    with pytest.raises(FieldProblem) as problem:
        sent("apply", Given(**{**parts(given), "chosen": {"agreed": ("declined",)}}))
    assert problem.value.field == "agreed"


def test_a_wish_in_ones_own_words_asks_for_them_and_a_ready_one_does_not():
    ready = Given(chosen={"topic": ("training",), "sentence": ("0",)})
    own = Given(chosen={"topic": ("training",), "sentence": (OWN_WORDS,)})
    assert [one.key for one in questions_of("wish", ready)] == ["topic", "sentence"]
    assert [one.key for one in questions_of("wish", own)] == ["topic", "sentence", "words"]


def test_ready_sentences_fit_a_wish():
    assert all(0 < len(words) <= WORDS_MAX for each in READY.values() for words in each)


@pytest.mark.parametrize("sort", [*FLOWS, "register", "withdraw", "phone"])
def test_every_receipt_says_what_was_done_and_what_happens_now(sort: str):
    assert done_of(sort)
    assert promise_of(sort, True)
    assert promise_of(sort, False)
