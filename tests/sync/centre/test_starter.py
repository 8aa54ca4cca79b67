"""The starter content is as fresh as on the day it was written."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.domain.clock import local_date
from kiosk.domain.community import WishState
from kiosk.domain.content import ContentKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.records import decode, to_record
from sync.centre.centre import Centre
from sync.centre.editing.problems import Draft
from sync.centre.editing.reading import read_content
from sync.centre.home import STARTER
from sync.centre.items import items, replace_items
from sync.centre.starter import moved, moved_item, take_starter, take_starter_content
from sync.centre.tables import posting
from tests.samples import a_posting
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite, write_lines

WRITTEN = date(2026, 11, 20)
DATES = frozenset(("starts", "ends", "sign_up_until", "review_by", "checked_on", "valid_from", "valid_to", "state_on"))


def watch(done: int) -> None:
    pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record = to_record(a_posting(verified_on=date(2026, 11, 19), published=date(2026, 11, 1)))
    del record["id"]
    write_lines(tmp_path / "postings.jsonl", record)
    (tmp_path / "starter.toml").write_text("written = 2026-11-20\n")
    return tmp_path


def test_every_date_is_moved_by_the_same_number_of_days() -> None:
    record = {"updated": "2026-02-28T23:30:00+08:00", "valid_to": "2026-03-01", "employer": {"licence_checked_on": "x"}}
    assert moved(record, 365) == {
        "updated": "2027-02-28T23:30:00+08:00",
        "valid_to": "2027-03-01",
        "employer": {"licence_checked_on": "x"},
    }


def test_a_day_later_the_postings_are_a_day_younger(centre: Centre, folder: Path, clock: FixedClock) -> None:
    for days in range(2):
        clock.moment += timedelta(days=days)
        assert take_starter(centre, watch, folder).taken == 1
        assert take_starter(centre, watch, folder).unchanged == 1
        with centre.db.reading() as connection:
            record = decode(connection.scalar(select(posting.c.record)) or b"")
        assert record["verified_on"] == str(local_date(clock.now()) - timedelta(days=1))
        assert record["valid_to"] == str(local_date(clock.now()) + timedelta(days=30))


@pytest.fixture
def items_folder(folder: Path) -> Path:
    """Starter content with an event, a policy and a minimum wage, written on one day."""
    common = "source: 演示内容, checked_on: 2026-11-20, checked_by: 演示, review_by: 2026-12-20"
    (folder / "content").mkdir()
    for kind, text in {
        "event": "title: 会, sort: live, starts: 2026-11-28T23:30:00+08:00, valid_to: 2026-12-01, "
        "room: 'https://a.b/2026-11-20'",
        "policy": "title: 补贴, official_title: 办法, topic: money, who: 您, benefit: 钱, sure: 1, "
        "in_force_to: 2026-12-31",
        "wage": "month: 1350, hour: 14, since: 2015-11-01",
        "worker": "name: 窗口, phone: 12333, duties: [{weekday: 1, start: 510, end: 1050}]",
    }.items():
        (folder / "content" / f"{kind}.yaml").write_text(f"items:\n- {{id: {kind}-1, {common}, {text}}}\n", "utf-8")
    return folder


@only_sqlite  # dates are the same whatever the database
@pytest.mark.parametrize("days", [-8, 0, 1, 6, 7, 370])
def test_dates_of_items_are_moved_by_their_type_and_those_of_the_law_stay(
    centre: Centre, items_folder: Path, clock: FixedClock, days: int
) -> None:
    clock.moment += timedelta(days=days)
    passed = local_date(clock.now()) - WRITTEN
    weeks = timedelta(weeks=math.ceil(passed / timedelta(weeks=1)))
    assert timedelta(0) <= weeks - passed < timedelta(weeks=1)
    take_starter_content(centre, items_folder)
    (event,), (policy,), (wage,), (worker,) = (
        items(centre, kind) for kind in (ContentKind.EVENT, ContentKind.POLICY, ContentKind.WAGE, ContentKind.WORKER)
    )
    assert event["starts"] == f"{date(2026, 11, 28) + weeks}T23:30:00+08:00"
    assert event["valid_to"] == str(date(2026, 12, 1) + weeks)
    assert event["room"] == "https://a.b/2026-11-20"
    assert worker["checked_on"] == str(WRITTEN + passed)
    assert worker["review_by"] == str(date(2026, 12, 20) + weeks)
    assert (policy["in_force_to"], policy["checked_on"], policy["review_by"]) == (
        "2026-12-31",
        "2026-11-20",
        "2026-12-20",
    )
    assert (wage["since"], wage["checked_on"]) == ("2015-11-01", "2026-11-20")


def test_dates_within_parts_are_moved_too() -> None:
    draft = Draft(
        ContentKind.COURSE, {"starts": "2026-12-03", "place": {"address": "2026-12-03"}, "groups": ["x"]}, "", {}
    )
    assert moved_item(draft, WRITTEN, 31).record == {
        "starts": "2027-01-07",
        "place": {"address": "2026-12-03"},
        "groups": ["x"],
    }


@pytest.mark.parametrize("days", range(-10, 11))
def test_on_whatever_day_courses_keep_their_weekdays_and_nothing_to_come_has_passed(days: int) -> None:
    def of(drafts: Iterable[Draft]) -> list[dict[str, object]]:
        return [draft.record for draft in drafts]

    for kind in (ContentKind.COURSE, ContentKind.EVENT, ContentKind.NOTICE, ContentKind.WISH):
        drafts = read_content([STARTER / "content" / f"{kind.value}.yaml"]).sets[kind]
        was = [to_record(draft.item) for draft in drafts]
        now = of(moved_item(Draft(kind, record, "", {}), WRITTEN, days) for record in was)
        pairs = [(a[name], b[name]) for a, b in zip(was, now, strict=True) for name in a if name in DATES]
        assert pairs
        for before, after in pairs:
            then, there = (datetime.fromisoformat(str(each)).date() for each in (before, after))
            today = WRITTEN + timedelta(days=days)
            assert (then > WRITTEN) == (there > today)
            assert then <= WRITTEN or then.weekday() == there.weekday()
            assert timedelta(0) <= there - then - timedelta(days=days) < timedelta(days=7)


@pytest.mark.parametrize("kind", ["course", "event", "figure", "guide", "notice", "wish", "worker"])
def test_starter_words_that_are_read_at_any_time_name_no_month_and_no_season(kind: str) -> None:
    lines = (STARTER / "content" / f"{kind}.yaml").read_text("utf-8").splitlines()
    said = "\n".join(line for line in lines if not line.startswith("#"))
    assert not re.search(r"[这下上本]个?月[^年]|\d ?月|[春夏秋冬]|年前|年底|年初|月初|月底|今年|明年", said)


@only_sqlite  # which kinds there are is the same whatever the database
def test_kinds_of_which_the_centre_has_content_are_left_alone(centre: Centre, items_folder: Path) -> None:
    mine = [{"id": "mine"}]
    replace_items(centre, ContentKind.WORKER, mine)
    assert set(take_starter_content(centre, items_folder)) == {ContentKind.EVENT, ContentKind.POLICY, ContentKind.WAGE}
    assert items(centre, ContentKind.WORKER) == mine
    assert take_starter_content(centre, items_folder) == {}


@only_sqlite  # damage is the same whatever the database
def test_damaged_starter_items_are_named(centre: Centre, items_folder: Path) -> None:
    (items_folder / "content" / "wage.yaml").write_text("items: 5", "utf-8")
    with pytest.raises(PlaceError, match=r"content is damaged: wage.yaml line 1"):
        take_starter_content(centre, items_folder)


def test_the_real_starter_is_whole_says_that_it_is_invented_and_knows_its_helper() -> None:
    content = read_content([STARTER / "content"])
    assert [str(problem) for problem in content.problems] == []
    told = {kind: [one.item for one in content.sets[kind]] for kind in content.sets}
    for kind in (ContentKind.WISH, ContentKind.NOTICE, ContentKind.WORKER, ContentKind.FIGURE):
        assert told[kind]
        assert all("演示内容" in item.source for item in told[kind])
    helper = tomllib.loads((STARTER / "starter.toml").read_text("utf-8"))["helper"]
    assert (helper["name"], helper["phone"]) in [(item.name, item.phone) for item in told[ContentKind.WORKER]]  # type: ignore[attr-defined]
    wishes = " ".join(item.words for item in told[ContentKind.WISH])  # type: ignore[attr-defined]
    assert all(words in wishes for words in ("想学烘焙", "想学直播", "家门口能办社保"))
    assert {item.state for item in told[ContentKind.WISH]} == set(WishState)  # type: ignore[attr-defined]


def test_starter_content_that_is_missing_or_undated_is_named(centre: Centre, folder: Path) -> None:
    (folder / "starter.toml").write_text("written = 'today'\n")
    with pytest.raises(PlaceError, match="must say"):
        take_starter(centre, watch, folder)
    (folder / "starter.toml").unlink()
    with pytest.raises(PlaceError, match="missing from this copy"):
        take_starter(centre, watch, folder)
