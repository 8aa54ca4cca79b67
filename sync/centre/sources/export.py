"""Rows of recruitment exports with Chinese headers as postings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kiosk.domain.clock import local_date
from kiosk.domain.codes import Education, PayUnit
from kiosk.domain.place import Point
from kiosk.domain.posting import (
    TEXT_MAX,
    TITLE_MAX,
    Employer,
    Pay,
    Place,
    Posting,
    Requirement,
    assumed_end,
    posting_id,
)
from sync.centre.sources.kinds import guess_kind
from sync.centre.sources.row import Notes, RowRefused, Said
from sync.centre.sources.text import one_line, plain
from sync.centre.sources.values import flag_of, moment_of, number_of, text_of
from sync.centre.sources.vocabulary import (
    BENEFITS,
    COLUMNS,
    EDUCATION,
    EDUCATION_ENDINGS,
    EDUCATION_OPEN,
    LEFT_ASIDE,
    NOT_SKILLS,
    VERSION_COLUMN,
)

Values = Mapping[str, object]

EMPLOYER_MAX = 200
ADDRESS_MAX = 200
URL_MAX = 500
ITEM_MAX = 40
ITEMS_MAX = 40
FUTURE = timedelta(days=2)
"""A clock may be wrong by this much; a later date is an error, and would keep every true update out."""
LEAST_A_MONTH = 1_000
"""Yuan; exports give pay by the day or hour in the same columns, and below this the unit cannot be known."""
EXPERIENCE_MAX = 50
POINT_DECIMALS = 6
"""0.1 m; beyond, one export rounds otherwise than the next and every posting would seem to have changed."""

NO_DATUM = "point left out: no --datum said"

_YEARS = re.compile(r"\d+(-\d+)?年(及?以[上下])?(经验)?|\d+-\d+年")
_SEPARATORS = re.compile(r"[,，;；、\n]+")


def posting_from_export(values: Values, said: Said, notes: Notes) -> Posting:
    """Return the row as a posting; what had to be left out is counted in ``notes``.

    Raises RowRefused if it is none.
    """
    title = one_line(text_of(values.get("职位")))
    employer = one_line(text_of(values.get("公司")))
    source = one_line(text_of(values.get("发布平台"))) or said.source
    source_id = one_line(text_of(values.get("职位自编号")))
    _require(title, employer, source, source_id)
    updated = _updated(values, said.now)
    benefits, skills = _benefits_and_skills(values, notes)
    posting = Posting(
        id=posting_id(source, source_id),
        source=source,
        source_id=source_id,
        source_url=_url(values, notes),
        title=title,
        employer=Employer(name=employer, name_is_full=flag_of(values.get("公司是否为全称")) is not False),
        kind=guess_kind(title),
        tasks=_tasks(values, notes),
        pay=_pay(values, notes),
        benefits=benefits,
        place=Place(
            address=_capped(values, "地址", ADDRESS_MAX, notes),
            region=_capped(values, "地区", ADDRESS_MAX, notes),
            point=_point(values, said, notes),
        ),
        requirement=_requirement(values, skills, notes),
        published=_day(values, "首次发布时间", notes),
        updated=updated,
        valid_to=said.valid_until or assumed_end(local_date(updated)),
        valid_to_assumed=said.valid_until is None,
    )
    if posting.valid_to_assumed:
        notes.add("end assumed: 30 days after the last update")
    _note_columns(values, notes)
    return posting


def _require(title: str, employer: str, source: str, source_id: str) -> None:
    if not title:
        raise RowRefused("no title")
    if len(title) > TITLE_MAX:
        raise RowRefused("title too long", f"{len(title)} characters; {TITLE_MAX} are allowed")
    if not employer:
        raise RowRefused("no employer")
    if len(employer) > EMPLOYER_MAX:
        raise RowRefused("employer's name too long", f"{len(employer)} characters; {EMPLOYER_MAX} are allowed")
    if not source:
        raise RowRefused("no source (say --source)")
    if not source_id:
        raise RowRefused("no number of its own")
    if len(source) > 64 or len(source_id) > 200:
        raise RowRefused("source or number too long")


def _updated(values: Values, now: datetime) -> datetime:
    updated = moment_of(values.get("记录更新日期")) or moment_of(values.get("首次发布时间"))
    if updated is None:
        raise RowRefused("no date of its last update")
    if updated > now + FUTURE:
        raise RowRefused("dated in the future", updated.date().isoformat())
    return updated


def _day(values: Values, column: str, notes: Notes) -> date | None:
    moment = moment_of(values.get(column))
    if moment is None and values.get(column) not in (None, ""):
        notes.add("date of publication not understood")
    return local_date(moment) if moment else None


def _url(values: Values, notes: Notes) -> str:
    url = text_of(values.get("职位访问地址")).strip()
    if not url:
        return ""
    if len(url) > URL_MAX or not url.startswith(("https://", "http://")) or one_line(url) != url or " " in url:
        notes.add("address of the source left out: not a web address")
        return ""
    return url


def _tasks(values: Values, notes: Notes) -> str:
    tasks = plain(text_of(values.get("职位描述")))
    if len(tasks) > TEXT_MAX:
        notes.add(f"description cut to {TEXT_MAX} characters")
    return tasks[:TEXT_MAX].rstrip()


def _capped(values: Values, column: str, longest: int, notes: Notes) -> str:
    text = one_line(text_of(values.get(column)))
    if len(text) > longest:
        notes.add(f"{column} cut to {longest} characters")
    return text[:longest].rstrip()


def _point(values: Values, said: Said, notes: Notes) -> Point | None:
    lat, lon = number_of(values.get("纬度")), number_of(values.get("经度"))
    if lat is None and lon is None:
        return None
    if said.datum is None:
        notes.add(NO_DATUM)
        return None
    try:
        if lat is None or lon is None:
            raise ValueError("half a point")
        return Point(round(lat, POINT_DECIMALS), round(lon, POINT_DECIMALS), said.datum)
    except ValueError:
        notes.add("point left out: not a place in China")
        return None


def _pay(values: Values, notes: Notes) -> Pay | None:
    low, high = number_of(values.get("最低薪资")), number_of(values.get("最高薪资"))
    if low is None and high is None:
        return None
    if low is None or high is None:
        notes.add("pay left out: only one end stated")
    elif low <= 0 or high <= 0:
        notes.add("pay left out: stated as 0")
    elif not low <= high <= 10_000_000:
        notes.add("pay left out: not a range")
    elif low < LEAST_A_MONTH:
        notes.add("pay left out: unit of pay not stated")
    else:
        months = number_of(values.get("几薪"))
        return Pay(unit=PayUnit.MONTH, min=low, max=high, months=int(months) if months and 12 < months <= 36 else None)
    return None


def _requirement(values: Values, skills: tuple[str, ...], notes: Notes) -> Requirement:
    education, is_open = _education(one_line(text_of(values.get("学历"))), notes)
    years = number_of(values.get("所需经验"))
    if years is not None and not 0 <= years <= EXPERIENCE_MAX:
        notes.add("experience left out: not a number of years")
        years = None
    return Requirement(education=education, education_open=is_open, experience_years=years, skills=skills)


def _education(words: str, notes: Notes) -> tuple[Education | None, bool]:
    if not words or words in EDUCATION_OPEN:
        return None, words in EDUCATION_OPEN
    ending = next((ending for ending in EDUCATION_ENDINGS if words.endswith(ending)), "")
    found = EDUCATION.get(words) or EDUCATION.get(words.removesuffix(ending))
    if found is None:
        notes.add("schooling left out: words not known")
    return found, False


def _benefits_and_skills(values: Values, notes: Notes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    benefits, skills = _items(values, "福利", notes), []
    for item in _items(values, "技能", notes):
        if item in BENEFITS:
            benefits.append(item)
        elif not (item in EDUCATION or item in EDUCATION_OPEN or item in NOT_SKILLS or _YEARS.fullmatch(item)):
            skills.append(item)
    return _distinct(benefits), _distinct(skills)


def _items(values: Values, column: str, notes: Notes) -> list[str]:
    items = [item.strip() for item in _SEPARATORS.split(plain(text_of(values.get(column))))]
    good = [item for item in items if 0 < len(item) <= ITEM_MAX][:ITEMS_MAX]
    if len(good) < sum(1 for item in items if item):
        notes.add(f"{column} shortened: an item over {ITEM_MAX} characters, or over {ITEMS_MAX} items")
    return good


def _distinct(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _note_columns(values: Values, notes: Notes) -> None:
    for name in values.keys() - COLUMNS - LEFT_ASIDE:
        if not name.startswith(VERSION_COLUMN) and values[name] not in (None, ""):
            notes.unknown_column(one_line(name))
