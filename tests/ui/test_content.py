"""What somebody is entitled to, for whom something is, what the community says: on the real screen."""

from __future__ import annotations

import json
from base64 import b32decode
from datetime import date, timedelta
from hashlib import sha256

import pytest
from icalendar import Event as Entry
from PySide6.QtCore import QSize
from PySide6.QtGui import QPointingDevice

from kiosk.domain.community import PublicWish
from kiosk.domain.content import ContentKind
from kiosk.domain.forms import WishTopic
from kiosk.domain.policy import Policy
from kiosk.settings import PanelSettings
from kiosk.ui.screen import StationScreen
from tests.content import starter_items
from tests.simulators import FixedClock
from tests.ui.conftest import Screens
from tests.ui.pixels import photograph
from tests.ui.stand import CENTRE, LANDSCAPE, PORTRAIT, Stand, Taps, find, posting, rest, shown, tap, touch, wait_until
from tests.ui.test_asking import at_receipt, sent
from tests.ui.test_qr import read, smaller
from tests.ui.tour import PSEUDO, Mode
from tests.ui.walk import featured, leaves, settle, unreadable, untouchable
from tests.ui.walk_content import answered, content

CHECKED = {"source": "演示内容", "checked_on": date(2026, 11, 20), "checked_by": "社区"}
GRADUATE = {
    "work": "first",
    "group": "graduate",
    "group_more": "none",
    "graduated": "nearly_two",
    "graduated_month": "2025-01",
    "office": "none",
    "age": "16",
}


@pytest.fixture
def stocked(stand: Stand) -> Stand:
    """A station with all of the starter content."""
    stand.publish([posting(number) for number in range(42)], items=starter_items())
    return stand


def wish(**changes: object) -> PublicWish:
    said = {
        "id": "wish-1",
        "words": "想学烘焙",
        "topic": WishTopic.TRAINING,
        "voices": 3,
        "state_on": date(2026, 11, 1),
    }
    return PublicWish(**(said | CHECKED | changes))  # type: ignore[arg-type]


def to_the_end(screen: StationScreen, known: dict[str, str]) -> int:
    """Answer everything; return how many questions there were."""
    return sum(1 for _ in answered(screen, known))


@pytest.mark.parametrize(
    "mode",
    [
        Mode("portrait", 1),
        Mode("landscape", 1),
        Mode("portrait", 2),
        Mode("landscape", 2),
        Mode("portrait", 2, "en"),
        Mode("landscape", 1.25, PSEUDO),
    ],
    ids=lambda mode: mode.name,
)
def test_every_page_can_be_read_and_touched(screens: Screens, stocked: Stand, mode: Mode):
    screen = screens(stocked, mode.size)
    screen.speak(mode.texts)
    screen.visit.begin()
    screen.visit.setProperty("textScale", mode.scale)
    faults = {page: unreadable(screen) + untouchable(screen) for page in content(screen)}
    assert {page: found for page, found in faults.items() if found} == {}


def test_a_graduate_of_22_months_ago_is_told_of_the_two_that_are_left(
    screens: Screens, stocked: Stand, finger: QPointingDevice
):
    """Acceptance scene 6."""
    screen = screens(stocked)
    touch(screen, finger, "start")
    touch(screen, finger, "subsidy")
    assert to_the_end(screen, GRADUATE) <= 8
    results = screen.entitle.property("possible") + screen.entitle.property("missing") + screen.entitle.property("ask")
    (found,) = (one for one in results if one["id"] == "05b-insurance-graduates")
    assert "还剩 2 个月" in found["left"]
    screen.entitle.open(found["id"])
    screen.visit.go("policy")
    wait_until(lambda: "还剩 2 个月" in shown(screen))
    said = next(iter(_reminders(screen)))
    assert Entry.from_ical(said)["dtstart"].dt == date(2026, 12, 31)


def _reminders(screen: StationScreen) -> list[str]:
    """Return what the codes on the pages of a policy say."""
    return [
        said
        for _ in leaves(screen, "policy")
        if find(screen, "qr") is not None and (said := read(smaller(photograph(screen), 0.7)))
    ]


