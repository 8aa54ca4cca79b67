"""What was answered on the screen, and the form it makes: checked answer by answer, in a resident's words.

Nothing here changes what was typed. A mistake names its answer, so that the screen can lead back to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.domain.codes import FreeTime, Group, WorkKind
from kiosk.domain.consent import Purpose, agreed
from kiosk.domain.errors import FieldProblem
from kiosk.domain.forms import (
    MAX_KINDS,
    Application,
    CallBack,
    Fault,
    Form,
    HelpTopic,
    HelpWanted,
    HiringNeed,
    Offer,
    Registration,
    Report,
    SignUp,
    Wish,
    WishTopic,
    Withdrawal,
)
from kiosk.domain.numbers import parse_mobile, parse_phone, parse_uscc
from kiosk.domain.tongue import say
from kiosk.domain.words import one_line


class Answers(Protocol):
    """Answers that may become a form."""

    def form(self, made: datetime) -> Form:
        """Return them as a form. Raises FieldProblem for the first answer that cannot be used yet."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Registering:
    """登记找工作. Without a phone there is none in the form, whatever was typed."""

    kinds: tuple[WorkKind, ...]
    times: tuple[FreeTime, ...]
    phone: str
    without_phone: bool = False
    group: Group | None = None
    posting: str = ""

    def form(self, made: datetime) -> Registration:
        if len(self.kinds) > MAX_KINDS:
            raise FieldProblem("kinds", say("最多选 {number} 个", number=MAX_KINDS))
        phone = "" if self.without_phone else parse_mobile(self.phone)
        consents = (agreed(Purpose.SERVICE), *((agreed(Purpose.GROUP),) if self.group else ()))
        return Registration(
            made=made,
            consents=consents,
            kinds=self.kinds,
            times=self.times,
            phone=phone,
            group=self.group,
            posting=self.posting,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying:
    """联系这家: one employer is given a number. Only with a consent that names it."""

    posting: str
    employer: str
    phone: str
    agreed: bool
    text_first: bool = False

    def form(self, made: datetime) -> Application:
        if not self.agreed:
            raise FieldProblem("agreed", say("要您同意，才能把号码交给单位"))
        return Application(
            made=made,
            consents=(agreed(Purpose.EMPLOYER, one_line(self.employer)),),
            posting=self.posting,
            employer=one_line(self.employer),
            phone=parse_mobile(self.phone),
            text_first=self.text_first,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingToBeCalled:
    """请人打给我."""

    posting: str
    phone: str

    def form(self, made: datetime) -> CallBack:
        return CallBack(
            made=made, consents=(agreed(Purpose.SERVICE),), posting=self.posting, phone=parse_mobile(self.phone)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningUp:
    """报名."""

    offer: Offer
    item: str
    title: str
    phone: str

    def form(self, made: datetime) -> SignUp:
        return SignUp(
            made=made,
            consents=(agreed(Purpose.SERVICE),),
            offer=self.offer,
            item=self.item,
            title=self.title,
            phone=parse_mobile(self.phone),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishing:
    """这个可以有, in one's own words, in ready ones, or as one more voice."""

    topic: WishTopic
    words: str = ""
    seconds: str = ""

    def form(self, made: datetime) -> Wish:
        if not self.words.strip() and not self.seconds:
            raise FieldProblem("words", say("请选一句，或者写一句"))
        return Wish(
            made=made,
            consents=(agreed(Purpose.VOICE),),
            topic=self.topic,
            words="" if self.seconds else self.words,
            seconds=self.seconds,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """这条有问题."""

    posting: str
    fault: Fault
    words: str = ""

    def form(self, made: datetime) -> Report:
        consents = (agreed(Purpose.VOICE),)
        return Report(made=made, consents=consents, posting=self.posting, fault=self.fault, words=self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingForHelp:
    """一对一帮忙."""

    topic: HelpTopic
    phone: str

    def form(self, made: datetime) -> HelpWanted:
        consents = (agreed(Purpose.SERVICE),)
        return HelpWanted(made=made, consents=consents, topic=self.topic, phone=parse_mobile(self.phone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiring:
    """社区小店招人."""

    employer: str
    uscc: str
    kinds: tuple[WorkKind, ...]
    phone: str
    words: str = ""

    def form(self, made: datetime) -> HiringNeed:
        if not self.kinds:
            raise FieldProblem("kinds", say("请选要招人干什么活"))
        if len(self.kinds) > MAX_KINDS:
            raise FieldProblem("kinds", say("最多选 {number} 个", number=MAX_KINDS))
        if not self.employer.strip():
            raise FieldProblem("employer", say("请写店名，照着门头写就行"))
        return HiringNeed(
            made=made,
            consents=(agreed(Purpose.HIRING),),
            employer=self.employer.strip(),
            uscc=parse_uscc(self.uscc),
            kinds=self.kinds,
            phone=parse_phone(self.phone),
            words=self.words,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawing:
    """删除我的信息: of an envelope of this station, or of a receipt from elsewhere."""

    envelope: str = ""
    key: str = ""

    def form(self, made: datetime) -> Withdrawal:
        return Withdrawal(made=made, envelope=self.envelope, key=self.key)
