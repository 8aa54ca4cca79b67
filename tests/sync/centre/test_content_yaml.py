"""Content in YAML: taken as it was meant or refused with everything that is wrong, each with its line."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.clock import CHINA
from kiosk.domain.codes import ContactWay, Group, WorkKind
from kiosk.domain.community import NUMBER_MAX, Duty, Figure, MinimumWage, Notice, PublicWish, WishState, Worker
from kiosk.domain.content import ContentKind, Item
from kiosk.domain.errors import PlaceError, StationError
from kiosk.domain.forms import WishTopic
from kiosk.domain.groups import GroupPage, Lead, Skill
from kiosk.domain.guides import Guide, GuideCard, GuideTopic
from kiosk.domain.kinds import CONTENT
from kiosk.domain.meetings import Caption, Course, Event, EventSort, Replay
from kiosk.domain.place import Datum, Point
from kiosk.domain.policy import Office, Paper, Policy, PolicyTopic
from kiosk.domain.posting import Contact, Place
from kiosk.domain.records import to_record
from sync.centre.editing.reading import SIZE_MAX, Content, read_content
from sync.centre.editing.writing import written_as_yaml
from sync.centre.sources.text import tidy

Written = Callable[..., Path]

WISH = """\
items:
- id: wish-1
  source: 测试
  checked_on: 2026-11-20
  checked_by: 测试
  words: 想学烘焙
  topic: training
  state_on: 2026-11-19
