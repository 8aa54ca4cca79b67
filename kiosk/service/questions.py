"""What is asked, one question on a page, before something is sent; and the answers these make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.codes import WorkKind
from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.forms import MAX_KINDS, Fault, HelpTopic, Offer, WishTopic
from kiosk.domain.numbers import LANDLINE_DIGITS, MOBILE_DIGITS
from kiosk.domain.tongue import say
from kiosk.domain.words import one_line
from kiosk.service.answers import (
    Answers,
    Applying,
    AskingForHelp,
    AskingToBeCalled,
    Hiring,
    Reporting,
    SigningUp,
    Wishing,
)

AGREED, DECLINED = "agreed", "declined"
OWN_WORDS = "own"


class Sort(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    """By touching one picture."""
    CHOICES = "choices"
    """By touching up to `MAX_KINDS` pictures."""
    CONSENT = "consent"
    """同意 or 不同意."""
    NUMBER = "number"
    """With the digits of a telephone number."""
    WORDS = "words"
    """By typing."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: what it is called and its picture."""

    key: str
    name: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``key`` is what its answer is called in `answers_of`."""

    key: str
    sort: Sort
    asked: str
    how: str = ""
    options: tuple[Option, ...] = ()
    purpose: str = ""
    """What is typed for (`kiosk.ui.bridge.typing.LIMITS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Something that can be sent: its questions in order, what is agreed to by sending it, and the last button."""

    purpose: Purpose
    questions: tuple[Question, ...]
    doing: str
    icon: str
    done: str
    """What the receipt is headed with."""
    promise: str
    """What happens now."""
    digits: int = MOBILE_DIGITS
    """How many its telephone number has at most."""
    on_phone: str = ""
    """The form of the centre's page that asks the same, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What has been answered so far, and what it is about."""

    about: str = ""
    named: str = ""
    """The employer or the title, by name."""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""

    def one(self, key: str) -> str:
        """Return the one answer chosen, or empty text."""
        return next(iter(self.chosen.get(key, ())), "")


_KINDS = (
    Option("cleaning", "打扫", "work-cleaning"),
    Option("cooking", "做饭", "work-cooking"),
    Option("serving", "服务员", "work-serving"),
    Option("cashier", "收银", "work-cashier"),
    Option("security", "保安", "work-security"),
    Option("driving", "开车送货", "work-driving"),
    Option("warehouse", "搬运仓库", "work-warehouse"),
    Option("shop", "看店", "work-shop"),
    Option("elder_care", "照顾老人", "work-elder-care"),
    Option("child_care", "带孩子", "work-child-care"),
    Option("sewing", "缝纫手工", "work-sewing"),
    Option("other", "别的活", "work-other"),
)
_FAULTS = (
    Option(Fault.FILLED, "已经招满了", "people"),
    Option(Fault.NO_ANSWER, "电话打不通", "phone"),
    Option(Fault.PAY, "工资不对", "money"),
    Option(Fault.FEE, "要先交钱", "warning"),
    Option(Fault.PLACE, "地方不对", "place"),
    Option(Fault.UNFAIR, "限男女年纪", "badge"),
    Option(Fault.OTHER, "别的问题", "flag"),
)
_HELP = (
    Option(HelpTopic.JOB, "找活", "search-person"),
    Option(HelpTopic.SUBSIDY, "补贴社保", "wallet"),
    Option(HelpTopic.WAGES, "工资没拿到", "money"),
    Option(HelpTopic.BUSINESS, "做小生意", "work-shop"),
    Option(HelpTopic.MACHINE, "用这台机器", "touch"),
    Option(HelpTopic.OTHER, "别的事", "chat"),
)
_TOPICS = (
    Option(WishTopic.COUNTER, "家门口办事", "place"),
    Option(WishTopic.TRAINING, "想学的", "school"),
    Option(WishTopic.JOBS, "想找的活", "briefcase"),
    Option(WishTopic.CARE, "老人孩子", "group-carer"),
    Option(WishTopic.PLACE, "这个驿站", "station"),
    Option(WishTopic.OTHER, "别的", "wish"),
)
READY = {
    WishTopic.COUNTER: ("希望家门口能办社保", "希望家门口能办失业登记", "希望周末也有人办事"),
    WishTopic.TRAINING: ("想学烘焙", "想学直播", "想学照顾老人", "想学用电脑"),
    WishTopic.JOBS: ("想要半天的活", "想要能带孩子的活", "想要走路能到的活"),
    WishTopic.CARE: ("希望放学有人看孩子", "希望有老人吃饭的地方"),
    WishTopic.PLACE: ("希望有热水", "希望有充电的地方", "希望有个凳子带靠背"),
    WishTopic.OTHER: ("希望多办招聘会", "希望有人讲劳动合同"),
}
"""Ready sentences for a wish, by its topic."""

TEXT_FIRST = "text"
_FIRST = (Option(TEXT_FIRST, "请先发文字", "chat"), Option("call", "可以打电话", "phone-callback"))
_WHICH_NUMBER = "打哪个号码找您？"

FLOWS = {
    "call": Flow(
        purpose=Purpose.SERVICE,
        questions=(Question(key="phone", sort=Sort.NUMBER, asked=_WHICH_NUMBER, how="社区的人打给您，说说“{named}”"),),
        doing="请打给我",
        icon="phone-callback",
        done="记下了",
        promise="社区的人打给您，说这个岗位",
        on_phone="call",
    ),
    "apply": Flow(
        purpose=Purpose.EMPLOYER,
        questions=(
            Question(key="agreed", sort=Sort.CONSENT, asked="把您的手机号交给这家？", how="只给这一家，就为这一个岗位"),
            Question(key="first", sort=Sort.CHOICE, asked="怎么找您？", how="这家会看到您怎么选", options=_FIRST),
            Question(key="phone", sort=Sort.NUMBER, asked="交哪个号码？", how="{named}"),
        ),
        doing="交给这家",
        icon="briefcase",
        done="记下了",
        promise="号码只交给这一家。他们看过没有，查回执能看到",
        on_phone="application",
    ),
    "report": Flow(
        purpose=Purpose.VOICE,
        questions=(
            Question(
                key="fault", sort=Sort.CHOICE, asked="这条哪里不对？", how="点一下就行，不留名字", options=_FAULTS
            ),
        ),
        doing="",
        icon="flag",
        done="谢谢您告诉我们",
        promise="社区的人会去核实，没留您的名字",
    ),
    "help": Flow(
        purpose=Purpose.SERVICE,
        questions=(
            Question(key="topic", sort=Sort.CHOICE, asked="想让人帮您办什么？", options=_HELP),
            Question(key="phone", sort=Sort.NUMBER, asked=_WHICH_NUMBER, how="社区的人打给您，一对一帮您"),
        ),
        doing="请打给我",
        icon="phone-callback",
        done="记下了",
        promise="社区的人打给您，一对一帮您",
        on_phone="help",
    ),
    "wish": Flow(
        purpose=Purpose.VOICE,
        questions=(
            Question(key="topic", sort=Sort.CHOICE, asked="您想有什么？", how="社区会看，能办的就办", options=_TOPICS),
            Question(key="sentence", sort=Sort.CHOICE, asked="是哪一句？", how="不留名字"),
            Question(
                key="words",
                sort=Sort.WORDS,
                asked="您想说什么？",
                how="别写名字和电话",
                purpose="wish",
            ),
        ),
        doing="说给社区",
        icon="wish",
        done="社区会看到",
        promise="能办的，会写在这台机器上",
        on_phone="wish",
    ),
    "second": Flow(
        purpose=Purpose.VOICE,
        questions=(
            Question(
                key="yes",
                sort=Sort.CHOICE,
                asked="您也想要这个？",
                how="{named}",
                options=(Option("yes", "我也想要", "wish"),),
            ),
        ),
        doing="",
        icon="wish",
        done="加上您这一票了",
        promise="社区看得到有多少人想要",
    ),
    "sign-up": Flow(
        purpose=Purpose.SERVICE,
        questions=(
            Question(key="phone", sort=Sort.NUMBER, asked=_WHICH_NUMBER, how="社区的人打给您，说“{named}”有没有名额"),
        ),
        doing="帮我报名",
        icon="school",
        done="报名记下了",
        promise="名额还没定。社区的人打给您，说有没有",
    ),
    "hiring": Flow(
        purpose=Purpose.HIRING,
        questions=(
            Question(
                key="kinds", sort=Sort.CHOICES, asked="招人干什么活？", how="点图片选，最多选 3 个", options=_KINDS
            ),
            Question(
                key="employer",
                sort=Sort.WORDS,
                asked="店叫什么名字？",
                how="照着门头写",
                purpose="name",
            ),
            Question(
                key="uscc",
                sort=Sort.WORDS,
                asked="营业执照上的代码？",
                how="“统一社会信用代码”，18 位",
                purpose="code",
            ),
            Question(key="phone", sort=Sort.NUMBER, asked=_WHICH_NUMBER, how="核实了才登出来，不收钱"),
        ),
        doing="我要招人",
        icon="people",
        done="记下了",
        promise="社区的人打给您核实，核实了就登出来",
        digits=LANDLINE_DIGITS,
        on_phone="hiring",
    ),
}


def questions_of(flow: str, given: Given) -> tuple[Question, ...]:
    """Return the questions of a flow that are to be asked, given what was answered before."""
    asked = FLOWS[flow].questions
    if flow != "wish":
        return asked
    return asked if given.one("sentence") == OWN_WORDS else asked[:2]


def options_of(flow: str, question: Question, given: Given) -> tuple[Option, ...]:
    """Return what can be chosen as the answer to a question, in the language spoken now."""
    options = question.options
    if flow == "wish" and question.key == "sentence" and given.one("topic"):
        ready = READY[WishTopic(given.one("topic"))]
        options = (
            *(Option(str(place), words, "chat") for place, words in enumerate(ready)),
            Option(OWN_WORDS, "自己写一句", "edit"),
        )
    return tuple(Option(one.key, say(one.name), one.icon) for one in options)


def notice_of(flow: str, given: Given) -> str:
    """Return who gets what is sent, what for and for how long, in the language spoken now."""
    purpose = FLOWS[flow].purpose
    return NOTICES[purpose].shown(one_line(given.named) if purpose is Purpose.EMPLOYER else "")


def toggled(chosen: tuple[str, ...], key: str) -> tuple[tuple[str, ...], str]:
    """Return what is chosen once a picture was touched, at most `MAX_KINDS`, and what to say if that is too many."""
    if key in chosen:
        return tuple(one for one in chosen if one != key), ""
    if len(chosen) < MAX_KINDS:
        return (*chosen, key), ""
    return chosen, say("最多选 {number} 个。点一下选好的，可以取消。", number=MAX_KINDS)


def answers_of(flow: str, given: Given) -> Answers:
    """Return the answers of a flow; whether they make a form is found out by making it."""
    if flow == "call":
        return AskingToBeCalled(posting=given.about, phone=given.phone)
    if flow == "apply":
        agreed = given.one("agreed") == AGREED
        text_first = given.one("first") == TEXT_FIRST
        return Applying(
            posting=given.about, employer=given.named, phone=given.phone, agreed=agreed, text_first=text_first
        )
    if flow == "report":
        return Reporting(posting=given.about, fault=Fault(given.one("fault")))
    if flow == "help":
        return AskingForHelp(topic=HelpTopic(given.one("topic")), phone=given.phone)
    if flow == "wish":
        topic = WishTopic(given.one("topic"))
        sentence = given.one("sentence")
        own = sentence == OWN_WORDS
        return Wishing(topic=topic, words=given.words.get("words", "") if own else READY[topic][int(sentence)])
    if flow == "second":
        kind, _, wish = given.about.partition("/")
        return Wishing(topic=WishTopic(kind), seconds=wish)
    if flow == "sign-up":
        offer, _, item = given.about.partition("/")
        return SigningUp(offer=Offer(offer), item=item, title=one_line(given.named), phone=given.phone)
    return Hiring(
        employer=given.words.get("employer", ""),
        uscc=given.words.get("uscc", ""),
        kinds=tuple(WorkKind(kind) for kind in given.chosen.get("kinds", ())),
        phone=given.phone,
    )


def done_of(sort: str) -> str:
    """Return what a receipt is headed with."""
    return FLOWS[sort].done if sort in FLOWS else _DONE[sort]


def promise_of(sort: str, with_phone: bool) -> str:
    """Return what happens with what was sent."""
    if sort in FLOWS:
        return FLOWS[sort].promise
    return _PROMISES[sort] if with_phone or sort != REGISTER else "没留号码：记住编号，到社区窗口问"


REGISTER, WITHDRAW, BY_PHONE = "register", "withdraw", "phone"
_DONE = {REGISTER: "登记好了", WITHDRAW: "记下了，会删掉", BY_PHONE: "收到了"}
_PROMISES = {
    REGISTER: "有合适的活，社区的人打给您",
    WITHDRAW: "社区的人收到后就删，查回执能看到",
    BY_PHONE: "手机上填的，社区收到了",
}
