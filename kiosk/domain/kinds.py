"""Every kind of content beside postings, and what its records are read as."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.community import Figure, MinimumWage, Notice, PublicWish, Worker
from kiosk.domain.content import ContentKind, Item
from kiosk.domain.groups import GroupPage, Skill
from kiosk.domain.guides import Guide
from kiosk.domain.meetings import Course, Event
from kiosk.domain.policy import Policy

CONTENT: Mapping[ContentKind, type[Item]] = {
    ContentKind.POLICY: Policy,
    ContentKind.COURSE: Course,
    ContentKind.EVENT: Event,
    ContentKind.GUIDE: Guide,
    ContentKind.GROUP: GroupPage,
    ContentKind.SKILL: Skill,
    ContentKind.WISH: PublicWish,
    ContentKind.NOTICE: Notice,
    ContentKind.WORKER: Worker,
    ContentKind.FIGURE: Figure,
    ContentKind.WAGE: MinimumWage,
}
