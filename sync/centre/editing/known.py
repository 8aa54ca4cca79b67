"""What items may name: what was written beside them, what the centre has, the icons of the stations."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from kiosk.domain.content import ContentKind
from kiosk.domain.meetings import Event
from sync.centre.centre import Centre
from sync.centre.editing.linting import Known, linted
from sync.centre.editing.problems import Problem
from sync.centre.editing.reading import Content
from sync.centre.home import ICONS
from sync.centre.items import items
from sync.centre.tables import posting


def lint_content(content: Content, centre: Centre | None, today: date) -> list[Problem]:
    """Return what is wrong or doubtful with content; without a centre, what only one knows is not judged."""
    known = Known(
        today=today,
        pictures={file.stem for file in ICONS.glob("*.svg")},
        policies=_ids(content, centre, ContentKind.POLICY),
        courses=_ids(content, centre, ContentKind.COURSE),
        postings=_postings(content, centre) if centre else None,
    )
    return [problem for written in content.sets.values() for one in written for problem in linted(one, known)]


def _ids(content: Content, centre: Centre | None, kind: ContentKind) -> set[str] | None:
    written = content.ids(kind)
    if written is None and centre is not None:
        return {str(record["id"]) for record in items(centre, kind)}
    return written


def _postings(content: Content, centre: Centre) -> set[str]:
    """Return those of the postings that events name which the centre has."""
    events = [one.item for one in content.sets.get(ContentKind.EVENT, [])]
    named = {name for event in events if isinstance(event, Event) for name in event.postings}
    mine = select(posting.c.id).where(posting.c.district == centre.district, posting.c.id.in_(sorted(named)))
    with centre.db.reading() as connection:
        return set(connection.scalars(mine)) if named else set()
