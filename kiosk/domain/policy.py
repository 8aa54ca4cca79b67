"""What a resident may be entitled to: one policy, in plain words and in its own (domain.md §3.8, §4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.codes import Group
from kiosk.domain.content import LINE_MAX, Item, Standing, line, lines, required, standing
from kiosk.domain.rules import Rule

TITLE_MAX = 16
WORDS_MAX = 60


class PolicyTopic(StrEnum):
    """What a policy is about, by its picture."""

    MONEY = "money"
    INSURANCE = "insurance"
    TRAINING = "training"
    JOB = "job"
    BUSINESS = "business"
    RIGHTS = "rights"


class PolicyState(StrEnum):
    """Whether it can be asked for, as whoever checked it knows."""

    OPEN = "open"
    """在办"""
    STOPPED = "stopped"
    """已停办: told so that nobody waits for it"""
    TO_CONFIRM = "to_confirm"
    """待确认"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document to bring. ``instead`` is what will do in its place, such as a promise in writing."""

    name: str
    instead: str = ""

    def __post_init__(self) -> None:
        required("paper", self.name, LINE_MAX)
        line("instead", self.instead, LINE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where it is asked for. ``online`` is the name of a service, as people find it on a phone."""

    name: str
    address: str = ""
    hours: str = ""
    phone: str = ""
    online: str = ""

    def __post_init__(self) -> None:
        required("office", self.name, LINE_MAX)
        for part, text in (("address", self.address), ("hours", self.hours), ("online", self.online)):
            line(part, text, LINE_MAX)
        line("phone", self.phone, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Item):
    """One policy. Shown past its own end too, as 待确认: somebody may have heard of it."""

    title: str
    official_title: str
    number: str = ""
    """文号"""
    issuer: str = ""
    topic: PolicyTopic
    who: str
    """For whom, in one line."""
    benefit: str
    """What one gets, in one line."""
    amount: str = ""
    """The number to show large, such as 最多 2/3; empty where it is 以当地为准."""
    words: tuple[str, ...] = ()
    """More in plain words, a thought each."""
    papers: tuple[Paper, ...] = ()
    offices: tuple[Office, ...] = ()
    deadline: str = ""
    """By when to ask, in words."""
    groups: tuple[Group, ...] = ()
    state: PolicyState = PolicyState.OPEN
    in_force_from: date | None = None
    in_force_to: date | None = None
    """Last day of the rule itself."""
    sure: float
    """How sure whoever wrote it down is of the rule, 0 to 1 (domain.md §4.1)."""
    rule: Rule | None = None
    """Who may be entitled. A limit of time is a condition in it (`kiosk.domain.rules.months_left`); without a rule the
    policy is told of in the library and never reckoned."""

    def _check(self) -> None:
        required("title", self.title, TITLE_MAX)
        required("official_title", self.official_title, 120)
        line("number", self.number, LINE_MAX)
        line("issuer", self.issuer, LINE_MAX)
        required("who", self.who, LINE_MAX)
        required("benefit", self.benefit, LINE_MAX)
        line("amount", self.amount, 14)
        line("deadline", self.deadline, LINE_MAX)
        lines("words", self.words, WORDS_MAX, 8)
        if not 0 <= self.sure <= 1:
            raise ValueError(f"sure: {self.sure} is not 0 to 1")
        if self.in_force_from and self.in_force_to and self.in_force_to < self.in_force_from:
            raise ValueError("in_force_to: before in_force_from")


def policy_standing(policy: Policy, today: date) -> Standing:
    """Tell what a policy is worth on a day: 待确认 also while its rule is not in force, and if somebody said so."""
    known = standing(policy, today)
    if known is not Standing.CURRENT:
        return known
    ended = policy.in_force_to is not None and policy.in_force_to < today
    early = policy.in_force_from is not None and today < policy.in_force_from
    return Standing.TO_CONFIRM if ended or early or policy.state is PolicyState.TO_CONFIRM else known
