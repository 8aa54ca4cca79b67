"""Rules that look at a posting's words. What is denied (无押金, 男女不限) is no finding, and neither is what is said of
customers or of a trade (客户押金, 男装导购)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from kiosk.domain.codes import EmploymentType
from kiosk.domain.posting import Posting
from sync.centre.lint import patterns
from sync.centre.lint.rules import Finding

SAID_MAX = 30
"""Signs of a posting that are quoted."""
AROUND = 10
BEFORE = 40
"""Signs before a word that may take it back, such as the 不收取 of a list of fees."""

Look = Callable[[str, Posting], Iterator[Finding]]


def words_of(posting: Posting) -> str:
    """Return what a posting says in words, a part a line, as the rules read it: one width of signs, no spaces."""
    pay, hours, need = posting.pay, posting.hours, posting.requirement
    parts = [posting.title, posting.summary, posting.tasks, posting.contract, posting.probation, posting.start]
    parts += [hours.flexible, *posting.benefits, *need.certificates, *need.skills, *(tag.why for tag in posting.groups)]
    if pay is not None:
        parts += [pay.piece, pay.pay_day, pay.method, pay.meals, pay.lodging]
    text = unicodedata.normalize("NFKC", "\n".join(part for part in parts if part))
    return text.replace(" ", "").replace("\t", "").replace("【", "[").replace("】", "]")


def found_in_words(posting: Posting) -> Iterator[Finding]:
    """Yield what the words of a posting are found to say."""
    text = words_of(posting)
    for keys, look in LOOKS:
        if any(key in text for key in keys):
            yield from look(text, posting)


@dataclass(frozen=True, slots=True)
class _Words:
    """A rule that one pattern tells, unless what stands right before or after takes it back."""

    rule: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] = patterns.NEVER
    after: re.Pattern[str] = patterns.NEVER

    def __call__(self, text: str, posting: Posting) -> Iterator[Finding]:
        """Yield the first place where it is told."""
        for found in self.pattern.finditer(text):
            start, end = found.span()
            if not (self.before.search(text[max(0, start - BEFORE) : start]) or self.after.match(text[end:])):
                yield Finding(self.rule, _said(text, start, end))
                return


def _said(text: str, start: int, end: int) -> str:
    """Return the clause a finding stands in, or as much of it as is quoted."""
    begin = max(start - AROUND, *(text.rfind(sign, 0, start) + 1 for sign in "\n。;,"), 0)
    stop = min(end + AROUND, *(at for at in (text.find(sign, end) for sign in "\n。;,") if at >= 0), len(text))
    return text[begin:stop].strip()[:SAID_MAX].replace("\n", " ")


def _sex(text: str, posting: Posting) -> Iterator[Finding]:
    is_open = patterns.OPEN.search(text) is not None
    text = patterns.OPEN.sub("", text)
    title = text.partition("\n")[0]
    found = patterns.SEX_IN_TITLE.search(title) or patterns.SEX_LIMIT.search(text)
    if found is None:
        if not is_open:
            yield from list(_SEX_HINTED(title, posting)) or _SEX_SOUGHT(text, posting)
        return
    said = _said(text, *found.span())
    heavy = (posting.demands.lifting_kg or 0) > patterns.HEAVY_KG or patterns.KEPT_FROM_WOMEN.search(text) is not None
    if is_open or patterns.BOTH_TOLD.search(text):
        yield Finding("sex-hinted", said)
    else:
        for_men = "男" in found.group() and "女" not in found.group()
        yield Finding("sex-limit-exception" if for_men and heavy else "sex-limit", said)


def _origin(text: str, posting: Posting) -> Iterator[Finding]:
    if patterns.ORIGIN_OPEN.search(text):
        return
    limits = list(_ORIGIN_LIMIT(text, posting))
    if limits and posting.employment is EmploymentType.PUBLIC_WELFARE:  # which the law keeps for residents of a place
        yield Finding("origin-preferred", limits[0].said)
    else:
        yield from limits or _ORIGIN_PREFERRED(text, posting)


def _fees(text: str, posting: Posting) -> Iterator[Finding]:
    if held := list(_WAGES_HELD(text, posting)):
        yield from held
        return
    mentioned: list[Finding] = []
    for found in patterns.FEE.finditer(text):
        start, end = found.span()
        before = re.split(r"[。;\n]", text[max(0, start - BEFORE) : start])[-1]
        after = text[end : end + AROUND]
        if patterns.LIST_OF_FEES.search(before) or patterns.FREE.match(after):
            continue
        if patterns.OF_CUSTOMERS.search(_clause(before, after)):
            continue
        is_sum = patterns.SUM.match(after) is not None and found.group() not in patterns.REWARDS
        is_taken = is_sum or patterns.FROM_WAGES.match(after) is not None
        if patterns.ASKED.search(before) or patterns.OF_A_JOB.search(before) or is_taken:
            yield Finding("deposit", _said(text, start, end))
            return
        if found.group() == "押金":
            mentioned.append(Finding("deposit-mentioned", _said(text, start, end)))
    yield from mentioned[:1]


def _clause(before: str, after: str) -> str:
    """Return what stands beside a word in its own clause, some signs of it."""
    return re.split("[,:]", before)[-1][-AROUND:] + re.split(r"[,。;\n]", after)[0]


_SEX_HINTED = _Words("sex-hinted", patterns.SEX_HINTED)
_SEX_SOUGHT = _Words("sex-hinted", patterns.SEX_SOUGHT)
_WAGES_HELD = _Words("deposit", patterns.WAGES_HELD, before=patterns.DENIED)
_ORIGIN_LIMIT = _Words("origin-limit", patterns.ORIGIN_LIMIT, before=patterns.ORIGIN_GIVEN)
_ORIGIN_PREFERRED = _Words("origin-preferred", patterns.ORIGIN_PREFERRED, before=patterns.ORIGIN_GIVEN)
_denied = partial(_Words, before=patterns.DENIED)

LOOKS: tuple[tuple[tuple[str, ...], Look], ...] = (
    (("男", "女"), _sex),
    (("户籍", "户口", "本地", "当地", "本市", "外地", "外省", "外来", "勿扰", "除外", "不招", "免谈"), _origin),
    (("族", "信仰", "信教", "宗教", "信佛", "信基督"), _denied("ethnicity-or-religion", patterns.BELIEF)),
    (
        ("婚", "孕", "妊", "育", "怀"),
        _Words("marriage-or-birth", patterns.FAMILY, before=patterns.UNASKED, after=patterns.ANYBODY),
    ),
    (
        ("乙肝", "肝炎", "三阳", "两对半", "携带者"),
        _Words("infection", patterns.INFECTION, before=patterns.FORBIDDEN, after=patterns.ANYBODY),
    ),
    (("残疾", "残障", "聋哑"), _Words("disability", patterns.DISABLED)),
    (("健康", "健全", "端正", "疾病", "病史"), _Words("body-wording", patterns.BODY)),
    (("押", "保证金", "费"), _fees),
    (("证",), _Words("papers-held", patterns.HELD, before=patterns.NOT_OF_WORKERS)),
    (("证",), _Words("papers-held", patterns.HELD_BY_THEM, before=patterns.NOT_OF_WORKERS)),
    (("培训", "招转培", "先学", "学费", "学习"), _denied("training-loan", patterns.LOAN)),
    (("保录", "包录", "录用", "录取", "赚", "包就业", "包分配", "入", "轻松"), _denied("hype", patterns.HYPE)),
    (
        ("岁", "童工", "年龄"),
        _Words("under-sixteen", patterns.YOUNG, before=patterns.PUPILS_BEFORE, after=patterns.PUPILS_AFTER),
    ),
)
"""For each look at the words, what must stand in them for it to be worth while."""
