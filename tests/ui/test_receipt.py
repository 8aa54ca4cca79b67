"""What is left in one's hands: pictures that find the receipt again, a call asked for, a job for one's own group."""

from PySide6.QtGui import QPointingDevice

from kiosk.domain.codes import Group
from kiosk.domain.posting import GroupTag
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, Stand, find, posting, shown, touch, wait_until

NUMBER = "19900000000"


def test_three_pictures_find_the_receipt_again_in_another_visit(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    screen = screens(stand)
    touch(screen, finger, "featured")
    touch(screen, finger, "call")
    for digit in NUMBER:
        touch(screen, finger, f"key{digit}")
    touch(screen, finger, "submit")
    wait_until(lambda: find(screen, "pictures") is not None)
    pictures = list(screen.kept.property("pictures"))
    touch(screen, finger, "leave")
    wait_until(lambda: screen.visit.property("screen") == "attract")
    stand.deliver()
    touch(screen, finger, "start")
    touch(screen, finger, "lookup")
    touch(screen, finger, next(one for one in ("lamp", "fish") if one != pictures[0]))
    touch(screen, finger, "eraseLast")
    for picture in pictures:
        touch(screen, finger, picture)
    wait_until(lambda: find(screen, "standing") is not None)
    assert "社区已经收到" in shown(screen)
    assert NUMBER[-4:] not in shown(screen)


def test_pictures_nobody_has_lead_on_and_the_next_visit_begins_anew(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    screen = screens(stand, LANDSCAPE)
    touch(screen, finger, "start")
    touch(screen, finger, "lookup")
    for _ in range(3):
        touch(screen, finger, "lamp")
    wait_until(lambda: "没找到这三张图" in shown(screen))
    touch(screen, finger, "again")
    wait_until(lambda: find(screen, "lamp") is not None)
    touch(screen, finger, "lamp")
    touch(screen, finger, "leave")
    wait_until(lambda: screen.visit.property("screen") == "attract")
    assert screen.lookup.property("picked") == []


def test_somebody_who_asks_to_be_called_types_a_number_and_nothing_else(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    screen = screens(stand)
    touch(screen, finger, "featured")
    touch(screen, finger, "call")
    touch(screen, finger, "key1")
    touch(screen, finger, "submit")
    wait_until(lambda: "您按了 1 位" in shown(screen))
    for digit in NUMBER[1:]:
        touch(screen, finger, f"key{digit}")
    touch(screen, finger, "submit")
    wait_until(lambda: find(screen, "receiptNumber") is not None)
    assert len(stand.waiting()) == 1


def test_a_group_leads_to_what_is_meant_for_it_first_and_says_why(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    stand.publish(
        [posting(0), posting(1, groups=(GroupTag(group=Group.VETERAN, why="退役军人优先"),), title="退役军人专岗")]
        + [posting(n) for n in range(2, 9)]
    )
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "groups")
    touch(screen, finger, "veteran")
    touch(screen, finger, "groupJobs")
    wait_until(lambda: find(screen, "card0") is not None)
    assert find(screen, "card0").property("title") == "退役军人专岗"
    assert find(screen, "card0").property("reason").startswith("退役军人优先")


def test_the_name_in_the_corner_held_for_long_shows_how_the_station_is(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("technician")
    wait_until(lambda: "第 1 版" in shown(screen))
    assert "1 样要处理" in shown(screen)  # there is no voice here