def test_nothing_on_any_page_of_the_calculator_says_that_somebody_is_entitled(screens: Screens, stocked: Stand):
    screen = screens(stocked)
    screen.visit.begin()
    for _ in content(screen):
        assert "认定" not in shown(screen).replace("就业困难人员认定", "")


def test_an_answer_can_be_changed_from_the_results(screens: Screens, stocked: Stand, finger: QPointingDevice):
    screen = screens(stocked)
    touch(screen, finger, "start")
    touch(screen, finger, "subsidy")
    count = to_the_end(screen, GRADUATE)
    touch(screen, finger, "again")
    wait_until(lambda: screen.visit.property("screen") == "subsidy" and screen.entitle.property("asked"))
    assert screen.entitle.property("step") == count - 1
    touch(screen, finger, "back")
    wait_until(lambda: screen.entitle.property("step") == count - 2)


def test_past_its_end_a_rule_is_to_be_confirmed_and_a_posting_is_gone(
    screens: Screens, stand: Stand, clock: FixedClock
):
    """Acceptance scene 7: by the station's own clock, with nothing heard of the centre since."""
    policy = next(one for one in starter_items(ContentKind.POLICY) if one.id == "14-tax-business")
    assert isinstance(policy, Policy)
    assert policy.in_force_to is not None
    stand.publish([posting(0), posting(1, valid_to=date(2099, 1, 1))], items=[policy])
    screen = screens(stand)
    job = posting(0).id
    screen.visit.begin()

    def marks() -> tuple[bool, bool]:
        screen.entitle.showPolicies()
        screen.entitle.open(policy.id)
        screen.browse.open(job)
        wait_until(lambda: screen.entitle.property("hasPolicy"))
        wait_until(lambda: screen.browse.property("hasJob") or screen.browse.property("jobGone"))
        return screen.entitle.property("policy")["to_confirm"], screen.browse.property("jobGone")

    before = marks()
    clock.pass_time((policy.in_force_to + timedelta(1) - clock.now().date()).days * 86_400.0)
    screen.station.refresh()
    screen.visit.tick()  # whoever was there before has left by then
    screen.visit.begin()
    after = marks()
    assert (before, after) == ((False, False), (True, True))
    screen.visit.go("policy")
    wait_until(lambda: "待确认" in shown(screen))


def test_a_session_on_disability_and_the_calculator_leaves_every_file_as_it_was(
    screens: Screens, stocked: Stand, finger: QPointingDevice
):
    screen = screens(stocked)
    wait_until(lambda: screen.board.property("lines"))
    before = _files(stocked)
    touch(screen, finger, "start")
    touch(screen, finger, "groups")
    touch(screen, finger, "disabled")
    touch(screen, finger, "groupJobs")
    wait_until(lambda: find(screen, "card0") is not None)
    touch(screen, finger, "home")
    touch(screen, finger, "subsidy")
    to_the_end(screen, {"work": "resting", "group": "disabled", "group_more": "none"})
    touch(screen, finger, "leave")
    wait_until(lambda: find(screen, "goodbye") is not None)
    rest()
    assert _files(stocked) == before
    assert (screen.entitle.property("step"), screen.entitle.property("possible")) == (0, [])
    assert screen.for_group.property("view") == {}
    assert screen.takeaway.property("count") == 0


def _files(stand: Stand) -> dict[str, str]:
    """Return the digest of every file of the station; of the shared memory SQLite maps only that it is there."""
    files = [path for path in stand.home.folder.rglob("*") if path.is_file()]
    return {str(path): "" if path.name.endswith("-shm") else sha256(path.read_bytes()).hexdigest() for path in files}


def test_looking_at_a_group_needs_no_proof_and_every_card_says_why(
    screens: Screens, stocked: Stand, finger: QPointingDevice
):
    screen = screens(stocked)
    touch(screen, finger, "start")
    touch(screen, finger, "groups")
    touch(screen, finger, "ex_fisher")
    wait_until(lambda: "不用证明" in shown(screen))
    assert "退捕渔民" in shown(screen)
    touch(screen, finger, "groupJobs")
    wait_until(lambda: find(screen, "card0") is not None)
    assert "水上的活" in shown(screen)
    touch(screen, finger, "back")
    touch(screen, finger, "groupPolicies")
    wait_until(lambda: find(screen, "policy/17-ex-fishers") is not None)


