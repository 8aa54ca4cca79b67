"""Looking for work by conditions: what a choice promises is what one gets, and there is always a way on."""

from datetime import date

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem

from kiosk.domain.codes import EmploymentType, PayUnit
from kiosk.domain.posting import Hours, Pay, Posting, Requirement, Shift
from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, find, items, posting, rest, shown, tap, touch, wait_until
from tests.ui.test_privacy import properties
from tests.ui.walk import box, settle

NOON, EVENING = Shift(start=13 * 60, end=17 * 60), Shift(start=18 * 60, end=22 * 60)


def different(number: int) -> Posting:
    """Return one of many postings that differ in what one may ask for."""
    return posting(
        number,
        title=f"{posting(number).title}{number}",
        employment=EmploymentType.GIG if number % 3 == 0 else EmploymentType.FULL_TIME,
        hours=Hours(shifts=(EVENING if number % 5 == 0 else NOON,)),
        pay=Pay(unit=PayUnit.HOUR, min=14 + number % 20, max=14 + number % 20),
        requirement=Requirement(
            experience_years=2.0 if number % 4 == 0 else None,
            age_max=45 if number % 6 == 0 else None,
        ),
        verified_on=None if number % 7 == 0 else date(2026, 11, 19),
        published=date(2026, 11, 20) if number % 8 == 0 else date(2026, 11, 1),
    )


@pytest.fixture
def varied(stand: Stand) -> Stand:
    stand.publish([different(number) for number in range(84)])
    return stand


def at_the_list(screen: StationScreen, device: QPointingDevice) -> None:
    touch(screen, device, "start")
    touch(screen, device, "nearby")
    wait_until(lambda: find(screen, "card0") is not None)


def promise(screen: StationScreen, key: str) -> int:
    """Return how many jobs a sheet says there would be, as soon as it knows."""
    wait_until(lambda: screen.wanting.property("total") >= 0)
    count = int(screen.wanting.property("counts")[key])
    assert find(screen, key).property("count") == f"{count} 个"
    return count


def choose(screen: StationScreen, device: QPointingDevice, sheet: str, key: str) -> int:
    """Choose one thing by touch, close its sheet, and return how many jobs were promised."""
    touch(screen, device, f"want-{sheet}")
    wait_until(lambda: find(screen, key) is not None)
    promised = promise(screen, key)
    touch(screen, device, key)
    wait_until(lambda: screen.wanting.property("total") == promised)
    wait_until(lambda: f"看 {promised} 个" in shown(screen))
    touch(screen, device, "see")
    wait_until(lambda: find(screen, key) is None)
    return promised


def test_a_choice_keeps_its_promise_alone_and_with_others(screens: Screens, varied: Stand, finger: QPointingDevice):
    screen = screens(varied)
    at_the_list(screen, finger)
    everything = screen.browse.property("total")
    cleaning = choose(screen, finger, "kinds", "kinds/cleaning")
    assert 0 < cleaning < everything
    wait_until(lambda: screen.browse.property("total") == cleaning)
    assert f"共 {cleaning} 个" in shown(screen)
    assert find(screen, "want-kinds").property("look") == "chosen"
    both = choose(screen, finger, "pay", "pay_hour/20")
    assert 0 < both < cleaning
    wait_until(lambda: screen.browse.property("total") == both)
    assert "20 元以上" in shown(screen)
    touch(screen, finger, "want-all")
    wait_until(lambda: screen.browse.property("total") == everything)
    assert find(screen, "want-all") is None


