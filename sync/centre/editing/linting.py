"""What the schema cannot know of content: whether it is still true, is plain, and names only what there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from kiosk.domain.clock import local_date
from kiosk.domain.content import ContentKind
from kiosk.domain.groups import GroupPage, Skill
from kiosk.domain.meetings import Course, Event
from kiosk.domain.policy import Policy
from sync.centre.editing.problems import Level, Problem, Written

JARGON = ("投递", "招聘岗位", "薪资", "提交", "注册", "点击", "认定")
"""Words of offices that no screen says (ux.md §4.5); instead: 联系, 招人, 工资, 登记, 点."""
PLAIN = frozenset(
    (
        "title",
        "words",
        "who",
        "benefit",
        "answer",
        "subsidy",
        "times",
        "deadline",
        "why",
        "lacking",
        "occupation",
        "instead",
    )
)
"""Fields that residents read as they are."""
CHECKED = frozenset(
    (ContentKind.POLICY, ContentKind.GUIDE, ContentKind.GROUP, ContentKind.SKILL, ContentKind.WORKER, ContentKind.WAGE)
)
"""Kinds that grow old without an end of their own, so each needs a day of review."""
_PHONE = re.compile(r"\+?\(?[0-9][0-9 ()-]*[0-9](?: ?转 ?[0-9]{1,6})?")
_DOCUMENT = re.compile(r"\d+\s*号|令")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What items may name: icons, and the ids of what there is. None where nobody knows, and it is not judged."""

    today: date
    pictures: Collection[str]
    policies: Collection[str] | None = None
    courses: Collection[str] | None = None
    postings: Collection[str] | None = None


Lint = Callable[[Written, Known], Iterator[Problem]]


def linted(written: Written, known: Known) -> list[Problem]:
    """Return what is wrong or doubtful with an item, beyond its schema."""
    return [problem for lint in LINTS for problem in lint(written, known)]


def _review(written: Written, known: Known) -> Iterator[Problem]:
    item, draft = written.item, written.draft
    if item.review_by is None:
        if draft.kind in CHECKED:
            yield draft.problem("no-review-day", "$.review_by: no day by which to look again", level=Level.WARNING)
    elif item.review_by < known.today:
        said = f"$.review_by: was to be looked at again by {item.review_by}; stations show 待确认"
        yield draft.problem("review-overdue", said, "$.review_by", Level.WARNING)
    if item.valid_to and item.valid_to < known.today:
        yield draft.problem("ended", f"$.valid_to: ended on {item.valid_to}", "$.valid_to", Level.WARNING)


def _past(written: Written, known: Known) -> Iterator[Problem]:
    item, draft = written.item, written.draft
    if isinstance(item, Course):
        last: date = item.ends or item.starts
    elif isinstance(item, Event) and item.replay is None:
        last = local_date(item.ends or item.starts)
    else:
        return
    if last < known.today:
        yield draft.problem("past", f"$.starts: over since {last}", "$.starts", Level.WARNING)


def _document(written: Written, known: Known) -> Iterator[Problem]:
    item = written.item
    if isinstance(item, Policy) and not item.number and not _DOCUMENT.search(item.source):
        said = "$.number: neither it nor the source names a document by its number"
        yield written.draft.problem("no-document-number", said, "$.source", Level.WARNING)


def _jargon(written: Written, known: Known) -> Iterator[Problem]:
    for path, name, text in texts_in(written.item):
        for word in JARGON if name in PLAIN else ():
            if word in text:
                yield written.draft.problem("jargon", f"{path}: {word} is a word of offices", path, Level.WARNING)


def _phones(written: Written, known: Known) -> Iterator[Problem]:
    for path, name, text in texts_in(written.item):
        if name == "phone" and text and not _can_be_dialled(text):
            yield written.draft.problem("phone", f"{path}: {text} cannot be dialled", path)


def _pictures(written: Written, known: Known) -> Iterator[Problem]:
    for path, name, text in texts_in(written.item):
        if name == "picture" and text not in known.pictures:
            yield written.draft.problem("unknown-picture", f"{path}: there is no icon {text}", path)


def _names(written: Written, known: Known) -> Iterator[Problem]:
    item, draft = written.item, written.draft
    if isinstance(item, GroupPage) and known.policies is not None:
        for at, name in enumerate(item.policies):
            if name not in known.policies:
                path = f"$.policies[{at}]"
                yield draft.problem("unknown-policy", f"{path}: there is no policy {name}", path)
    if isinstance(item, Skill) and known.courses is not None:
        for at, lead in enumerate(item.leads):
            if lead.course and lead.course not in known.courses:
                path = f"$.leads[{at}].course"
                said = f"{path}: there is no course {lead.course}"
                yield draft.problem("unknown-course", said, path, Level.WARNING)
    if isinstance(item, Event) and known.postings is not None:
        for at, name in enumerate(item.postings):
            if name not in known.postings:
                path = f"$.postings[{at}]"
                yield draft.problem("unknown-posting", f"{path}: there is no posting {name}", path, Level.WARNING)


LINTS: tuple[Lint, ...] = (_review, _past, _document, _jargon, _phones, _pictures, _names)


def texts_in(thing: object, path: str = "$", name: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield every text within an item: the way to it, the field it is in, and itself."""
    if isinstance(thing, str):
        yield path, name, thing
    elif isinstance(thing, tuple):
        for at, part in enumerate(thing):
            yield from texts_in(part, f"{path}[{at}]", name)
    elif is_dataclass(thing):
        for spec in fields(thing):
            yield from texts_in(getattr(thing, spec.name), f"{path}.{spec.name}", spec.name)


def _can_be_dialled(text: str) -> bool:
    """Tell whether a telephone would take it: a service number, a landline, or a mobile number of eleven digits."""
    if not _PHONE.fullmatch(text):
        return False
    digits = re.sub(r"\D", "", text.partition("转")[0])
    is_mobile = digits.startswith("1") and len(digits) > 6 and not digits.startswith("10")
    return len(digits) == 11 if is_mobile else 3 <= len(digits) <= 13