def test_one_more_voice_for_a_wish_takes_two_touches_and_no_name(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    stand.publish([posting(0)], items=[wish(), wish(id="wish-2", words="家门口能办社保", state="done")])
    screen = screens(stand)
    touch(screen, finger, "start")
    touch(screen, finger, "wish")
    wait_until(lambda: "3 声想要" in shown(screen))
    assert "已办到 · 11 月 1 日" in shown(screen)
    taps = Taps(screen)
    touch(screen, finger, "wish/training/wish-1")
    touch(screen, finger, "yes")
    at_receipt(screen)
    assert taps.count == 2
    ((form, inside),) = sent(stand)
    assert (form, inside["topic"], inside["seconds"]) == ("wish/1", "training", "wish-1")
    assert "phone" not in inside


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_a_session_ends_with_one_sheet_of_three_lists(
    screens: Screens, stocked: Stand, finger: QPointingDevice, size: QSize
):
    screen = screens(stocked, size)
    touch(screen, finger, "start")
    assert find(screen, "takeaway") is None
    screen.browse.open(featured(screen))
    wait_until(lambda: screen.browse.property("hasJob"))
    screen.entitle.open("24-wage-rights")
    course = next(one.id for one in starter_items(ContentKind.COURSE))
    screen.meetings.openCourse(course)
    wait_until(lambda: screen.takeaway.property("count") == 3)
    touch(screen, finger, "takeaway")
    wait_until(lambda: screen.takeaway.property("written"))
    seen = "".join(shown(screen) for _ in leaves(screen, "takeaway"))
    assert all(heading in seen for heading in ("岗位", "政策", "培训和活动"))
    screen.visit.go("home")
    touch(screen, finger, "takeaway")
    wait_until(lambda: find(screen, "empty") is not None)
    said = next(said for _ in leaves(screen, "again") if find(screen, "qr") and (said := read(photograph(screen))))
    address, _, told = said.partition("#")
    lists = json.loads(b32decode(told + "=" * (-len(told) % 8)))
    assert address == f"{CENTRE}/l"
    assert [lists[name][0][0] for name in ("jobs", "policies", "courses")] == [
        featured(screen),
        "24-wage-rights",
        course,
    ]
    touch(screen, finger, "empty")
    wait_until(lambda: "清单还是空的" in shown(screen))
    assert screen.takeaway.property("count") == 0


def test_a_board_without_touch_shows_real_jobs_with_their_codes(
    screens: Screens, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock, finger: QPointingDevice
):
    stand = Stand.build(tmp_path_factory.mktemp("board"), clock, panel=PanelSettings(touch=False))
    stand.publish([posting(number) for number in range(42)], items=starter_items())
    screen = screens(stand)
    wait_until(lambda: screen.board.property("codeRows"))
    settle(screen)
    assert untouchable(screen) == []
    assert unreadable(screen) == []
    assert read(smaller(photograph(screen), 0.7)) == f"{CENTRE}/j/{featured(screen)}"
    middle = screen.window.rootObject().mapToScene(find(screen, "qr").position()).toPoint()
    tap(screen, finger, middle)
    rest()
    assert screen.visit.property("screen") == "attract"


def test_who_passes_by_is_told_what_is_new_line_by_line(screens: Screens, stocked: Stand):
    screen = screens(stocked)
    wait_until(lambda: screen.board.property("lines"))
    lines = screen.board.property("lines")
    assert any("开课：" in line for line in lines)
    assert any(line.startswith("办到了：") for line in lines)
    assert any(line in shown(screen) for line in (*lines, "昨天到今天新来"))


def test_help_says_who_is_there_now_and_who_is_not(screens: Screens, stocked: Stand, clock: FixedClock):
    screen = screens(stocked)
    screen.visit.begin()
    screen.visit.go("help")
    wait_until(lambda: "按值班表，现在有人" in shown(screen))
    clock.pass_time(8 * 3600.0)
    screen.board.refresh()
    wait_until(lambda: screen.board.property("dutyNow") == "现在没人，周一 8:30 有人")
