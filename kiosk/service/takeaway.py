"""三张清单: the work, policies and courses of one session on one sheet, for a phone and for paper.

Nothing on it says whose it is; what was answered is not on it.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from kiosk.domain.meetings import Course, Event
from kiosk.domain.policy import Policy, PolicyState
from kiosk.domain.posting import is_live
from kiosk.domain.tongue import say
from kiosk.service import wording
from kiosk.service.calendar import day_words, moment_words
from kiosk.service.handoff import LARGEST, QrCode, lists_code, qr_code
from kiosk.service.policies import amount
from kiosk.service.shelf import Shelf
from kiosk.service.slip import Slip
from kiosk.store.catalogue_reader import CatalogueReader

MOST = 6
"""Of each list so many, those looked at last."""
SHORT, NOTE = 24, 60
"""Signs of a place, and of what to bring."""
MODULES = 17 + 4 * LARGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing on the sheet: what it is, the number that counts, and what to do or to bring."""

    id: str
    title: str
    figure: str = ""
    note: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was looked at, by ids, what was looked at first comes first."""

    jobs: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The three lists, and the code that takes them along."""

    jobs: tuple[Line, ...] = ()
    policies: tuple[Line, ...] = ()
    courses: tuple[Line, ...] = ()
    code: QrCode | None = None
    on: date
    demo: bool = False
    """Whether all of it is invented."""


class Takeaway:
    """Writes the sheet of a session."""

    def __init__(self, catalogue: CatalogueReader, shelf: Shelf, phones: Callable[[], str]) -> None:
        self._catalogue = catalogue
        self._shelf = shelf
        self._phones = phones

    def sheet(self, taken: Taken) -> Sheet:
        """Return the lists of what was looked at and is still here."""
        today = self._shelf.today()
        jobs = tuple(line for one in taken.jobs[-MOST:] if (line := self._job(one, today)))
        policies = tuple(line for one in taken.policies[-MOST:] if (line := self._policy(one)))
        courses = tuple(line for one in taken.meetings[-MOST:] if (line := self._meeting(one, today)))
        manifest = self._catalogue.manifest()
        sheet = Sheet(jobs=jobs, policies=policies, courses=courses, on=today, demo=bool(manifest and manifest.demo))
        return replace(sheet, code=self._code(sheet))

    def _job(self, identity: str, today: date) -> Line | None:
        found = self._catalogue.posting(identity)
        if found is None or not is_live(found.posting, today):
            return None
        posting = found.posting
        return Line(
            id=identity,
            title=wording.fitting(posting.title, wording.TITLE),
            figure=f"{wording.amount(posting.pay)} {wording.unit(posting.pay)}".strip(),
            note=say("，").join(
                part
                for part in (
                    wording.way(found.metres, posting),
                    wording.fitting(wording.where(posting), wording.PLACE),
                )
                if part
            ),
            phone=posting.contact.phone,
        )

    def _policy(self, identity: str) -> Line | None:
        policy = self._shelf.item(Policy, identity)
        if policy is None:
            return None
        papers = say("、").join(paper.name for paper in policy.papers)
        bring = say("带：{papers}", papers=papers) if papers else ""
        where = policy.offices[0].name if policy.offices else ""
        return Line(
            id=identity,
            title=policy.title,
            figure=self._figure(policy),
            note=wording.fitting(say("，").join(part for part in (bring, where) if part), NOTE),
        )

    def _figure(self, policy: Policy) -> str:
        if policy.state is PolicyState.STOPPED:
            return say("已停办")
        return say("待确认，要问一下") if self._shelf.to_confirm(policy) else amount(policy)

    def _meeting(self, identity: str, today: date) -> Line | None:
        course = self._shelf.item(Course, identity)
        event = None if course else self._shelf.item(Event, identity)
        one = course or event
        if one is None:
            return None
        if course:
            when = day_words(course.starts, today)
        elif event:
            when = moment_words(event.starts, event.ends, today)
        doubt = say("待确认，先打电话问问") if self._shelf.to_confirm(one) else ""
        place = wording.fitting(one.place.landmark or one.place.address, SHORT)
        return Line(
            id=identity,
            title=one.title,
            figure=when,
            note=say("，").join(part for part in (doubt, place) if part),
            phone=one.contact.phone,
        )

    def _code(self, sheet: Sheet) -> QrCode | None:
        """Return the lists as a code, with fewer words if all of them are too many; in plain words without a centre."""
        if not (sheet.jobs or sheet.policies or sheet.courses):
            return None
        if not self._phones():
            return _plain_code(sheet)
        for notes in (True, False):
            told = {
                "on": sheet.on.isoformat(),
                "jobs": [[one.id, one.title, one.figure, one.note if notes else ""] for one in sheet.jobs],
                "policies": [[one.id, one.title, one.note if notes else "", one.figure] for one in sheet.policies],
                "courses": [[one.id, one.title, one.note if notes else "", one.figure] for one in sheet.courses],
            } | ({"demo": True} if sheet.demo else {})
            code = lists_code(self._phones(), b32encode(msgspec.json.encode(told)).decode("ascii").rstrip("="))
            if code is not None:
                return code
        return None


def _plain_code(sheet: Sheet) -> QrCode | None:
    """Return as many of the lines as a code holds that can be read."""
    said = [say("演示内容")] if sheet.demo else []
    said += [" ".join(filter(None, (one.title, one.figure, one.phone))) for one in sheet.jobs]
    said += [" ".join(filter(None, (one.title, one.figure))) for one in (*sheet.policies, *sheet.courses)]
    while said:
        code = qr_code("\n".join(said))
        if len(code.rows) <= MODULES:
            return code
        said.pop()
    return None


def sheet_slip(sheet: Sheet, station: str) -> Slip:
    """Return the three lists as a slip."""
    lines = [station, sheet.on.isoformat(), *([say("演示内容，电话打不通")] if sheet.demo else [])]
    for heading, listed in (("岗位", sheet.jobs), ("政策", sheet.policies), ("培训和活动", sheet.courses)):
        if listed:
            lines.append(say("【{heading}】", heading=say(heading)))
        for number, one in enumerate(listed, 1):
            lines.append(f"{number}. {one.title} {one.figure}".strip())
            lines += [f"   {part}" for part in (one.note, one.phone) if part]
    carried = sheet.code is not None and sheet.code.text.startswith("http")
    return Slip(
        title=say("我的清单"),
        pictures=(),
        label="",
        number="",
        lines=tuple(lines),
        qr_text=sheet.code.text if carried and sheet.code else "",
        qr_words=say("手机扫一扫，存到手机") if carried else "",
        foot=say("找工作不花钱，凡是先收钱的都别信"),
    )