def test_several_kinds_can_be_chosen_and_one_sheet_is_cleared_alone(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    choose(screen, finger, "hours", "window/720-1080")
    touch(screen, finger, "want-kinds")
    wait_until(lambda: find(screen, "kinds/cleaning") is not None)
    together = promise(screen, "kinds/cleaning") + promise(screen, "kinds/cooking")
    touch(screen, finger, "kinds/cleaning")
    touch(screen, finger, "kinds/cooking")
    wait_until(lambda: screen.wanting.property("total") == together)
    touch(screen, finger, "unlimited")
    wait_until(lambda: screen.wanting.property("total") > together)
    assert screen.wanting.property("narrowed") == ["hours"]


def test_a_choice_that_leads_to_nothing_says_so_and_is_not_pressed(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    touch(screen, finger, "want-kinds")
    wait_until(lambda: find(screen, "kinds/office") is not None)
    assert promise(screen, "kinds/office") == 0
    rest(400)
    tap(screen, finger, box(find(screen, "kinds/office")).center().toPoint())
    rest()
    assert not find(screen, "kinds/office").isEnabled()
    assert not screen.wanting.property("hasAny")


def test_what_is_not_asked_counts_together_with_what_was_chosen(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    experience = choose(screen, finger, "more", "not_asked/experience")
    both = choose(screen, finger, "more", "not_asked/age")
    assert 0 < both < experience
    wait_until(lambda: screen.browse.property("total") == both)


def test_the_best_paid_come_first_if_that_is_wanted(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    screen.wanting.toggle("order/pay")
    wait_until(lambda: find(screen, "card0").property("amount") == "33")
    assert "钱多的在前" in shown(screen)
    assert find(screen, "want-more").property("look") == "chosen"


def test_nothing_found_says_what_to_drop_and_what_comes_close(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    for key in ("kinds/cleaning", "pay_hour/30", "window/1080-1440", "employment/gig"):
        screen.wanting.toggle(key)
    wait_until(lambda: find(screen, "nothingFound") is not None and find(screen, "way0") is not None)
    assert "对不上" in shown(screen)
    assert find(screen, "close0") is not None
    said = find(screen, "way0").property("name")
    promised = int(said.split("有 ")[1].split()[0])
    touch(screen, finger, "way0")
    wait_until(lambda: screen.browse.property("total") == promised)
    assert find(screen, "card0") is not None


def test_a_close_one_leads_to_its_job(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    screen.wanting.toggle("kinds/cleaning")
    screen.wanting.setProperty("words", "宇航员")
    wait_until(
        lambda: screen.browse.property("ways") == ["不限“宇航员”，有 12 个"] or find(screen, "close0") is not None
    )
    touch(screen, finger, "close0")
    wait_until(lambda: find(screen, "qr") is not None)
    touch(screen, finger, "back")
    wait_until(lambda: find(screen, "close0") is not None)


def test_even_if_nothing_comes_close_there_is_a_way_on(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    screen.wanting.toggle("employment/traineeship")
    screen.wanting.setProperty("words", "宇航员")
    touch(screen, finger, "wayAll")
    wait_until(lambda: find(screen, "card0") is not None)


def test_words_narrow_the_list(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    screen.wanting.setProperty("words", "保安")
    wait_until(lambda: "“保安”" in shown(screen) and "小区保安" in find(screen, "card0").property("title"))
    assert screen.browse.property("total") == 6


def test_nothing_of_a_search_is_anywhere_after_leaving(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    everything = screen.browse.property("total")
    screen.wanting.setProperty("words", "缝纫工")
    screen.wanting.toggle("kinds/sewing")
    wait_until(lambda: screen.browse.property("total") < everything)
    assert any("“缝纫工”" in text for text in properties(screen)), "the search finds what is there"
    touch(screen, finger, "leave")
    rest()
    assert not screen.wanting.property("hasAny")
    assert not [text for text in properties(screen) if "“缝纫工”" in text or "kinds/sewing" in text]
    assert "缝纫工" not in str(vars(screen.wanting)) + str(vars(screen.browse)["_ways"])
    wait_until(lambda: screen.browse.property("total") == everything)


def test_a_sheet_is_gone_with_the_session(screens: Screens, varied: Stand, clock, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    touch(screen, finger, "want-kinds")
    touch(screen, finger, "kinds/cooking")
    clock.pass_time(91)
    screen.visit.tick()
    clock.pass_time(10)
    screen.visit.tick()
    rest()
    assert screen.visit.property("screen") == "attract"
    assert find(screen, "see") is None
    assert not screen.wanting.property("hasAny")
    assert not screen.wanting.property("counting")


def test_pages_stay_as_they_are_until_the_list_is_entered_anew(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    touch(screen, finger, "nextPage")
    wait_until(lambda: screen.browse.property("pageNumber") == 2)
    before = [find(screen, f"card{place}").property("title") for place in range(3)]
    varied.publish([*map(different, range(84)), posting(100, title="刚来的工作", place=posting(0).place)])
    screen.worker.look()
    wait_until(lambda: screen.station.property("total") == 85)
    rest()
    assert [find(screen, f"card{place}").property("title") for place in range(3)] == before
    touch(screen, finger, "home")
    touch(screen, finger, "nearby")
    wait_until(lambda: screen.browse.property("total") == 85)
    assert screen.browse.property("pageNumber") == 1


def test_more_than_a_thousand_are_not_counted_on_the_screen(screens: Screens, stand: Stand, finger):
    stand.publish([posting(number, title=f"工作{number}") for number in range(1_050)])
    screen = screens(stand)
    at_the_list(screen, finger)
    wait_until(lambda: screen.browse.property("more"))
    assert "共 1050 个" in shown(screen), "all of them are known without a search"
    pages = screen.browse.property("pages")
    assert f"1 / {pages}+ 页" in shown(screen)
    screen.wanting.toggle("employment/full_time")
    wait_until(lambda: "共 1000 多个" in shown(screen))


def test_a_card_says_when_somebody_made_sure(screens: Screens, varied: Stand, finger):
    screen = screens(varied)
    at_the_list(screen, finger)
    wait_until(lambda: "昨天确认在招" in shown(screen))
    assert "2 天前发布，没核实过" in shown(screen)


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_the_radar_says_how_many_lie_in_each_ring_and_covers_no_icon(screens: Screens, varied: Stand, size):
    screen = screens(varied, size)
    settle(screen)
    labels = [item for item in items(screen.window.rootObject()) if item.objectName() == "ring"]
    rings = screen.station.property("ringTexts")
    assert [label.property("text") for label in labels] == rings[:2]
    assert rings[1] == f"3 公里 {screen.station.property('near')} 个"
    fresh = screen.station.property("fresh")
    assert fresh > 0
    assert f"昨天到今天新来 {fresh} 个" in shown(screen)
    blips = [item for item in items(screen.window.rootObject()) if item.property("share") and item not in labels]
    assert len(blips) > 5
    assert [
        (label.property("text"), blip.property("kind")) for label in labels for blip in blips if _cover(label, blip)
    ] == []


def _cover(label: QQuickItem, blip: QQuickItem) -> bool:
    place: QRectF = box(label)
    middle: QPointF = box(blip).center()
    across = max(place.left() - middle.x(), middle.x() - place.right(), 0)
    down = max(place.top() - middle.y(), middle.y() - place.bottom(), 0)
    return (across**2 + down**2) ** 0.5 < blip.width() / 2
