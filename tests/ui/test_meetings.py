"""Courses, events and guides on the real screen: asked for, taken along, turned over, and gone when they are over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Event as Entry
from PySide6.QtCore import Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.content import ContentKind
from kiosk.ui.screen import StationScreen
from tests.content import starter_items
from tests.ui.conftest import Screens
from tests.ui.keys import out_of_order, tab_round
from tests.ui.pixels import photograph
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, find, posting, shown, touch, wait_until
from tests.ui.test_asking import NUMBER, at_receipt, sent, type_number
from tests.ui.test_qr import read, smaller
from tests.ui.walk import settle, unreadable, untouchable
from tests.ui.walk_meetings import meetings

DAY_S = 24 * 3600.0
DIRECTIONS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}


@pytest.fixture
def stocked(stand: Stand) -> Stand:
    """A station with the courses, events and guides it begins with."""
    items = starter_items(ContentKind.COURSE, ContentKind.EVENT, ContentKind.GUIDE)
    stand.publish([posting(number) for number in range(42)], items=items)
    return stand


def at(screen: StationScreen, page: str, name: str) -> None:
    screen.visit.begin()
    screen.visit.go(page)
    wait_until(lambda: find(screen, name) is not None)


def at_course(screen: StationScreen, course: str) -> None:
    screen.visit.begin()
    screen.meetings.openCourse(course)
    screen.visit.go("course")
    wait_until(lambda: screen.meetings.property("hasMeeting"))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_page_can_be_read_and_reached(screens: Screens, stocked: Stand, direction: str, scale: float):
    screen = screens(stocked, DIRECTIONS[direction])
    screen.visit.begin()
    screen.visit.setProperty("textScale", scale)
    faults = {}
    for page in meetings(screen):
        faults[page] = unreadable(screen) + untouchable(screen) + out_of_order(screen, list(tab_round(screen)))
    assert {page: found for page, found in faults.items() if found} == {}
    assert {"training", "course", "events", "event", "course-gone", "guidance", "guide", "guide-end"} <= set(faults)


def test_whoever_wants_to_learn_asks_for_a_seat_and_is_promised_none(
    screens: Screens, stocked: Stand, finger: QPointingDevice
):
    screen = screens(stocked)
    at(screen, "training", "course2")
    touch(screen, finger, "course2")
    wait_until(lambda: "养老护理员班" in shown(screen))
    wait_until(lambda: "报名到 11 月 30 日，还剩 10 天" in shown(screen))
    assert "学费全免" in shown(screen)
    touch(screen, finger, "join")
    wait_until(lambda: find(screen, "key1") is not None)
    assert NOTICES[Purpose.SERVICE].shown() in shown(screen)
    type_number(screen, finger)
    touch(screen, finger, "submit")
    at_receipt(screen)
    assert "名额还没定。社区的人打给您，说有没有" in shown(screen)
    ((form, inside),) = sent(stocked)
    assert (form, inside["offer"], inside["item"]) == ("sign-up/1", "course", "course-elder-care")
    assert (inside["title"], inside["phone"]) == ("养老护理员班（从头学）", NUMBER)
    assert [one["purpose"] for one in inside["consents"]] == ["service"]


def test_an_event_is_signed_up_for_once(screens: Screens, stocked: Stand, finger: QPointingDevice):
    screen = screens(stocked)
    at(screen, "training", "toEvents")
    touch(screen, finger, "toEvents")
    touch(screen, finger, "event1")
    touch(screen, finger, "join")
    type_number(screen, finger)
    touch(screen, finger, "submit")
    at_receipt(screen)
    screen.asking.begin("sign-up", "event/event-carers", "能接送孩子的活，专场")
    screen.visit.go("ask")
    type_number(screen, finger)
    touch(screen, finger, "submit")
    wait_until(lambda: "已经记下了" in screen.asking.property("problem"))
    ((_, inside),) = sent(stocked)
    assert (inside["offer"], inside["item"]) == ("event", "event-carers")


def test_a_course_that_is_over_is_gone_offline_and_leads_to_others(
    screens: Screens, stocked: Stand, finger: QPointingDevice
):
    screen = screens(stocked)
    stocked.clock.pass_time(11 * DAY_S)
    at_course(screen, "course-elder-care")
    wait_until(lambda: "报名截止了" in shown(screen))
    assert screen.meetings.property("joining") == ""
    screen.visit.leave()
    stocked.clock.pass_time(18 * DAY_S)
    screen.visit.begin()
    screen.meetings.openCourse("course-elder-care")
    screen.visit.go("course")
    wait_until(lambda: "这个已经结束了" in shown(screen))
    touch(screen, finger, "others")
    wait_until(lambda: find(screen, "course0") is not None)
    assert "养老护理员班" not in shown(screen)


def test_a_closed_course_offers_a_call_and_the_work_it_leads_to(
    screens: Screens, stocked: Stand, finger: QPointingDevice
):
    screen = screens(stocked)
    at_course(screen, "course-cleaning")
    wait_until(lambda: "报名截止了" in shown(screen))
    touch(screen, finger, "join")
    wait_until(lambda: "想让人帮您办什么" in shown(screen))
    touch(screen, finger, "back")
    promised = screen.meetings.property("leads")
    touch(screen, finger, "leadsTo")
    wait_until(lambda: find(screen, "card0") is not None and screen.browse.property("total") > 0)
    assert f"附近有 {screen.browse.property('total')} 个" in promised
    assert "保洁" in shown(screen)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_day_goes_into_a_phone_without_a_network(screens: Screens, stocked: Stand, direction: str):
    screen = screens(stocked, DIRECTIONS[direction])
    screen.visit.begin()
    screen.meetings.openEvent("event-winter-fair")
    screen.visit.go("event")
    wait_until(lambda: find(screen, "qr") is not None and screen.meetings.property("qrRows"))
    settle(screen)
    entry = Entry.from_ical(read(smaller(photograph(screen), 0.6)))
    assert (entry["SUMMARY"], entry["LOCATION"]) == ("广场招聘会，珍珠园广场", "珍珠园广场 菜场对面")
    assert entry.decoded("DTSTART") == datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
    assert entry.walk("VALARM")[0].decoded("TRIGGER") == timedelta(days=-1)


def test_who_comes_back_to_a_list_finds_the_leaf_that_was_open(
    screens: Screens, stocked: Stand, finger: QPointingDevice
):
    screen = screens(stocked)
    at(screen, "training", "course0")
    touch(screen, finger, "nextPage")
    wait_until(lambda: find(screen, "course0") is None and find(screen, "course5") is not None)
    touch(screen, finger, "course5")
    wait_until(lambda: find(screen, "join") is not None)
    touch(screen, finger, "back")
    wait_until(lambda: find(screen, "course5") is not None)
    screen.visit.leave()
    assert (screen.meetings.leafOf("course"), screen.meetings.property("title")) == (0, "")


def test_a_guide_is_turned_over_by_touch_to_what_comes_next(screens: Screens, stocked: Stand, finger: QPointingDevice):
    screen = screens(stocked)
    at(screen, "guidance", "guide-wages")
    touch(screen, finger, "guide-wages")
    wait_until(lambda: "第 1 张，共 6 张" in shown(screen))
    for number in range(2, 7):
        touch(screen, finger, "nextCard")
        wait_until(lambda number=number: f"第 {number} 张" in shown(screen))
    touch(screen, finger, "previousCard")
    wait_until(lambda: "仲裁别拖过一年" in shown(screen))
    touch(screen, finger, "nextCard")
    touch(screen, finger, "nextCard")
    wait_until(lambda: "接下来做什么" in shown(screen))
    assert "《劳动争议调解仲裁法》" in shown(screen)
    touch(screen, finger, "helpMe")
    wait_until(lambda: "想让人帮您办什么" in shown(screen))


def test_a_guide_is_turned_over_by_keys(screens: Screens, stocked: Stand):
    screen = screens(stocked)
    at(screen, "guidance", "guide-scams")
    find(screen, "guide-scams").forceActiveFocus()
    wait_until(lambda: not screen.settling)
    QTest.keyClick(screen.window, Qt.Key.Key_Return)
    for number in range(1, 7):
        wait_until(lambda number=number: f"第 {number} 张" in shown(screen) and not screen.settling)
        wait_until(lambda: not find(screen, "nextCard").property("resting"))
        find(screen, "nextCard").forceActiveFocus()
        QTest.keyClick(screen.window, Qt.Key.Key_Return)
    wait_until(lambda: "接下来做什么" in shown(screen))
    QTest.keyClick(screen.window, Qt.Key.Key_Escape)
    wait_until(lambda: find(screen, "guide-scams") is not None)


def test_with_nothing_here_each_page_says_so_and_leads_on(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    faults = {page: unreadable(screen) + untouchable(screen) for page in meetings(screen)}
    assert {page: found for page, found in faults.items() if found} == {}
    screen.visit.go("guidance")
    wait_until(lambda: "这一块的内容还没送到这台机器" in shown(screen))
    screen.visit.go("events")
    touch(screen, finger, "toTraining")
    wait_until(lambda: "这一块的内容还没送到这台机器" in shown(screen))
    touch(screen, finger, "wantToLearn")
    wait_until(lambda: "想学直播" in shown(screen))
