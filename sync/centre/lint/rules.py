"""The rules for postings: what each is called, what it does to a posting, and the article it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What becomes of a posting that a rule speaks of."""

    REFUSE = "refuse"
    FLAG = "flag"
    """Taken and published; staff see it."""
    MEND = "mend"
    """Taken with what was missing left out or assumed, and saying so."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``words`` are for staff; ``article`` is the law in its own words, or why we ask where no law does."""

    name: str
    action: Action
    words: str
    article: str


_WOMEN = "《妇女权益保障法》第四十三条"
_MARKET = (
    "《人力资源市场暂行条例》第二十四条：招聘信息应当真实、合法，不得含有民族、种族、性别、宗教信仰等方面的歧视性内容"
)
_NOTICE = "《关于规范网络平台招聘类信息发布的通知》（人社厅发〔2025〕60号）"
_SEIZED = (
    "《劳动合同法》第九条：用人单位招用劳动者，不得扣押劳动者的居民身份证和其他证件，"
    "不得要求劳动者提供担保或者以其他名义向劳动者收取财物"
)
_MEN_ONLY = f"{_WOMEN}：除国家另有规定外，不得（一）限定为男性或者规定男性优先；{_MARKET}"
_ORIGIN = f"{_NOTICE}：不得违反国家规定，在户籍、地域、身份等方面设置限制人力资源流动的条件"
_VALIDITY = f"{_NOTICE}：应标注有效期限或及时更新"
_LEAST_PAY = (
    "《劳动法》第四十八条：用人单位支付劳动者的工资不得低于当地最低工资标准；"
    "《劳动合同法》第七十二条：非全日制用工小时计酬标准不得低于用人单位所在地人民政府规定的最低小时工资标准"
)

RULES = (
    Rule("sex-limit", Action.REFUSE, "for one sex only, or one sex first", _MEN_ONLY),
    Rule(
        "sex-limit-exception",
        Action.FLAG,
        "for men only; look whether the law keeps women out of this work",
        "《女职工劳动保护特别规定》附录：女职工禁忌从事矿山井下作业、第四级体力劳动强度的作业，"
        "每小时负重6次以上、每次负重超过20公斤的作业，或者间断负重、每次负重超过25公斤的作业",
    ),
    Rule("sex-hinted", Action.FLAG, "speaks of one sex; look whether it is a limit", _MEN_ONLY),
    Rule("origin-limit", Action.REFUSE, "for people from some places only", _ORIGIN),
    Rule("origin-preferred", Action.FLAG, "people from some places first", _ORIGIN),
    Rule(
        "ethnicity-or-religion",
        Action.REFUSE,
        "for some ethnic groups or beliefs only",
        f"《就业促进法》第三条：劳动者就业，不因民族、种族、性别、宗教信仰等不同而受歧视；{_MARKET}",
    ),
    Rule(
        "marriage-or-birth",
        Action.REFUSE,
        "asks about marriage or children, or for a pregnancy test",
        f"{_WOMEN}：不得（二）进一步询问或者调查女性求职者的婚育情况；（三）将妊娠测试作为入职体检项目；"
        "（四）将限制结婚、生育或者婚姻、生育状况作为录（聘）用条件",
    ),
    Rule(
        "infection",
        Action.REFUSE,
        "keeps out carriers of an infection",
        "《就业促进法》第三十条：用人单位招用人员，不得以是传染病病原携带者为由拒绝录用",
    ),
    Rule(
        "disability",
        Action.REFUSE,
        "keeps out people with disabilities",
        "《就业促进法》第二十九条：用人单位招用人员，不得歧视残疾人",
    ),
    Rule(
        "body-wording",
        Action.FLAG,
        "speaks of health or looks; say what the work asks of the body instead",
        "《就业促进法》第二十九条：用人单位招用人员，不得歧视残疾人；《残疾人保障法》第三十八条：在职工的招用方面不得歧视残疾人",
    ),
    Rule("deposit", Action.REFUSE, "asks for a deposit or a fee", _SEIZED),
    Rule("deposit-mentioned", Action.FLAG, "speaks of a deposit; look who pays it", _SEIZED),
    Rule("papers-held", Action.REFUSE, "keeps people's papers", _SEIZED),
    Rule(
        "training-loan",
        Action.REFUSE,
        "sells training, or a loan for it, as a job",
        f"{_NOTICE}：严禁欺骗、误导求职者签订“招转培”“培训贷”协议",
    ),
    Rule("hype", Action.FLAG, "promises too much", f"{_NOTICE}：不得以高薪、保录等噱头进行虚假宣传"),
    Rule(
        "under-sixteen",
        Action.REFUSE,
        "for people under 16",
        "《未成年人保护法》第六十一条：任何组织或者个人不得招用未满十六周岁未成年人，国家另有规定的除外",
    ),
    Rule("age-limit", Action.FLAG, "an upper age limit", "年龄不在《就业促进法》列出的歧视事由里：标注，不拒收"),
    Rule("pay-below-minimum", Action.REFUSE, "pays less than the region's minimum", _LEAST_PAY),
    Rule(
        "pay-below-minimum-unbound",
        Action.FLAG,
        "pays less than the region's minimum, where that may not bind (劳务, 零工, 见习)",
        _LEAST_PAY,
    ),
    Rule(
        "pay-below-old-minimum",
        Action.FLAG,
        "pays less than a minimum that is overdue for review; look up the one in force",
        _LEAST_PAY,
    ),
    Rule(
        "part-time-hours",
        Action.FLAG,
        "非全日制 with more than 24 hours a week",
        "《劳动合同法》第六十八条：非全日制用工，一般平均每日工作时间不超过四小时，每周工作时间累计不超过二十四小时",
    ),
    Rule(
        "part-time-settlement",
        Action.FLAG,
        "非全日制 paid out less often than every 15 days",
        "《劳动合同法》第七十二条：非全日制用工劳动报酬结算支付周期最长不得超过十五日",
    ),
    Rule("no-validity", Action.MEND, "no last day: 30 days after its last update are assumed", _VALIDITY),
    Rule("expired", Action.REFUSE, "already past its last day", _VALIDITY),
    Rule(
        "point-without-datum",
        Action.MEND,
        "a point whose datum nobody said: the point is left out",
        "没有说明是 WGS-84、GCJ-02 还是 BD-09 的坐标会差出 1.2 公里",
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}
REFUSING = frozenset(rule.name for rule in RULES if rule.action is Action.REFUSE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: its name, and where a posting says it, in the posting's words."""

    rule: str
    said: str

    @property
    def reason(self) -> str:
        """Return why a posting is refused, in a few words that are the same for all of one rule."""
        return f"{self.rule}: {BY_NAME[self.rule].words}"

    @property
    def detail(self) -> str:
        """Return what the posting says and the article against it."""
        return f"「{self.said}」{BY_NAME[self.rule].article}"