"""


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a file."""

    def write(text: str | bytes, name: str = "wish.yaml", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return file

    return write


def said(content: Content) -> list[str]:
    return [str(problem) for problem in content.problems]


def names(content: Content) -> list[str]:
    return [problem.name for problem in content.problems]


def items_of(content: Content) -> list[Item]:
    return [one.item for written in content.sets.values() for one in written]


def test_an_item_is_read_as_it_was_meant(written: Written) -> None:
    (wish,) = items_of(read_content([written(WISH)]))
    assert wish == PublicWish(
        id="wish-1", source="测试", checked_on=date(2026, 11, 20), checked_by="测试",
        words="想学烘焙", topic=WishTopic.TRAINING, state_on=date(2026, 11, 19),
    )  # fmt: skip


def test_codes_that_look_like_numbers_stay_what_they_are(written: Written) -> None:
    text = """\
items:
- {id: 1.10, region: 340503, source: 测试, checked_on: 2026/11/20, checked_by: 测试, name: 小周, phone: 0555,
   duties: [{weekday: 1, start: 510, end: 1050}], station: null}
"""
    (worker,) = items_of(read_content([written(text, "worker.yaml")]))
    assert isinstance(worker, Worker)
    assert (worker.id, worker.region, worker.phone, worker.station) == ("1.10", "340503", "0555", "")
    assert worker.checked_on == date(2026, 11, 20)


def test_a_moment_without_an_offset_is_chinas(written: Written) -> None:
    text = """\
items:
- {id: e, source: 测试, checked_on: 2026-11-20, checked_by: 测试, title: 会, sort: fair, starts: 2026-11-28 09:00}
"""
    (event,) = items_of(read_content([written(text, "event.yaml")]))
    assert isinstance(event, Event)
    assert event.starts == datetime(2026, 11, 28, 1, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_may_come_from_any_editor(written: Written, encoding: str, line_end: str) -> None:
    content = read_content([written(WISH.replace("\n", line_end), encoding=encoding)])
    assert not content.problems
    assert len(items_of(content)) == 1


def test_everything_wrong_is_told_at_once_with_its_line(written: Written) -> None:
    text = f"""\
items:
- id: wish-3
  source: 测试
  checked_on: 2026-11-20
  checked_by: 测试
  words: 想学{"烘" * 50}
  topic: training
  state_on: 2026-11-19
  answer: {"好" * 52}
- id: wish-4
  source: 测试
  checked_on: tomorrow
  checked_by: 测试
  word: 想学烘焙
  topic: cakes
  voices: many
  state_on: 2026-11-19
- id: wish-3
  source: 测试
  checked_on: 2026-11-20
  checked_by: 测试
  words: 想学烘焙
  topic: training
  state_on: 2026-11-19
- just words
"""
    content = read_content([written(text)])
    assert said(content) == [
        "wish.yaml line 14, wish-4: $.word: there is no such field [unknown-field]",
        "wish.yaml line 25: an item has fields, each `name: value` [not-an-item]",
        "wish.yaml line 6, wish-3: $.words: 52 signs, 40 are allowed [schema]",
        "wish.yaml line 9, wish-3: $.answer: 52 signs, 40 are allowed [schema]",
        "wish.yaml line 10, wish-4: $.words: missing [missing]",
        "wish.yaml line 12, wish-4: $.checked_on: Invalid RFC3339 encoded date [schema]",
        "wish.yaml line 15, wish-4: $.topic: Invalid enum value 'cakes' [schema]",
        "wish.yaml line 16, wish-4: $.voices: Expected `int`, got `str` [schema]",
        "wish.yaml line 18, wish-3: $.id: the same as of wish.yaml line 2 [id-twice]",
        *(
            f"wish.yaml line 25: $.{name}: missing [missing]"
            for name in ("id", "source", "checked_on", "checked_by", "words", "topic", "state_on")
        ),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("items: [", "not-yaml"),
        ("", "no-items"),
        ("- a\n- b\n", "no-items"),
        ("items: 5\n", "no-items"),
        ("items: []\nitem: []\n", "unknown-field"),
        (WISH.replace("wish-1\n", "wish-1\n  id: wish-2\n"), "field-twice"),
        (WISH.replace("items:\n", "items:\n- &a\n  id: x\n") + "- *a\n", "alias"),
        ("a: &a [*a]\nitems: [*a]\n", "unknown-field"),
        (WISH.replace("想学烘焙", "!!python/object/apply:os.system [x]"), "tag"),
        (WISH.replace("想学烘焙", "[" * 600 + "]" * 600), "not-yaml"),
        (WISH.replace("wish-1", "愿望一"), "bad-id"),
        ("--- {items: []}\n--- {items: []}\n", "not-yaml"),
        ("kind: wishes\nitems: []\n", "unknown-kind"),
    ],
)
def test_what_is_no_such_file_is_refused_by_a_name(written: Written, text: str, name: str) -> None:
    content = read_content([written(text)])
    assert name in names(content)
    assert content.errors


def test_aliases_cannot_make_a_small_file_large(written: Written) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    content = read_content([written(bomb + "items: [{id: *i}]\n")])
    assert len(content.problems) < 40
    assert content.errors


def test_a_point_needs_its_datum(written: Written) -> None:
    text = """\
items:
- id: c
  source: 测试
  checked_on: 2026-11-20
  checked_by: 测试
  title: 班
  starts: 2026-12-01
  place:
    point:
      lat: 31.7
      lon: 118.5
"""
    content = read_content([written(text, "course.yaml")])
    assert said(content) == [
        "course.yaml line 10, c: $.place.point: a point needs its datum: wgs84, gcj02 or bd09 [point-without-datum]"
    ]


def test_a_file_is_of_the_kind_it_is_called_by_or_names(written: Written) -> None:
    assert list(read_content([written("items: []", "notice.yaml")]).sets) == [ContentKind.NOTICE]
    assert list(read_content([written("kind: notice\nitems: []", "spring.yml")]).sets) == [ContentKind.NOTICE]
    assert names(read_content([written("items: []", "spring.yml")])) == ["unknown-kind"]


def test_of_a_folder_every_file_of_content_is_read(written: Written, tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match="no content is in it"):
        read_content([tmp_path])
    written(WISH)
    written("items: []", "notice.yaml")
    written("see docs", "README.md")
    assert set(read_content([tmp_path]).sets) == {ContentKind.WISH, ContentKind.NOTICE}


def test_files_that_cannot_be_read_are_named(written: Written, tmp_path: Path) -> None:
    for file, words in {
        tmp_path / "none.yaml": "there is no such file",
        written(b"\0\0\0", "a.yaml"): "neither YAML nor",
        written(b"# x\n" * (SIZE_MAX // 4 + 1), "b.yaml"): "larger than 2048 kB",
        written(b"PK\x03\x04 no zip", "c.xlsx"): "damaged or cut short",
    }.items():
        with pytest.raises(PlaceError, match=words):
            read_content([file])


NASTY = "\"'\\#:-*&!|>%@`{}[],.?~=0189+eE_ null中文，。（）é😀\u00a0\u3000"
"""Signs that mean something in YAML, that look like numbers, and ones that people use."""
a_text = st.text(st.sampled_from(NASTY), min_size=1, max_size=12).filter(
    lambda text: tidy(text) == text and bool(text.strip())
)
an_id = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,20}", fullmatch=True)
a_day = st.dates(date(2001, 1, 1), date(2090, 1, 1))
a_moment = st.integers(0, 2_000_000_000).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=CHINA) + timedelta(seconds=seconds)
)
a_place = st.builds(
    Place, address=a_text | st.just(""), from_home=st.booleans(), indoor=st.none() | st.booleans(),
    point=st.none() | st.builds(Point, st.floats(20, 40), st.floats(100, 120), st.sampled_from(Datum)),
)  # fmt: skip
a_contact = st.builds(Contact, ways=st.lists(st.sampled_from(ContactWay), max_size=2).map(tuple), name=a_text)
groups = st.lists(st.sampled_from(Group), max_size=3).map(tuple)
works = st.lists(st.sampled_from(WorkKind), min_size=1, max_size=3).map(tuple)
said_of_all: dict[str, Any] = {
    "id": an_id, "source": a_text, "checked_on": st.just(date(2026, 11, 20)), "checked_by": a_text,
    "region": st.sampled_from(["CN", "34", "340503"]), "source_url": a_text | st.just(""),
    "review_by": st.none() | st.just(date(2027, 1, 1)), "valid_to": st.none() | a_day,
}  # fmt: skip
short = a_text.map(lambda text: text[:8].strip() or "x")
ITEMS: dict[ContentKind, st.SearchStrategy[Item]] = {
    ContentKind.POLICY: st.builds(
        Policy, **said_of_all, title=a_text, official_title=a_text, topic=st.sampled_from(PolicyTopic), who=a_text,
        benefit=a_text, words=st.lists(a_text, max_size=3).map(tuple), sure=st.floats(0, 1),
        papers=st.lists(st.builds(Paper, name=a_text), max_size=2).map(tuple),
        offices=st.lists(st.builds(Office, name=a_text, phone=st.just("12333")), max_size=2).map(tuple),
        groups=groups, in_force_from=st.none() | a_day,
    ),
    ContentKind.COURSE: st.builds(
        Course, **said_of_all, title=a_text, starts=a_day, place=a_place, fee=st.none() | st.floats(0, 1e6),
        seats=st.none() | st.integers(0, 99), contact=a_contact, leads_to=works,
    ),
    ContentKind.EVENT: st.builds(
        Event, **said_of_all, title=a_text, sort=st.sampled_from(EventSort), starts=a_moment, place=a_place,
        employers=st.lists(a_text, max_size=3).map(tuple), room=st.just("https://example.com/1"),
        replay=st.none() | st.builds(
            Replay, sha256=st.just("ab" * 32), bytes=st.integers(1, 999), type=st.just("video/mp4"), seconds=st.just(9),
            captions=st.tuples(st.builds(Caption, start=st.just(0), end=st.just(5), words=a_text)),
        ),
    ),
    ContentKind.GUIDE: st.builds(
        Guide, **said_of_all, title=a_text, topic=st.sampled_from(GuideTopic), picture=a_text,
        cards=st.lists(st.builds(GuideCard, words=a_text, picture=a_text), min_size=1, max_size=3).map(tuple),
    ),
    ContentKind.GROUP: st.builds(
        GroupPage, **said_of_all, group=st.sampled_from(Group), title=short, words=a_text,
        policies=st.lists(an_id, max_size=3).map(tuple), contact=a_contact,
    ),
    ContentKind.SKILL: st.builds(
        Skill, **said_of_all, name=short, picture=a_text,
        leads=st.lists(st.builds(Lead, occupation=short, why=a_text, kinds=works), min_size=1, max_size=2).map(tuple),
    ),
    ContentKind.WISH: st.builds(
        PublicWish, **said_of_all, words=a_text, topic=st.sampled_from(WishTopic), voices=st.integers(1, 999),
        state=st.sampled_from(WishState), state_on=a_day, answer=a_text | st.just(""),
    ),
    ContentKind.NOTICE: st.builds(Notice, **said_of_all, words=a_text, station=an_id | st.just("")),
    ContentKind.WORKER: st.builds(
        Worker, **said_of_all, name=a_text, phone=st.just("0555-000 0012"),
        duties=st.tuples(st.builds(Duty, weekday=st.integers(1, 7), start=st.just(510), end=st.just(1050))),
    ),
    ContentKind.FIGURE: st.builds(
        Figure, **said_of_all, words=a_text.map(lambda text: text + "{number}"),
        number=st.integers(-NUMBER_MAX, NUMBER_MAX), people=st.integers(5, 99),
    ),
    ContentKind.WAGE: st.builds(
        MinimumWage, **said_of_all, month=st.floats(1001, 9999), hour=st.floats(10, 100), since=a_day
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ContentKind)
def test_what_is_written_is_read_as_it_was(kind: ContentKind) -> None:
    @settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ITEMS[kind], max_size=2, unique_by=lambda item: item.id))
    def keeps(items: list[Item]) -> None:
        with tempfile.TemporaryDirectory() as room:
            file = Path(room) / "any.yaml"
            file.write_text(written_as_yaml(kind, [to_record(item) for item in items]), "utf-8")
            content = read_content([file])
        assert said(content) == []
        assert [one.item for one in content.sets[kind]] == items

    keeps()


def test_every_kind_is_tried() -> None:
    assert set(ITEMS) == set(CONTENT)
    assert all(fields(kind) for kind in CONTENT.values())


@settings(max_examples=40)
@given(st.text(st.sampled_from("ab:-[]{}\n &*!#'\"|>0itemsd")))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "wish.yaml"
        file.write_text(text, "utf-8")
        try:
            content = read_content([file])
        except StationError as problem:
            assert len(str(problem).splitlines()) == 1
            return
    assert content.errors
