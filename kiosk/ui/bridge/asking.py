"""Asking what is needed before something is sent, one question on a page. All of it is forgotten once it is kept."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.errors import StationError
from kiosk.domain.tongue import say
from kiosk.service.questions import (
    FLOWS,
    Flow,
    Given,
    Question,
    Sort,
    answers_of,
    notice_of,
    options_of,
    questions_of,
    toggled,
)
from kiosk.ui.bridge.kept import Kept
from kiosk.ui.bridge.number import Number
from kiosk.ui.bridge.records import QStringList, QVariantList
from kiosk.ui.bridge.sender import Sender
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Asking(QObject):
    """The questions of one flow (`kiosk.service.questions.FLOWS`), and what was answered so far."""

    changed = Signal()
    problemChanged = Signal()
    stepped = Signal()
    """Another question is asked."""

    def __init__(self, worker: Worker, number: Number, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._kept = kept
        self._sender = Sender(worker, number, kept, self)
        self._sender.changed.connect(self.changed)
        self._sender.problemChanged.connect(self.problemChanged)
        self._name = "help"
        self._given = Given()
        self._step = 0
        self._sent: set[tuple[str, str]] = set()

    @Slot(str, str, str)
    def begin(self, flow: str, about: str, named: str) -> None:
        """Ask for what a flow needs; ``about`` is a posting's id, ``named`` who or what is named in the questions.

        Going on with the same thing keeps what was answered.
        """
        self._kept.clear()
        self._number.take(FLOWS[flow].digits)
        if (flow, about) != (self._name, self._given.about):
            self._given = Given(about=about, named=named)
            self._step = 0
        self._name = flow
        self._sender.say("")

    @Slot(str)
    def choose(self, key: str) -> None:
        """Take an answer by touch: one of several goes on by itself."""
        question = self._question
        if question.sort is Sort.CHOICES:
            chosen, problem = toggled(self._given.chosen.get(question.key, ()), key)
            self._set_chosen(question.key, chosen)
            self._sender.say(problem)
            return
        self._set_chosen(question.key, (key,))
        if self._is_last:
            self.submit()
        else:
            self.next()

    @Slot(str)
    def write(self, words: str) -> None:
        """Take what was typed as the answer."""
        self._given = replace(self._given, words={**self._given.words, self._question.key: words})
        self._sender.say("")

    @Slot()
    def next(self) -> None:
        """Go on to the next question, or send what was answered."""
        if self._is_last:
            self.submit()
            return
        self._step += 1
        self._sender.say("")
        self.stepped.emit()

    @Slot(result=bool)
    def previous(self) -> bool:
        """Go back one question; return False if this is the first."""
        if self._step == 0:
            return False
        self._step -= 1
        self._number.cover()
        self._sender.say("")
        self.stepped.emit()
        return True

    @Slot()
    def submit(self) -> None:
        """Send what was answered; a mistake leads back to its question."""
        if self._sender.busy:
            return
        name, given = self._name, replace(self._given, phone=self._number.digits)
        if given.about and (name, given.about) in self._sent:
            self._sender.say(say("这个已经记下了，不用再来一次。"))
            return

        def sent() -> None:
            self._sent.add((name, given.about))
            self._forget()

        self._sender.send(name, answers_of(name, given), sent, self._refused)

    @Slot()
    def clear(self) -> None:
        """Forget everything about the person."""
        self._sent.clear()
        self._forget()
        self._sender.end_visit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken. What was said to be mended is judged again when asked."""
        self._sender.say("")

    def _set_chosen(self, key: str, chosen: tuple[str, ...]) -> None:
        self._given = replace(self._given, chosen={**self._given.chosen, key: chosen})

    def _refused(self, problem: StationError) -> str:
        """Lead back to the question whose answer is at fault; return what to say if it is none's."""
        places = [place for place, one in enumerate(self._questions) if one.key == getattr(problem, "field", "")]
        if places and places[0] != self._step:
            self._step = places[0]
            self.stepped.emit()
        return say("现在存不下来，请找人帮忙，或者等一会儿再试。")

    def _forget(self) -> None:
        self._given, self._step = Given(), 0

    @property
    def _flow(self) -> Flow:
        return FLOWS[self._name]

    @property
    def _questions(self) -> tuple[Question, ...]:
        return questions_of(self._name, self._given)

    @property
    def _question(self) -> Question:
        return self._questions[min(self._step, len(self._questions) - 1)]

    @property
    def _is_last(self) -> bool:
        return self._step >= len(self._questions) - 1

    @Property(str, notify=changed)
    def flow(self) -> str:
        return self._name

    @Property(str, notify=changed)
    def about(self) -> str:
        return self._given.about

    @Property(str, notify=changed)
    def sort(self) -> str:
        """How the question is answered (`kiosk.service.questions.Sort`)."""
        return self._question.sort.value

    @Property(int, notify=changed)
    def step(self) -> int:
        """The question asked now, counted from 0."""
        return self._step

    @Property(int, notify=changed)
    def steps(self) -> int:
        """How many questions there are, as far as is known."""
        return len(self._questions)

    @Property(str, notify=changed)
    def asked(self) -> str:
        return say(self._question.asked)

    @Property(str, notify=changed)
    def how(self) -> str:
        return say(self._question.how, named=self._given.named) if self._question.how else ""

    @Property(str, notify=changed)
    def purpose(self) -> str:
        """What is typed for."""
        return self._question.purpose

    @Property(str, notify=changed)
    def notice(self) -> str:
        """Who gets what is sent, what for and for how long."""
        return notice_of(self._name, self._given)

    @Property(str, notify=changed)
    def doing(self) -> str:
        """What the last button says."""
        return say(self._flow.doing) if self._flow.doing else ""

    @Property(str, notify=changed)
    def icon(self) -> str:
        return self._flow.icon

    @Property(str, notify=changed)
    def form(self) -> str:
        """The form on a phone that asks the same; empty if there is none."""
        return self._flow.on_phone

    @Property(bool, notify=changed)
    def last(self) -> bool:
        """Whether answering this question sends it."""
        return self._is_last

    @Property(QVariantList, notify=changed)
    def options(self) -> list[dict[str, str]]:
        """What can be chosen."""
        options = options_of(self._name, self._question, self._given)
        return [{"key": one.key, "name": one.name, "icon": one.icon} for one in options]

    @Property(QStringList, notify=changed)
    def chosen(self) -> list[str]:
        """What has been chosen as the answer to this question."""
        return list(self._given.chosen.get(self._question.key, ()))

    @Property(str, notify=changed)
    def words(self) -> str:
        """What has been typed as the answer to this question."""
        return self._given.words.get(self._question.key, "")

    @Property(str, notify=changed)
    def problem(self) -> str:
        """What to mend, in words; empty if nothing."""
        return self._sender.problem

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._sender.busy

    @Property(bool, notify=changed)
    def halfDone(self) -> bool:
        """Whether something was answered that would be lost."""
        return bool(self._given.chosen or self._given.words)
