"""Who is there and when, what hangs on the wall, what is told to whoever walks past."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kiosk.domain.clock import CHINA
from kiosk.domain.community import Duty, Figure, Notice, PublicWish, WishState, Worker
from kiosk.domain.content import Item
from kiosk.domain.forms import WishTopic
from kiosk.domain.meetings import Course, Event, EventSort
from kiosk.service.community import Community
from kiosk.service.shelf import Shelf
from kiosk.settings import CentreSettings, HelperSettings, Settings
from kiosk.store.catalogue_reader import CatalogueReader
from tests.simulators import FixedClock
from tests.ui.stand import Stand, posting

CHECKED = {"source": "演示内容", "checked_on": date(2026, 11, 20), "checked_by": "社区"}
OFFICE = tuple(Duty(weekday=day, start=8 * 60 + 30, end=17 * 60 + 30) for day in range(1, 6))
ZHOU = Worker(id="zhou", name="小周", phone="0555-000 0012", place="一楼窗口", duties=OFFICE, **CHECKED)  # type: ignore[arg-type]
NIGHT = Worker(id="night", name="老王", phone="0555-000 0013", duties=(Duty(weekday=6, start=0, end=1440),), **CHECKED)  # type: ignore[arg-type]
WISH = PublicWish(id="w1", words="想学烘焙", topic=WishTopic.TRAINING, state_on=date(2026, 11, 3), **CHECKED)  # type: ignore[arg-type]
Say = Callable[..., Community]


@pytest.fixture
def say(tmp_path_factory: pytest.TempPathFactory, clock: FixedClock) -> Iterator[Say]:
    """Publish items and return what the community says at a moment."""
    stand = Stand.build(tmp_path_factory.mktemp("station"), clock)
    with closing(CatalogueReader(stand.home.catalogue)) as reader:

        def publish(items: list[Item], at: datetime | None = None) -> Community:
            stand.publish([posting(0)], items=items)
            now = at or clock.now()
            settings = Settings(
                centre=CentreSettings(url="https://c.test", station="s-1"),
                helper=HelperSettings(name="窗口", phone="12333", hours="工作日"),
            )
            return Community(Shelf(reader, lambda: now.astimezone(CHINA).date()), settings, lambda: now)

        yield publish


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment in the week whose Monday is 16 November 2026."""
    return datetime(2026, 11, 15 + day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(1, 8, 30), "按值班表，现在有人"),
        (at(5, 17, 29), "按值班表，现在有人"),
        (at(5, 17, 30), "现在没人，周一 8:30 有人"),
        (at(1, 7, 0), "现在没人，今天 8:30 有人"),
        (at(2, 23, 59), "现在没人，明天 8:30 有人"),
        (at(7, 12, 0), "现在没人，明天 8:30 有人"),
    ],
)
def test_it_is_said_whether_somebody_is_there_and_when_next(say: Say, moment: datetime, said: str):
    duty = say([ZHOU], moment).on_duty()
    assert (duty.name, duty.now) == ("小周", said)
    assert duty.hours == "周一到周五 8:30–17:30"


def test_who_is_there_soonest_is_named(say: Say):
    assert say([ZHOU, NIGHT], at(3, 10)).on_duty().name == "小周"
    assert say([ZHOU, NIGHT], at(6, 3)).on_duty().name == "老王"


def test_a_worker_of_another_station_is_not_named_here(say: Say):
    assert say([replace(ZHOU, station="s-2")]).on_duty().name == "窗口"
    assert say([replace(ZHOU, station="s-1")]).on_duty().name == "小周"


def test_with_nobody_named_the_station_says_whom_it_knows_and_no_more(say: Say):
    duty = say([]).on_duty()
    assert (duty.name, duty.phone, duty.hours, duty.now) == ("窗口", "12333", "工作日", "")


def test_the_wall_shows_what_came_true_and_then_what_most_ask_for(say: Say):
    many = replace(WISH, id="w2", words="想学直播", voices=9)
    done = replace(WISH, id="w3", words="家门口办社保", state=WishState.DONE, answer="每周二")
    wall = say([WISH, many, done]).wall()
    assert [one.words for one in wall] == ["家门口办社保", "想学直播", "想学烘焙"]
    assert (wall[0].stage, wall[0].answer) == ("已办到 · 11 月 3 日", "每周二")
    assert (wall[1].about, wall[1].voices) == ("training/w2", "9 声想要")


def test_the_board_tells_what_is_soon_and_nothing_that_is_over(say: Say):
    now = at(5, 12)
    course = Course(id="c", title="烘焙班", starts=now.date() + timedelta(3), **CHECKED)  # type: ignore[arg-type]
    event = Event(id="e", title="招聘会", sort=EventSort.FAIR, starts=at(6, 18), **CHECKED)  # type: ignore[arg-type]
    items: list[Item] = [
        course,
        replace(course, id="c2", title="早开过的班", starts=now.date() - timedelta(1)),
        replace(course, id="c3", title="还早的班", starts=now.date() + timedelta(40)),
        event,
        replace(event, id="e2", title="过去的会", starts=now - timedelta(hours=1)),
        Notice(id="n", words="周四停电", **CHECKED),  # type: ignore[arg-type]
        Notice(id="n2", words="别处停电", station="s-2", **CHECKED),  # type: ignore[arg-type]
        replace(WISH, state=WishState.DONE),
        Figure(id="f", words="上个月 {number} 人上岗", number=12, people=12, **CHECKED),  # type: ignore[arg-type]
        Figure(id="f2", words="早先 {number} 人", number=9, people=9, review_by=date(2026, 11, 20), **CHECKED),  # type: ignore[arg-type]
    ]
    assert say(items, at(6, 12)).board() == (
        "周四停电",
        "今天：招聘会",
        "后天开课：烘焙班",
        "办到了：想学烘焙",
        "上个月 12 人上岗",
    )


def test_a_record_of_a_newer_program_is_passed_over(say: Say, tmp_path_factory: pytest.TempPathFactory):
    odd = replace(WISH, id="w9")
    object.__setattr__(odd, "topic", "a topic nobody knows yet")
    assert [one.about for one in say([WISH, odd]).wall()] == ["training/w1"]


def test_two_on_duty_at_once_with_other_hours_are_no_trouble(say: Say):
    early = replace(ZHOU, id="early", name="小李", duties=(Duty(weekday=1, start=480, end=720),))
    late = replace(ZHOU, id="late", name="小王", duties=(Duty(weekday=1, start=540, end=1020),))
    assert say([late, early], at(1, 10)).on_duty().name == "小李"


def test_what_nobody_has_reviewed_is_not_promised(say: Say):
    overdue = {"review_by": date(2026, 11, 20)}
    items: list[Item] = [
        replace(ZHOU, **overdue),  # type: ignore[arg-type]
        replace(WISH, state=WishState.DONE, **overdue),  # type: ignore[arg-type]
        Notice(id="n", words="周四停电", **(CHECKED | overdue)),  # type: ignore[arg-type]
    ]
    community = say(items, at(6, 12))
    assert (community.on_duty().name, community.on_duty().now) == ("小周", "")
    assert community.board() == ()
    assert [(one.stage, one.done) for one in community.wall()] == [("待确认", False)]


def test_a_slipped_brace_in_a_number_takes_nothing_down(say: Say):
    odd = Figure(id="f", words="{number} 人，{x} 和 {", number=7, people=7, **CHECKED)  # type: ignore[arg-type]
    assert say([odd]).board() == ("7 人，{x} 和 {",)
