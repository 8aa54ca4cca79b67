"""What can be filled in on a phone: the fields of each page in words, and the form their answers make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.codes import FreeTime, Group, WorkKind
from kiosk.domain.consent import NOTICES, Purpose, agreed
from kiosk.domain.forms import (
    MAX_KINDS,
    NAME_MAX,
    WORDS_MAX,
    Application,
    CallBack,
    Fault,
    Form,
    HelpTopic,
    HelpWanted,
    HiringNeed,
    Registration,
    Report,
    Wish,
    WishTopic,
)
from kiosk.domain.numbers import parse_mobile, parse_phone, parse_uscc
from kiosk.domain.posting import Posting
from kiosk.domain.words import one_line
from sync.centre.phone_answers import Answers
from sync.centre.wording import FAULTS, GROUPS, HELP_TOPICS, TIMES, WISH_TOPICS, WORKS

WITHOUT = "without_phone"


class Sort(StrEnum):
    """How a field is answered."""

    SEVERAL = "several"
    ONE = "one"
    LIST = "list"
    """One of many, folded away until it is touched."""
    TICK = "tick"
    LINE = "line"
    NUMBER = "number"
    WORDS = "words"
    CONSENT = "consent"
    """同意 or 不同意, with its notice above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. ``purpose`` is what a consent agrees to."""

    name: str
    sort: Sort
    asked: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    most: int = NAME_MAX
    purpose: Purpose | None = None
    aside: bool = False
    """Stands with its like in a part that is folded away: nobody needs it."""


class About(StrEnum):
    """Which posting a page needs."""

    NONE = "none"
    KNOWN = "known"
    LIVE = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """One page: what it asks, what is told before the button, and how the answers become a form."""

    heading: str
    lead: str
    fields: tuple[Field, ...]
    purpose: Purpose
    button: str
    make: Callable[[Answers, Posting | None, datetime], Form]
    about: About = About.NONE

    def notice(self, posting: Posting | None) -> str:
        """Return what is told before the button; empty where a consent of its own tells it."""
        return "" if self.purpose is Purpose.EMPLOYER else NOTICES[self.purpose].shown()


def consent_words(field: Field, posting: Posting | None) -> str:
    """Return what a consent of its own is told with."""
    assert field.purpose is not None
    return NOTICES[field.purpose].shown(_employer(posting) if field.purpose is Purpose.EMPLOYER else "")


def _registration(said: Answers, posting: Posting | None, made: datetime) -> Form:
    kinds = said.several("kinds", WorkKind, MAX_KINDS)
    times = said.several("times", FreeTime)
    phone = ""
    if not said.ticked(WITHOUT, "yes"):
        phone = said.number("phone", parse_mobile)
    elif said.typed("phone").strip():
        said.object_to("phone", "填了号码，又选了“不留号码”，请留一样")
    name = said.line("name", NAME_MAX)
    group = said.one("group", Group) if said.agreed("group_consent") else None
    said.settle()
    return Registration(
        made=made,
        consents=(agreed(Purpose.SERVICE), *((agreed(Purpose.GROUP),) if group else ())),
        kinds=kinds,
        times=times,
        phone=phone,
        name=name,
        group=group,
        posting=posting.id if posting else "",
    )


def _application(said: Answers, posting: Posting | None, made: datetime) -> Form:
    assert posting is not None
    phone = said.number("phone", parse_mobile)
    name = said.line("name", NAME_MAX)
    words = said.words("words", WORDS_MAX)
    if not said.agreed("consent"):
        asked = "您选了不同意，就不会交给单位。想问这个岗位，可以点下面的“请人打给我”"
        said.object_to("consent", asked if said.typed("consent") else "请选同意，或者不同意")
    said.settle()
    employer = _employer(posting)
    return Application(
        made=made,
        consents=(agreed(Purpose.EMPLOYER, employer),),
        posting=posting.id,
        employer=employer,
        phone=phone,
        name=name,
        words=words,
        text_first=said.ticked("text_first", "yes"),
    )


def _call(said: Answers, posting: Posting | None, made: datetime) -> Form:
    assert posting is not None
    phone = said.number("phone", parse_mobile)
    said.settle()
    return CallBack(made=made, consents=(agreed(Purpose.SERVICE),), posting=posting.id, phone=phone)


def _help(said: Answers, posting: Posting | None, made: datetime) -> Form:
    topic = said.one("topic", HelpTopic, "请选一样")
    phone = said.number("phone", parse_mobile)
    said.settle()
    assert topic is not None
    return HelpWanted(made=made, consents=(agreed(Purpose.SERVICE),), topic=topic, phone=phone)


def _wish(said: Answers, posting: Posting | None, made: datetime) -> Form:
    topic = said.one("topic", WishTopic, "请选一样")
    words = said.words("words", WORDS_MAX, "请写一句")
    said.settle()
    assert topic is not None
    return Wish(made=made, consents=(agreed(Purpose.VOICE),), topic=topic, words=words)


def _report(said: Answers, posting: Posting | None, made: datetime) -> Form:
    assert posting is not None
    fault = said.one("fault", Fault, "请选一样")
    words = said.words("words", WORDS_MAX)
    said.settle()
    assert fault is not None
    return Report(made=made, consents=(agreed(Purpose.VOICE),), posting=posting.id, fault=fault, words=words)


def _hiring(said: Answers, posting: Posting | None, made: datetime) -> Form:
    employer = said.line("employer", NAME_MAX, "请写店名，照着门头写就行")
    uscc = said.checked("uscc", parse_uscc, said.typed("uscc"))
    kinds = said.several("kinds", WorkKind, MAX_KINDS)
    if not kinds:
        said.object_to("kinds", "请选要招人干什么活")
    words = said.words("words", WORDS_MAX)
    phone = said.number("phone", parse_phone)
    said.settle()
    return HiringNeed(
        made=made,
        consents=(agreed(Purpose.HIRING),),
        employer=employer,
        uscc=uscc,
        kinds=kinds,
        phone=phone,
        words=words,
    )


def _employer(posting: Posting | None) -> str:
    return one_line(posting.employer.name) if posting else ""


_PHONE = Field(name="phone", sort=Sort.NUMBER, asked="打哪个号码找您？", hint="手机号，11 位")
_NAME = Field(name="name", sort=Sort.LINE, asked="怎么称呼您？", hint="可以不填，比如：王师傅")
_KINDS = Field(
    name="kinds",
    sort=Sort.SEVERAL,
    asked="想干什么活？",
    hint=f"最多选 {MAX_KINDS} 个，不选就是都可以",
    options=tuple(WORKS.items()),
)

FORM_PAGES = {
    "registration": FormPage(
        heading="登记找工作",
        lead="有合适的活，社区的人打给您。",
        fields=(
            _KINDS,
            Field(name="times", sort=Sort.SEVERAL, asked="什么时候有空？", options=tuple(TIMES.items())),
            _PHONE,
            Field(name=WITHOUT, sort=Sort.TICK, asked="不留号码", hint="拿着回执来问也行"),
            _NAME,
            Field(
                name="group",
                sort=Sort.LIST,
                asked="哪一类？",
                hint="有的岗位和补贴只给一类人",
                options=tuple(GROUPS.items()),
                aside=True,
            ),
            Field(
                name="group_consent",
                sort=Sort.CONSENT,
                asked="记下是哪类人？",
                hint="不点“同意”就不记，不影响登记",
                purpose=Purpose.GROUP,
                aside=True,
            ),
        ),
        purpose=Purpose.SERVICE,
        button="同意，送出",
        make=_registration,
    ),
    "application": FormPage(
        heading="我想去",
        lead="把手机号交给这一家，就为这一个岗位。",
        fields=(
            _PHONE,
            Field(name="text_first", sort=Sort.TICK, asked="请先发文字", hint="不方便接电话就勾上"),
            _NAME,
            Field(
                name="words",
                sort=Sort.WORDS,
                asked="想对单位说的",
                hint=f"可以不写。做过什么、哪天能来，最多 {WORDS_MAX} 字",
                most=WORDS_MAX,
            ),
            Field(name="consent", sort=Sort.CONSENT, asked="把您填的交给这家？", purpose=Purpose.EMPLOYER),
        ),
        purpose=Purpose.EMPLOYER,
        button="送出",
        make=_application,
        about=About.LIVE,
    ),
    "call": FormPage(
        heading="请人打给我",
        lead="社区的人打给您，说说这个岗位。号码不给单位。",
        fields=(_PHONE,),
        purpose=Purpose.SERVICE,
        button="同意，送出",
        make=_call,
        about=About.LIVE,
    ),
    "help": FormPage(
        heading="一对一帮忙",
        lead="社区的人打给您，一对一帮您。",
        fields=(
            Field(name="topic", sort=Sort.ONE, asked="想让人帮您办什么？", options=tuple(HELP_TOPICS.items())),
            _PHONE,
        ),
        purpose=Purpose.SERVICE,
        button="同意，送出",
        make=_help,
    ),
    "wish": FormPage(
        heading="这个可以有",
        lead="社区会看，能办的就办。",
        fields=(
            Field(name="topic", sort=Sort.ONE, asked="是哪一类？", options=tuple(WISH_TOPICS.items())),
            Field(
                name="words", sort=Sort.WORDS, asked="您想有什么？", hint="一句话就行，别写名字和电话", most=WORDS_MAX
            ),
        ),
        purpose=Purpose.VOICE,
        button="说给社区",
        make=_wish,
    ),
    "report": FormPage(
        heading="这条有问题",
        lead="社区的人会去核实，不留您的名字。",
        fields=(
            Field(name="fault", sort=Sort.ONE, asked="哪里不对？", options=tuple(FAULTS.items())),
            Field(name="words", sort=Sort.WORDS, asked="想多说一句？", hint="可以不写，别写名字和电话", most=WORDS_MAX),
        ),
        purpose=Purpose.VOICE,
        button="告诉社区",
        make=_report,
        about=About.KNOWN,
    ),
    "hiring": FormPage(
        heading="小店招人",
        lead="社区的人打给您核实，核实了才登出来。不收钱。",
        fields=(
            Field(name="employer", sort=Sort.LINE, asked="店叫什么名字？", hint="照着门头写"),
            Field(name="uscc", sort=Sort.LINE, asked="统一社会信用代码", hint="营业执照上的 18 位"),
            Field(
                name="kinds",
                sort=Sort.SEVERAL,
                asked="招人干什么活？",
                hint=f"最多选 {MAX_KINDS} 个",
                options=tuple(WORKS.items()),
            ),
            Field(
                name="words",
                sort=Sort.WORDS,
                asked="说说这个活",
                hint="可以不写。几点到几点、多少钱、在哪里",
                most=WORDS_MAX,
            ),
            Field(name="phone", sort=Sort.NUMBER, asked="打哪个号码找您？", hint="手机，或者带区号的座机"),
        ),
        purpose=Purpose.HIRING,
        button="同意，送出",
        make=_hiring,
    ),
}
"""Every page that can be filled in, by its name in the address ``/f/<name>``."""
