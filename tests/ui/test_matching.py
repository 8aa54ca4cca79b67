"""What my body does, when I am free, what I can do: on the real screen, with fingers."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPointingDevice

from kiosk.domain.place import distance_m, walking_minutes
from kiosk.domain.posting import Demands, Hours, Posting, Shift
from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import HERE, LANDSCAPE, PORTRAIT, Stand, find, posting, rest, shown, touch, wait_until
from tests.ui.test_privacy import properties
from tests.ui.walk import settle, unreadable, untouchable
from tests.ui.walk_matching import matching_pages, skills, telling

SHIFTS = ((540, 900), (510, 940), (500, 970), (540, 985), (480, 900), (360, 840), (600, 1100))
MISSED = re.compile(r"差 (\d+) 分钟")
IN_TIME = re.compile(r"早到 (\d+) 分钟，早回 (\d+) 分钟|正好赶得上")


def demanding(number: int) -> Posting:
    """Return one of many postings that say different things of stairs and the telephone."""
    stairs, phone = ((True, False), (False, False), (None, False), (False, None), (False, True))[number % 5]
    return replace(posting(number), title=f"工作{number}", demands=Demands(stairs=stairs, phone_talking=phone))


def working(number: int) -> Posting:
    """Return one of many postings with different hours, most of them on two days a week."""
    start, end = SHIFTS[number % len(SHIFTS)]
    days = (2.0, 2.0, 1.0, 5.0)[number // len(SHIFTS) % 4]
    hours = Hours(shifts=(Shift(start=start, end=end),), days_per_week=days)
    return replace(posting(number), title=f"工作{number}", hours=hours)


def at_the_list(screen: StationScreen, device: QPointingDevice) -> None:
    touch(screen, device, "start")
    touch(screen, device, "nearby")
    wait_until(lambda: find(screen, "card0") is not None)


def cards(screen: StationScreen) -> list[tuple[str, str, str]]:
    """Return number, reason and remark of every card, turning all pages."""
    found, turned = [], 0
    while True:
        settle(screen)
        shown_now = [one for place in range(6) if (one := find(screen, f"card{place}")) is not None]
        found += [(str(one.property("title")), one.property("reason"), one.property("remark")) for one in shown_now]
        if not screen.browse.property("hasNext"):
            return found
        turned += 1
        screen.browse.next()
        wait_until(lambda turned=turned: screen.browse.property("pageNumber") == turned + 1)  # type: ignore[misc]


def digests(folder: Path) -> dict[str, str]:
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_a_mother_finds_only_what_fits_between_school_and_home(screens: Screens, stand: Stand, finger: QPointingDevice):
    """Scene 3: free from 8:20 to 16:10 on two workdays; what misses it by little is listed behind, with the minutes."""
    stand.publish([working(number) for number in range(42)])
    screen = screens(stand)
    at_the_list(screen, finger)
    touch(screen, finger, "want-hours")
    touch(screen, finger, "want-free")
    for key in ("start10", "start10", "end-10", "end-10", "days1", "days1"):
        touch(screen, finger, key)
    wait_until(lambda: screen.free_time.property("fitting"))
    assert {"8:20", "16:10", "2 天"} <= set(shown(screen).split("\n"))
    promised = screen.free_time.property("fitting")
    touch(screen, finger, "freeSee")
    wait_until(lambda: screen.browse.property("nearly"))
    assert screen.browse.property("howMany") == promised
    listed = cards(screen)
    count = int(promised.split()[0])
    fitting, missing = listed[:count], listed[count:]
    assert fitting
    assert missing
    for title, reason, remark in fitting:
        one = working(int(title.removeprefix("工作")))
        assert one.place.point
        way, (work,) = walking_minutes(distance_m(HERE, one.place.point)), one.hours.shifts
        assert 500 + way <= work.start, title
        assert work.end + way <= 970, title
        assert one.hours.days_per_week <= 2
        assert IN_TIME.fullmatch(reason), reason
        assert not remark
    for title, reason, remark in missing:
        said = MISSED.search(remark)
        assert said, title
        assert 0 < int(said.group(1)) <= 60
        assert not reason
    assert f"共 {promised}" in shown(screen)
    assert "差一点的" in shown(screen)
    assert "8:20 到 16:10 有空" in shown(screen)


def test_what_my_body_cannot_do_is_nowhere_after_leaving(screens: Screens, stand: Stand, finger: QPointingDevice):
    """Scene 4: neither stairs nor telephone; afterwards no file of the station differs, and none holds the words."""
    stand.publish([demanding(number) for number in range(42)])
    screen = screens(stand)
    settle(screen)
    before = digests(stand.home.folder)
    at_the_list(screen, finger)
    everything = screen.browse.property("total")
    touch(screen, finger, "want-body")
    touch(screen, finger, "cannot/stairs")
    touch(screen, finger, "cannot/phone")
    promised = sum(number % 5 in (1, 2, 3) for number in range(42))
    wait_until(lambda: screen.wanting.property("total") == promised)
    touch(screen, finger, "see")
    wait_until(lambda: screen.browse.property("total") == promised)
    assert "不爬楼、不打电话" in shown(screen)
    said = cards(screen)
    kinds = [int(title.removeprefix("工作")) % 5 for title, *_ in said]
    assert len(said) == promised
    assert set(kinds) == {1, 2, 3}, "what asks for one of them is not there"
    assert kinds == sorted(kinds, key=lambda kind: kind != 1), "what says no to both comes first"
    for kind, (_, reason, remark) in zip(kinds, said, strict=True):
        assert remark == {1: "", 2: "没说要不要爬楼，问一下", 3: "没说要不要打电话，问一下"}[kind]
        assert reason == {1: "写明：不用爬楼、不用打电话", 2: "写明：不用打电话", 3: "写明：不用爬楼"}[kind]
    assert any("不爬楼" in text for text in properties(screen))
    touch(screen, finger, "leave")
    wait_until(lambda: screen.browse.property("total") == everything)
    rest()
    assert not screen.wanting.property("hasAny")
    assert not [text for text in properties(screen) if "不爬楼" in text or "cannot/" in text]
    assert digests(stand.home.folder) == before
    words = [
        word.encode(code) for word in ("不爬楼", "不能爬楼", "打电话", "cannot") for code in ("utf-8", "utf-16-le")
    ]
    for path in stand.home.folder.rglob("*"):
        assert not path.is_file() or not any(word in path.read_bytes() for word in words), path


def test_one_weight_takes_the_place_of_another(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    at_the_list(screen, finger)
    touch(screen, finger, "want-body")
    touch(screen, finger, "cannot/lifting_20")
    touch(screen, finger, "cannot/lifting_5")
    wait_until(lambda: screen.wanting.property("bodySaid") == "不搬 5 公斤以上")
    assert [key for key in screen.wanting.property("chosen") if key.startswith("cannot/")] == ["cannot/lifting_5"]


def test_nothing_fits_and_the_free_time_can_be_dropped(screens: Screens, stand: Stand, finger: QPointingDevice):
    stand.publish([working(number) for number in range(42)])
    screen = screens(stand)
    at_the_list(screen, finger)
    everything = screen.browse.property("total")
    touch(screen, finger, "want-hours")
    touch(screen, finger, "want-free")
    for _ in range(4):
        touch(screen, finger, "end-60")
    wait_until(lambda: screen.free_time.property("none"))
    assert "没有，看怎么办" in shown(screen)
    touch(screen, finger, "freeSee")
    wait_until(lambda: find(screen, "way0") is not None)
    assert "8:00 到 12:30 有空" in find(screen, "way0").property("name")
    touch(screen, finger, "way0")
    wait_until(lambda: screen.browse.property("total") == everything)
    assert not screen.free_time.property("chosen")


def test_pictures_of_what_one_can_do_lead_to_a_job_and_back(screens: Screens, stand: Stand, finger: QPointingDevice):
    stand.publish([telling(number) for number in range(42)], items=skills())
    screen = screens(stand)
    at_the_list(screen, finger)
    touch(screen, finger, "skills")
    for key in ("skill-0", "skill-1", "skill-2", "skill-3"):
        touch(screen, finger, key)
    wait_until(lambda: "最多选 3 个" in screen.skills.property("problem"))
    touch(screen, finger, "skill-2")
    wait_until(lambda: screen.skills.property("total") == 6)
    touch(screen, finger, "seeSkills")
    wait_until(lambda: find(screen, "card0") is not None)
    assert "会捕鱼补网、开船，能做这些" in shown(screen)
    reasons = {find(screen, f"card{place}").property("reason") for place in range(3)}
    assert reasons <= {"会捕鱼补网，上手快", "会开船，上手快"}
    touch(screen, finger, "orderNear")
    wait_until(lambda: screen.skills.property("byDistance"))
    settle(screen)
    ways = [_minutes(str(find(screen, f"card{place}").property("way"))) for place in range(3)]
    assert ways == sorted(ways)
    touch(screen, finger, "card0")
    wait_until(lambda: find(screen, "qr") is not None)
    touch(screen, finger, "back")
    wait_until(lambda: find(screen, "orderNear") is not None)
    assert screen.skills.property("byDistance"), "the list is as it was left"
    touch(screen, finger, "leave")
    rest()
    assert screen.skills.property("chosen") == []
    assert not screen.skills.property("byDistance")


def _minutes(way: str) -> int:
    return int(way.removeprefix("走路 ").removesuffix(" 分钟"))


def test_a_job_says_what_it_brings_and_what_the_body_does(screens: Screens, stand: Stand):
    stand.publish([telling(0)])
    screen = screens(stand)
    screen.visit.begin()
    screen.browse.open(telling(0).id)
    screen.visit.go("job")
    wait_until(lambda: screen.browse.property("hasJob"))
    settle(screen)
    words = shown(screen)
    assert "合每小时 96.9 元，算上走路约" in words
    assert {"每月 10 号发工资", "缴工伤", "要久站、搬 5 公斤", "能照顾：坐着干、有电梯"} <= set(words.split("\n"))


@pytest.mark.parametrize(("scale", "size"), [(1, PORTRAIT), (1, LANDSCAPE), (2, PORTRAIT), (2, LANDSCAPE)])
def test_every_page_of_matching_can_be_read_and_touched(screens: Screens, stand: Stand, scale: float, size: QSize):
    stand.publish([telling(number) for number in range(42)], items=skills())
    screen = screens(stand, size)
    wait_until(lambda: screen.skills.property("available"))
    screen.visit.begin()
    screen.visit.setProperty("textScale", scale)
    faults = {page: unreadable(screen) + untouchable(screen) for page in matching_pages(screen)}
    assert {page: found for page, found in faults.items() if found} == {}
    assert "skill-jobs" in faults
