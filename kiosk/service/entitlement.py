"""我能领什么: what somebody may be entitled to, by what he or she answers here. Only an office decides.

Nothing answered is kept: each call is told all answers given so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.facts import NO, Knowledge
from kiosk.domain.policy import Policy, PolicyState, PolicyTopic
from kiosk.domain.rules import Rule, holds, lacking, leaves, months_left, open_facts, reasons
from kiosk.domain.tongue import say
from kiosk.service.entitlement_asking import QUESTIONS_MAX, Verdict, next_question, verdict
from kiosk.service.entitlement_hearing import Heard, answers_of, heard
from kiosk.service.entitlement_questions import ABOUT, UNKNOWN, UNSAID
from kiosk.service.policies import (
    SURE_ENOUGH,
    PolicyLine,
    PolicyView,
    TimeLeft,
    amount,
    policy_line,
    policy_view,
    time_left,
)
from kiosk.service.shelf import Shelf

ASKED_MAX = 2
"""Things named that an office has to be asked about."""
DRAWN = frozenset({PolicyTopic.MONEY, PolicyTopic.INSURANCE, PolicyTopic.TRAINING, PolicyTopic.BUSINESS})
"""What one draws oneself; help with a job, rights and what an employer draws are of use, and not counted."""
_SAID_OF_ALL = frozenset({"work", "months_to_retirement"})


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: what it is called and its picture."""

    key: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, in words."""

    key: str
    asked: str
    how: str
    options: tuple[Option, ...]
    """At most eight, then 不知道 and 不想说."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One policy and what it makes of the answers, in words."""

    id: str
    title: str
    topic: str
    amount: str
    benefit: str
    who: str
    why: tuple[str, ...]
    lacking: tuple[str, ...]
    """还差这些, or what an office has to be asked about."""
    left: str
    """How long yet, such as 还剩 2 个月; empty if no time is running."""
    until: str
    """The last safe day as ISO 8601 has it, if it is known."""
    counts: bool
    """Whether it is one of those one may draw (`DRAWN`)."""
    to_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """可能可以享受, 还差这些, 要问工作人员; and how many questions were answered."""

    possible: tuple[Result, ...]
    missing: tuple[Result, ...]
    ask: tuple[Result, ...]
    asked: int


class Entitlement:
    """Reckons with the policies of a shelf. Belongs to the thread that made it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def question(self, answers: Mapping[str, str], skipped: frozenset[str] = frozenset()) -> Asked | None:
        """Return what to ask next, or None if nothing more would change the result, or enough was asked."""
        if len(answers.keys() | skipped) >= QUESTIONS_MAX:
            return None
        today = self._shelf.today()
        known = heard(answers, today).known
        rules = [policy.rule for policy in self._reckoned() if policy.rule and self._is_certain(policy)]
        found = next_question(rules, known, answers, skipped, today)
        if found is None:
            return None
        options = [Option(one.key, say(one.label), one.icon) for one in answers_of(found, known, today)]
        return Asked(
            key=found.key,
            asked=say(found.asked),
            how=say(found.how),
            options=(*options, Option(UNKNOWN, say("不知道"), "not-known"), Option(UNSAID, say("不想说"), "eye-off")),
        )

    def results(self, answers: Mapping[str, str]) -> Results:
        """Return what the answers lead to; what surely does not fit is left out. What ends soonest comes first, and
        among what is possible what one draws.
        """
        what = heard(answers, self._shelf.today())
        reckoned = [self._result(policy, what) for policy in self._reckoned()]
        reckoned.sort(key=lambda one: one[2].months)
        found = {kind: tuple(result for result, its, _ in reckoned if its is kind) for kind in Verdict}
        return Results(
            possible=tuple(sorted(found[Verdict.YES], key=lambda one: not one.counts)),
            missing=found[Verdict.MISSING],
            ask=found[Verdict.OPEN],
            asked=len(answers),
        )

    def policies(self, topic: str = "") -> tuple[PolicyLine, ...]:
        """Return the library, or what it has on a topic: what is current first, what was stopped last."""
        lines = [
            policy_line(policy, self._shelf.to_confirm(policy))
            for policy in self._shelf.items(Policy)
            if not topic or policy.topic == topic
        ]
        return tuple(sorted(lines, key=lambda line: (line.stopped, line.to_confirm)))

    def policy(self, identity: str, answers: Mapping[str, str] | None = None) -> PolicyView | None:
        """Return one policy with all that is known of it, or None if it is not shown here."""
        policy = self._shelf.item(Policy, identity)
        if policy is None:
            return None
        what = heard(answers or {}, self._shelf.today())
        result, found, left = self._result(policy, what)
        unsettled = found is Verdict.OPEN and bool(what.known)
        return policy_view(policy, result.to_confirm, result.why, result.lacking, left, unsettled=unsettled)

    def _reckoned(self) -> list[Policy]:
        return [one for one in self._shelf.items(Policy) if one.rule and one.state is not PolicyState.STOPPED]

    def _is_certain(self, policy: Policy) -> bool:
        return policy.sure >= SURE_ENOUGH and not self._shelf.to_confirm(policy)

    def _result(self, policy: Policy, what: Heard) -> tuple[Result, Verdict, TimeLeft]:
        to_confirm, today = self._shelf.to_confirm(policy), self._shelf.today()
        rule = policy.rule
        found = verdict(rule, what.known) if rule else Verdict.NO
        if rule and found is not Verdict.NO and not self._is_certain(policy):
            found = Verdict.NO if found is Verdict.OPEN and not _speaks_for(rule, what.known) else Verdict.OPEN
        running = months_left(rule, what.known) if rule and found is not Verdict.NO else None
        left = TimeLeft() if to_confirm else time_left(running, policy.in_force_to, today)
        result = Result(
            id=policy.id,
            title=policy.title,
            topic=policy.topic.value,
            amount=amount(policy),
            benefit=policy.benefit,
            who=policy.who,
            why=_why(rule, what) if rule and found in (Verdict.YES, Verdict.MISSING) else (),
            lacking=self._lacking(policy, rule, what.known, found) if rule and what.known else (),
            left=left.words,
            until=left.until,
            counts=policy.topic in DRAWN,
            to_confirm=to_confirm,
        )
        return result, found, left

    def _lacking(self, policy: Policy, rule: Rule, known: Knowledge, found: Verdict) -> tuple[str, ...]:
        """Return what there is to do, or what an office has to be asked about."""
        if found in (Verdict.YES, Verdict.NO):
            return ()
        to_do = lacking(rule, known) or ()
        if found is Verdict.MISSING:
            return to_do
        about = dict.fromkeys(ABOUT[fact] for fact in open_facts(rule, known))
        asked = [say("还不清楚：{what}", what=say(one)) for one in about][:ASKED_MAX]
        if self._shelf.to_confirm(policy):
            asked.insert(0, say("这条要先问还办不办"))
        elif policy.sure < SURE_ENOUGH:
            asked.insert(0, say("各地不一样，先问一问"))
        return (*to_do, *asked)


def _why(rule: Rule, what: Heard) -> tuple[str, ...]:
    told = [what.said[fact] for fact in reasons(rule, what.known) if fact in what.said]
    return tuple(dict.fromkeys(told))


def _speaks_for(rule: Rule, known: Knowledge) -> bool:
    """Tell whether anything said is for a rule, beyond what is so of nearly everybody who looks for work."""
    return any(holds(one, known) for one in leaves(rule) if one.fact not in _SAID_OF_ALL and one.one_of != (NO,))
