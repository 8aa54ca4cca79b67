"""我能领什么: the questions, what comes of them, and the policies. Answers live here until the visit ends."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.policy import Policy
from kiosk.service.calendar import deadline_code
from kiosk.service.desk import Desk
from kiosk.service.entitlement import Asked, Results
from kiosk.service.entitlement_questions import UNKNOWN, UNSAID
from kiosk.service.handoff import QrCode
from kiosk.service.policies import PolicyLine, PolicyView
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList, QVariantList, QVariantMap, as_map
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

T = TypeVar("T")
REMIND_DAYS = 14
"""A phone reminds of a last day so long before it: papers take time."""
_NOTHING = Results(possible=(), missing=(), ask=(), asked=0)


@QmlElement
class Entitle(QObject):
    """One resident's answers, and the policies they lead to."""

    changed = Signal()
    stepped = Signal()
    """Another question is asked."""
    settled = Signal()
    """There is nothing more to ask: the results are known."""
    opened = Signal()
    """A policy is shown, or is no longer there."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._given: list[tuple[str, str]] = []
        self._asked: Asked | None = None
        self._results = _NOTHING
        self._lines: tuple[PolicyLine, ...] = ()
        self._policy: PolicyView | None = None
        self._reminder: list[str] = []
        self._id = ""
        self._question = 0

    @Slot()
    def begin(self) -> None:
        """Ask the first question of somebody of whom nothing is known."""
        self._given.clear()
        self._results = _NOTHING
        self._next()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Take the answer to the question and ask the next one."""
        if self._asked is not None and key in {one.key for one in self._asked.options}:
            self._given.append((self._asked.key, key))
            self._asked = None
            self._next()

    @Slot(result=bool)
    def previous(self) -> bool:
        """Ask the question before once more; tell whether there was one."""
        if not self._given:
            return False
        self._given.pop()
        self._next()
        return True

    @Slot()
    def showPolicies(self) -> None:
        """List all policies."""
        self._ask(lambda desk: desk.entitlement.policies(), self._take_lines)

    @Slot(str)
    def open(self, policy: str) -> None:
        """Show one policy, with what is known of it by the answers given."""
        self._policy, self._id, self._reminder = None, policy, []
        answers = self._answers()

        def look(desk: Desk) -> tuple[PolicyView | None, QrCode | None]:
            view = desk.entitlement.policy(policy, answers)
            return view, _reminder(desk, view) if view else None

        self._ask(look, lambda told: self._take_policy(*told))

    @Slot()
    def clear(self) -> None:
        """Forget everything about the person."""
        self._question += 1
        self._given.clear()
        self._asked, self._results, self._policy, self._id = None, _NOTHING, None, ""
        self._reminder, self._lines = [], ()
        self.changed.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        if self._asked is not None or self._results is not _NOTHING:
            self._next(settle=False)
        if self._id:
            self.open(self._id)

    def _answers(self) -> dict[str, str]:
        return {question: key for question, key in self._given if key not in (UNKNOWN, UNSAID)}

    def _next(self, *, settle: bool = True) -> None:
        answers = self._answers()
        skipped = frozenset(question for question, key in self._given if key in (UNKNOWN, UNSAID))

        def ask(desk: Desk) -> tuple[Asked | None, Results]:
            return desk.entitlement.question(answers, skipped), desk.entitlement.results(answers)

        self._question += 1
        self._ask(ask, lambda told: self._take(*told, settle=settle))
        self.changed.emit()

    def _ask(self, ask: Callable[[Desk], T], take: Callable[[T], None]) -> None:
        question = self._question
        self._worker.ask(ask, lambda told: take(told) if question == self._question else None)

    def _take(self, asked: Asked | None, results: Results, *, settle: bool) -> None:
        self._asked, self._results = asked, results
        self.changed.emit()
        if asked is not None:
            self.stepped.emit()
        elif settle:
            self.settled.emit()

    def _take_lines(self, lines: tuple[PolicyLine, ...]) -> None:
        self._lines = lines
        self.changed.emit()

    def _take_policy(self, policy: PolicyView | None, reminder: QrCode | None) -> None:
        self._policy, self._reminder = policy, qr_rows(reminder) if reminder else []
        self.changed.emit()
        self.opened.emit()

    @Property(int, notify=changed)
    def step(self) -> int:
        """How many questions have been answered."""
        return len(self._given)

    @Property(str, notify=changed)
    def key(self) -> str:
        """Which question is asked."""
        return self._asked.key if self._asked else ""

    @Property(str, notify=changed)
    def asked(self) -> str:
        return self._asked.asked if self._asked else ""

    @Property(str, notify=changed)
    def how(self) -> str:
        return self._asked.how if self._asked else ""

    @Property(QVariantList, notify=changed)
    def options(self) -> list[dict[str, str]]:
        """The pictures there are to touch."""
        return [
            {"key": one.key, "name": one.label, "icon": one.icon}
            for one in (self._asked.options if self._asked else ())
        ]

    @Property(QVariantList, notify=changed)
    def possible(self) -> list[dict[str, Any]]:
        """What one may be entitled to."""
        return [as_map(one) for one in self._results.possible]

    @Property(QVariantList, notify=changed)
    def missing(self) -> list[dict[str, Any]]:
        """What lacks something that can be done."""
        return [as_map(one) for one in self._results.missing]

    @Property(QVariantList, notify=changed)
    def ask(self) -> list[dict[str, Any]]:
        """What somebody at the counter has to be asked."""
        return [as_map(one) for one in self._results.ask]

    @Property(QStringList, notify=changed)
    def why(self) -> list[str]:
        """Why these, each reason once."""
        return list(dict.fromkeys(reason for one in self._results.possible for reason in one.why))

    @Property(QVariantList, notify=changed)
    def lines(self) -> list[dict[str, Any]]:
        """The policies listed."""
        return [as_map(one) for one in self._lines]

    @Property(bool, notify=changed)
    def hasPolicy(self) -> bool:
        return self._policy is not None

    @Property(str, notify=changed)
    def policyId(self) -> str:
        return self._id

    @Property(QVariantMap, notify=changed)
    def policy(self) -> dict[str, Any]:
        """The policy shown, part by part."""
        return as_map(self._policy) if self._policy else {}

    @Property(QStringList, notify=changed)
    def reminderRows(self) -> list[str]:
        """The last day for a phone's calendar: a text of 0 and 1 for each row; none if there is no such day."""
        return self._reminder

    @property
    def taken(self) -> tuple[str, ...]:
        """The policies one may be entitled to, by their ids."""
        return tuple(one.id for one in self._results.possible)


def _reminder(desk: Desk, view: PolicyView) -> QrCode | None:
    """Return the last day of a policy for a phone's calendar, if there is one."""
    item = desk.shelf.item(Policy, view.id)
    if item is None or not view.until:
        return None
    office = view.offices[0].name if view.offices else ""
    return deadline_code(
        view.title, date.fromisoformat(view.until), office, view.left, changed=item.checked_on, days_ahead=REMIND_DAYS
    )
