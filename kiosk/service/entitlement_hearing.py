"""What the answers given so far tell, and what can still be answered. Held in memory by whoever asks, never here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.facts import NO, YES, Knowledge, Possible, Span, concluded, learned, possible
from kiosk.domain.retirement import month_number, month_of
from kiosk.domain.tongue import say
from kiosk.service.entitlement_questions import QUESTIONS, Answer, Question

OPTIONS_MAX = 8
"""Pictures on a page, beside 不知道 and 不想说."""
_EITHER = frozenset({NO, YES})
_SEASONS = ("1 到 3 月", "4 到 6 月", "7 到 9 月", "10 到 12 月")


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known on a day, and for each fact the words it was told with."""

    known: Knowledge
    said: Mapping[str, str]


def heard(answers: Mapping[str, str], today: date) -> Heard:
    """Return what answers tell. What is no answer to its question, such as 不知道, tells nothing."""
    known: Mapping[str, Possible] = {}
    said: dict[str, str] = {}
    for question in QUESTIONS:
        key = answers.get(question.key)
        for answer in answers_of(question, known, today) if key else ():
            if answer.key == key:
                before, known = known, with_answer(known, answer, today)
                told = [fact for fact in answer.tells if known.get(fact) != before.get(fact)]
                said.update(dict.fromkeys(told, say(answer.said or answer.label)))
    return Heard(known, said)


def with_answer(known: Knowledge, answer: Answer, today: date) -> Knowledge:
    """Return what is known once one more answer is given, with all that follows from it."""
    return concluded(learned(known, answer.tells.items()), today)


def answers_of(question: Question, known: Knowledge, today: date) -> tuple[Answer, ...]:
    """Return what can be chosen; nothing if it is not yet a question, or no longer one."""
    if question.key == "birth_year":
        return _years(possible(known, "birth"))
    if question.key == "birth_season":
        return _seasons(possible(known, "birth"))
    if question.key == "graduated_month":
        return _graduations(possible(known, "months_since_graduation"), today)
    if question.key == "aid":
        return tuple(one for one in question.answers if _can_be(one, known))
    if question.after:
        return tuple(one for one in question.answers if one.key == "none" or possible(known, one.key) == _EITHER)
    return question.answers


def _can_be(answer: Answer, known: Knowledge) -> bool:
    """Tell whether an answer, of chosen facts only, goes with what was told before."""
    told = ((possible(known, fact), what) for fact, what in answer.tells.items())
    return all(isinstance(was, frozenset) and isinstance(what, frozenset) and was & what for was, what in told)


def _years(birth: Possible) -> tuple[Answer, ...]:
    if not isinstance(birth, Span) or birth.high - birth.low > 12 * OPTIONS_MAX:
        return ()
    first, last = (month_of(int(month))[0] for month in (birth.low, birth.high))
    if first == last:
        return ()
    return tuple(
        Answer(
            str(year),
            say("{year} 年", year=year),
            "calendar",
            {"birth": Span(month_number(year, 1), month_number(year, 12))},
            say("您 {year} 年生的", year=year),
        )
        for year in range(first, last + 1)
    )[-OPTIONS_MAX:]


def _seasons(birth: Possible) -> tuple[Answer, ...]:
    if not isinstance(birth, Span) or not 3 < birth.high - birth.low + 1 <= 12:
        return ()
    year, _ = month_of(int(birth.high))
    return tuple(
        Answer(
            str(number),
            words,
            "calendar",
            {"birth": Span(month_number(year, 3 * number - 2), month_number(year, 3 * number))},
            say("您 {year} 年 {months}生的", year=year, months=say(words)),
        )
        for number, words in enumerate(_SEASONS, 1)
    )


def _graduations(since: Possible, today: date) -> tuple[Answer, ...]:
    if not isinstance(since, Span) or not 1 < since.high - since.low + 1 <= OPTIONS_MAX:
        return ()
    now = month_number(today.year, today.month)
    months = ((int(ago), *month_of(now - int(ago))) for ago in range(int(since.high), int(since.low) - 1, -1))
    return tuple(
        Answer(
            f"{year}-{month:02}",
            say("{year} 年 {month} 月", year=year, month=month),
            "calendar",
            {"months_since_graduation": Span(ago, ago)},
            say("您 {year} 年 {month} 月毕业", year=year, month=month),
        )
        for ago, year, month in months
    )
