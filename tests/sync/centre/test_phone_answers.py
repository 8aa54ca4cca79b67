"""Whatever is posted as answers becomes a whole form, or says what to mend: nothing else happens."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.codes import FreeTime, Group, WorkKind
from kiosk.domain.forms import FORMS, WORDS_MAX, Fault, Form, HelpTopic, Registration, Wish, WishTopic
from kiosk.domain.progress import Progress
from kiosk.domain.receipt import PICTURE_NAMES, PICTURES
from kiosk.domain.records import from_record, to_record
from kiosk.domain.words import one_line
from sync.centre.phone_answers import Answers, Mistakes, answers_in, digits_of
from sync.centre.phone_forms import FORM_PAGES
from sync.centre.wording import (
    FAULTS,
    GROUPS,
    HELP_TOPICS,
    STANDINGS,
    TIMES,
    WISH_TOPICS,
    WORKS,
)
from tests.samples import a_posting

MADE = datetime(2026, 11, 21, 8, tzinfo=UTC)
NAMES = sorted({field.name for page in FORM_PAGES.values() for field in page.fields})
CODES = sorted({key for page in FORM_PAGES.values() for field in page.fields for key, _ in field.options})
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from([*CODES, "agreed", "declined", "yes", "13812345678", "91340500661431857R", "0555 2345678"]),
    st.text(min_size=WORDS_MAX - 2, max_size=WORDS_MAX + 2),
)


def made(form: str, answers: Answers) -> Form | Mistakes:
    try:
        return FORM_PAGES[form].make(answers, a_posting(), MADE)
    except Mistakes as mistakes:
        return mistakes


@given(st.sampled_from(sorted(FORM_PAGES)), st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=20))
@example("wish", [("topic", "jobs"), ("words", "\u3000\u200d\t\x00")])
@example(
    "hiring",
    [("phone", "１３８１２３４５６７８"), ("uscc", "91340500661431857r"), ("kinds", "shop"), ("employer", "铺")],
)
def test_any_answers_make_a_whole_form_or_say_what_to_mend(form: str, pairs: list[tuple[str, str]]) -> None:
    sound = [(name, value.encode("utf-8", "replace").decode()) for name, value in pairs]
    answers = answers_in(urlencode(sound).encode())
    result = made(form, answers)
    if isinstance(result, Mistakes):
        assert result.of
        assert set(result.of) <= {field.name for field in FORM_PAGES[form].fields}
    else:
        assert from_record(to_record(result), FORMS[result.NAME]) == result


@given(st.binary(max_size=300))
def test_any_bytes_are_answers(body: bytes) -> None:
    answers = answers_in(body)
    for form in FORM_PAGES:
        assert isinstance(made(form, answers), Form | Mistakes)


def test_more_fields_than_any_page_has_are_none() -> None:
    with pytest.raises(ValueError, match="fields"):
        answers_in(b"&".join([b"a=b"] * 101))


@pytest.mark.parametrize(
    "typed",
    ["13812345678", "138 1234 5678", "+86 138-1234-5678", "008613812345678", "８６13812345678", "138１２３４5678"],
)
def test_a_number_is_taken_however_the_phone_writes_it(typed: str) -> None:
    assert digits_of(typed) == "13812345678"
    assert made("registration", Answers({"phone": (typed,)})).telephone == "13812345678"


@pytest.mark.parametrize("typed", ["", "12812345678", "1381234567", "138123456789", "+44 7911 123456", "١٣٨١٢٣٤٥٦٧٨"])
def test_a_number_nobody_can_be_reached_by_is_to_be_mended(typed: str) -> None:
    result = made("registration", Answers({"phone": (typed,)}))
    assert isinstance(result, Mistakes)
    assert set(result.of) == {"phone"}


def test_every_mistake_is_told_at_once() -> None:
    result = made("hiring", Answers({"uscc": ("91340500661431857X",), "phone": ("12345",)}))
    assert isinstance(result, Mistakes)
    assert set(result.of) == {"employer", "uscc", "kinds", "phone"}


def test_words_keep_their_lines_and_lose_what_cannot_be_shown() -> None:
    result = made("wish", Answers({"topic": ("jobs",), "words": (" 半天的活\r\n\u3000走路\t能到\u200b\x00\r",)}))
    assert isinstance(result, Wish)
    assert result.words == "半天的活\n走路 能到"
    assert one_line("王\u3000师\n傅") == "王 师 傅"


def test_words_that_are_too_long_are_counted() -> None:
    result = made("wish", Answers({"topic": ("jobs",), "words": ("活" * (WORDS_MAX + 1),)}))
    assert isinstance(result, Mistakes)
    assert "1001" in result.of["words"]


def test_a_registration_remembers_the_job_it_came_from() -> None:
    result = made("registration", Answers({"without_phone": ("yes",)}))
    assert isinstance(result, Registration)
    assert (result.posting, result.phone, result.kinds) == (a_posting().id, "", ())


def test_everything_that_can_be_chosen_has_words() -> None:
    for words, codes in (
        (WORKS, WorkKind),
        (TIMES, FreeTime),
        (GROUPS, Group),
        (FAULTS, Fault),
        (HELP_TOPICS, HelpTopic),
        (WISH_TOPICS, WishTopic),
        (STANDINGS, Progress),
    ):
        assert set(words) == set(codes)
    assert tuple(PICTURE_NAMES) == PICTURES
