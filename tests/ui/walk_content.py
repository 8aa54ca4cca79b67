"""Brings a screen to what the community, the policies and the groups say; and to the sheet that takes it along."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.screen import StationScreen
from tests.ui.stand import wait_until
from tests.ui.walk import leaves

UNEMPLOYED_FISHER = {
    "work": "dismissed",
    "group": "fisher",
    "office": "new",
    "insured": "one",
    "age": "50",
    "sex": "man",
}
"""Somebody who worked for years, and fished before (domain.md §6.1 B)."""


def content(screen: StationScreen) -> Iterator[str]:
    """Show the wall of wishes, a group's page and its lists, the calculator, a policy, the library, the sheet."""
    visit, group, entitle = screen.visit, screen.for_group, screen.entitle
    visit.go("wishes")
    yield from leaves(screen, "wishes", 2)
    group.open("ex_fisher")
    wait_until(lambda: group.property("view"))
    visit.go("group")
    yield from leaves(screen, "group")
    for page in ("groupJobs", "groupPolicies", "groupMeetings"):
        visit.go(page)
        yield from leaves(screen, page, 2)
    yield from calculator(screen)
    entitle.open(entitle.property("possible")[0]["id"])
    visit.go("policy")
    wait_until(lambda: entitle.property("hasPolicy"))
    yield from leaves(screen, "policy")
    visit.go("takeaway")
    wait_until(lambda: screen.takeaway.property("written"))
    yield from leaves(screen, "takeaway", 3)


def calculator(screen: StationScreen) -> Iterator[str]:
    """Show each question as it is asked, and what comes of the answers."""
    screen.entitle.begin()
    screen.visit.go("subsidy")
    for _ in answered(screen, UNEMPLOYED_FISHER):
        yield from leaves(screen, f"subsidy {screen.entitle.property('step') + 1}", 2)
    yield from leaves(screen, "entitled", 3)


def answered(screen: StationScreen, known: dict[str, str]) -> Iterator[str]:
    """Answer what is known of somebody and leave the rest; yield each question before it is answered."""
    entitle, visit = screen.entitle, screen.visit
    while True:
        wait_until(lambda: entitle.property("asked") or visit.property("screen") == "entitled")
        if visit.property("screen") == "entitled":
            return
        key = entitle.property("key")
        yield key
        offered = [one["key"] for one in entitle.property("options")]
        none = "none" if "none" in offered else "unknown"
        step = entitle.property("step")
        entitle.choose(known.get(key, none) if known.get(key, none) in offered else none)
        wait_until(lambda step=step: entitle.property("step") == step + 1)  # type: ignore[misc]
