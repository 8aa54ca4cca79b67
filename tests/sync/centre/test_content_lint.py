"""What no schema knows of content: each doubt has a name, and passes what is sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.content import ContentKind
from kiosk.domain.records import Record
from sync.centre.editing.building import built
from sync.centre.editing.linting import Known, linted
from sync.centre.editing.problems import Draft, Level, Written
from sync.centre.home import STARTER

TODAY = date(2026, 11, 21)
KNOWN = Known(
    today=TODAY,
    pictures=frozenset(("fish", "boat")),
    policies=frozenset(("p-1",)),
    courses=frozenset(("c-1",)),
    postings=frozenset(("j-1",)),
)
PLACED = {"id": "x-1", "source": "财社〔2023〕181号", "checked_on": "2026-11-20", "checked_by": "测试"}
REVIEWED = {**PLACED, "review_by": "2027-01-01"}
POLICY: Record = {
    **REVIEWED, "title": "补贴", "official_title": "就业困难人员认定办法", "topic": "money",
    "who": "没活干的人", "benefit": "每月发钱", "sure": 0.9,
}  # fmt: skip
COURSE: Record = {**PLACED, "title": "班", "starts": "2026-12-01"}
EVENT: Record = {**PLACED, "title": "会", "sort": "fair", "starts": "2026-12-01T09:00:00+08:00"}
WORKER: Record = {
    **REVIEWED, "name": "小周", "phone": "0555-000 0012", "duties": [{"weekday": 1, "start": 510, "end": 1050}],
}  # fmt: skip
GROUP: Record = {**REVIEWED, "group": "veteran", "title": "退役军人", "words": "给您留的", "policies": ["p-1"]}
SKILL: Record = {
    **REVIEWED, "name": "开船", "picture": "boat",
    "leads": [{"occupation": "保洁船", "why": "会开船", "kinds": ["water"], "course": "c-1"}],
}  # fmt: skip
GUIDE: Record = {
    **REVIEWED, "title": "面试", "topic": "meeting", "picture": "fish",
    "cards": [{"words": "说名字", "picture": "boat"}],
}  # fmt: skip
NOTICE: Record = {**PLACED, "words": "周六也开"}
SOUND = [
    (ContentKind.POLICY, POLICY),
    (ContentKind.COURSE, COURSE),
    (ContentKind.EVENT, EVENT),
    (ContentKind.WORKER, WORKER),
    (ContentKind.GROUP, GROUP),
    (ContentKind.SKILL, SKILL),
    (ContentKind.GUIDE, GUIDE),
    (ContentKind.NOTICE, NOTICE),
]


def problems_of(kind: ContentKind, record: Record, known: Known = KNOWN) -> dict[str, Level]:
    said = {name: value for name, value in record.items() if value is not None}
    draft = Draft(kind, said, "x.yaml line 1", {})
    item, wrong = built(draft)
    assert item is not None, wrong
    return {problem.name: problem.level for problem in linted(Written(item, draft), known)}


@pytest.mark.parametrize(("kind", "record"), SOUND)
def test_what_is_sound_passes(kind: ContentKind, record: Record) -> None:
    assert problems_of(kind, record) == {}


@pytest.mark.parametrize(
    ("kind", "record", "name", "level"),
    [
        (ContentKind.POLICY, POLICY | {"review_by": "2026-11-20"}, "review-overdue", Level.WARNING),
        (
            ContentKind.GUIDE,
            GUIDE | {"review_by": None},
            "no-review-day",
            Level.WARNING,
        ),
        (ContentKind.POLICY, POLICY | {"source": "听说的"}, "no-document-number", Level.WARNING),
        (ContentKind.NOTICE, NOTICE | {"valid_to": "2026-11-20"}, "ended", Level.WARNING),
        (ContentKind.COURSE, COURSE | {"starts": "2026-11-01", "ends": "2026-11-20"}, "past", Level.WARNING),
        (ContentKind.EVENT, EVENT | {"starts": "2026-11-20T09:00:00+08:00"}, "past", Level.WARNING),
        (ContentKind.NOTICE, NOTICE | {"words": "请投递简历"}, "jargon", Level.WARNING),
        (ContentKind.POLICY, POLICY | {"words": ["要先认定"]}, "jargon", Level.WARNING),
        (ContentKind.GUIDE, GUIDE | {"cards": [{"words": "薪资怎么谈", "picture": "boat"}]}, "jargon", Level.WARNING),
        (ContentKind.WORKER, WORKER | {"phone": "打我电话"}, "phone", Level.ERROR),
        (ContentKind.COURSE, COURSE | {"contact": {"phone": "1381234567"}}, "phone", Level.ERROR),
        (ContentKind.POLICY, POLICY | {"offices": [{"name": "窗口", "phone": "12"}]}, "phone", Level.ERROR),
        (ContentKind.GUIDE, GUIDE | {"picture": "dragon"}, "unknown-picture", Level.ERROR),
        (ContentKind.GUIDE, GUIDE | {"cards": [{"words": "好", "picture": "../boat"}]}, "unknown-picture", Level.ERROR),
        (ContentKind.GROUP, GROUP | {"policies": ["p-1", "p-2"]}, "unknown-policy", Level.ERROR),
        (
            ContentKind.SKILL,
            SKILL | {"leads": [{"occupation": "船员", "why": "会", "words": ["船"], "course": "c-2"}]},
            "unknown-course",
            Level.WARNING,
        ),
        (ContentKind.EVENT, EVENT | {"postings": ["j-1", "j-2"]}, "unknown-posting", Level.WARNING),
    ],
)
def test_each_doubt_has_its_name(kind: ContentKind, record: Record, name: str, level: Level) -> None:
    assert problems_of(kind, record) == {name: level}


@pytest.mark.parametrize(
    "phone", ["12333", "138 1234 5678", "0555-000 0012", "(0555) 2471234 转 12", "400-820-0000", "110"]
)
def test_telephones_may_be_written_as_people_write_them(phone: str) -> None:
    assert problems_of(ContentKind.WORKER, WORKER | {"phone": phone}) == {}


def test_what_nobody_knows_is_not_judged() -> None:
    unknown = Known(today=TODAY, pictures=KNOWN.pictures)
    assert problems_of(ContentKind.GROUP, GROUP | {"policies": ["p-9"]}, unknown) == {}
    assert problems_of(ContentKind.EVENT, EVENT | {"postings": ["j-9"]}, unknown) == {}


def test_a_recording_outlives_its_broadcast() -> None:
    replay: dict[str, Any] = {
        "sha256": "0" * 64, "bytes": 1, "type": "video/mp4", "seconds": 5,
        "captions": [{"start": 0, "end": 5, "words": "大家好"}],
    }  # fmt: skip
    assert problems_of(ContentKind.EVENT, EVENT | {"starts": "2026-11-01T09:00:00+08:00", "replay": replay}) == {}


def test_the_starter_has_every_file_of_content_that_it_needs() -> None:
    there = {file.stem for file in Path(STARTER / "content").glob("*.yaml")}
    assert {"wish", "notice", "worker", "figure", "wage"} <= there
