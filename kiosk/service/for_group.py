"""What there is for one group: work with its reasons, policies, courses, events, whom to ask. No proof, no trace."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.codes import Group
from kiosk.domain.groups import GroupPage
from kiosk.domain.policy import Policy
from kiosk.domain.tongue import say
from kiosk.service.conditions import GROUPS
from kiosk.service.matching import Matching
from kiosk.service.meetings import MeetingCard, Meetings
from kiosk.service.policies import PolicyLine, policy_line
from kiosk.service.searching import Page
from kiosk.service.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """One group's page, in words; empty text where nothing is known."""

    group: Group
    title: str
    words: str
    who: str
    jobs: int
    policies: tuple[PolicyLine, ...]
    meetings: tuple[MeetingCard, ...]
    """Events, then courses."""
    contact_name: str
    contact_phone: str
    contact_hours: str
    contact_place: str
    remark: str
    """What is not sure about all of this; empty if nothing."""


class ForGroup:
    """Answers what a station has for a group."""

    def __init__(self, shelf: Shelf, matching: Matching, meetings: Meetings) -> None:
        self._shelf = shelf
        self._matching = matching
        self._meetings = meetings

    def page(self, group: Group) -> GroupView:
        """Return a group's page; without one of its own it has all the same what is meant for the group."""
        page = next((one for one in self._shelf.items(GroupPage) if one.group is group), None)
        contact = page.contact if page else None
        return GroupView(
            group=group,
            title=page.title if page else say(GROUPS[group]),
            words=page.words if page else "",
            who=page.who if page else "",
            jobs=self._matching.for_group(group, 0, 1).total,
            policies=self._policies(group, page.policies if page else ()),
            meetings=(*self._meetings.events(group=group), *self._meetings.courses(group)),
            contact_name=contact.name if contact else "",
            contact_phone=contact.phone if contact else "",
            contact_hours=contact.hours if contact else "",
            contact_place=page.place if page else "",
            remark=say("待确认，先打电话问问") if page and self._shelf.to_confirm(page) else "",
        )

    def jobs(self, group: Group, first: int, size: int) -> Page:
        """Return a page of work for a group, each card with its reasons; ``first`` counts from 0."""
        return self._matching.for_group(group, first, size)

    def forget(self) -> None:
        """Forget which group was looked at."""
        self._matching.forget()

    def _policies(self, group: Group, named: tuple[str, ...]) -> tuple[PolicyLine, ...]:
        """Return the policies a page names, in its order, then others that name the group; what is to confirm last."""
        known = {one.id: one for one in self._shelf.items(Policy)}
        ids = dict.fromkeys((*named, *(one.id for one in known.values() if group in one.groups)))
        lines = [policy_line(known[one], self._shelf.to_confirm(known[one])) for one in ids if one in known]
        return tuple(sorted(lines, key=lambda line: (line.stopped, line.to_confirm)))
