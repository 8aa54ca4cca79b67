"""Brings a screen to the pages of body, free time and skills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kiosk.domain.codes import WorkKind
from kiosk.domain.groups import Lead, Skill
from kiosk.domain.posting import Demands, Hours, Posting, Requirement, Shift
from kiosk.ui.screen import StationScreen
from tests.ui.stand import find, posting, wait_until
from tests.ui.walk import leaves

NAMES = ("捕鱼补网", "开船", "看水养鱼", "修机器", "做饭", "带孩子", "照顾老人", "缝纫")
PICTURES = ("skill-fishing", "boat", "skill-water", "work-repair", "work-cooking", "work-child-care", "work-elder-care")
KINDS = (WorkKind.SEWING, WorkKind.WATER, WorkKind.WATER, WorkKind.REPAIR, WorkKind.COOKING, WorkKind.CHILD_CARE)
DEMANDS = (
    Demands(stairs=False, standing=True, phone_talking=False, lifting_kg=5.0, adjustments=("坐着干", "有电梯")),
    Demands(stairs=True, phone_talking=False),
    Demands(stairs=False),
    Demands(),
)


def skills() -> list[Skill]:
    """Return things to choose, each leading to a kind of work."""
    return [
        Skill(
            id=f"skill-{number}",
            name=name,
            picture=PICTURES[number % len(PICTURES)],
            leads=(
                Lead(
                    occupation="对口的活",
                    kinds=(KINDS[number % len(KINDS)],),
                    why=f"会{name}，上手快",
                    lacking="" if number % 2 else "一般要健康证，社区能帮问",
                ),
            ),
            source="演示内容",
            checked_on=date(2026, 11, 18),
            checked_by="演示：社区小周",
        )
        for number, name in enumerate(NAMES * 2)
    ]


def telling(number: int) -> Posting:
    """Return one of many postings that say different things of the body and the day."""
    begin = 480 + number % 6 * 20
    return replace(
        posting(number),
        demands=DEMANDS[number % len(DEMANDS)],
        hours=Hours(
            shifts=(Shift(start=begin, end=begin + 300 + number % 5 * 45),),
            days_per_week=(2.0, 5.0, None, 6.0)[number % 4],
        ),
        requirement=Requirement(education_open=True, certificates=("健康证",) if number % 3 == 0 else ()),
    )


def matching_pages(screen: StationScreen) -> Iterator[str]:
    """Show what my body does, when I am free, and what I can do; leave nothing chosen behind."""
    visit, wanting, skilled, free = screen.visit, screen.wanting, screen.skills, screen.free_time
    visit.go("nearby")
    visit.openSheet("want-body")
    wanting.toggle("cannot/stairs")
    wanting.toggle("cannot/phone")
    wait_until(lambda: wanting.property("total") >= 0)
    yield from leaves(screen, "want-body")
    visit.openSheet("")
    wait_until(lambda: explained(screen))
    yield from leaves(screen, "nearby-body", 2)
    wanting.clear()
    visit.openSheet("want-hours")
    free.begin()
    free.moveStart(-180)
    visit.openSheet("want-free")
    wait_until(lambda: free.property("fitting"))
    yield from leaves(screen, "want-free")
    free.take()
    visit.openSheet("")
    wait_until(lambda: explained(screen))
    yield from leaves(screen, "nearby-free", 2)
    wanting.clear()
    if not skilled.property("available"):
        return
    visit.go("skills")
    skilled.toggle(skilled.property("abilities")[0]["key"])
    skilled.toggle(skilled.property("abilities")[1]["key"])
    wait_until(lambda: skilled.property("total"))
    yield from leaves(screen, "skills")
    visit.go("skillJobs")
    yield from leaves(screen, "skill-jobs", 2)
    skilled.clear()


def explained(screen: StationScreen) -> bool:
    """Tell whether the first card says how it suits."""
    card = find(screen, "card0")
    return card is not None and bool(card.property("reason") or card.property("remark"))
