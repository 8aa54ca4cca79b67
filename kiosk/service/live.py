"""Broadcasts of openings: what is on, what comes, and what can still be looked at here (domain.md §2, K9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.domain.clock import local_date
from kiosk.domain.meetings import Caption, Event, EventSort, Replay
from kiosk.domain.tongue import say
from kiosk.service import wording
from kiosk.service.attending import ends_at
from kiosk.service.calendar import deadline_code, hour_words, moment_words, near_day
from kiosk.service.cards import Card, card
from kiosk.service.handoff import QrCode, qr_code
from kiosk.service.shelf import Shelf
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.media import MediaFiles

JOBS_MAX, EMPLOYERS_MAX = 6, 8
"""Openings and employers of one broadcast that are shown."""
PARAGRAPH = 36
"""Signs from which on a further caption begins a new paragraph of the text."""


class Phase(StrEnum):
    """Where a broadcast stands, by the station's clock."""

    ON = "on"
    TODAY = "today"
    COMING = "coming"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastLine:
    """One broadcast in the list, in words."""

    id: str
    title: str
    phase: Phase
    when: str
    note: str
    remark: str
    remark_icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What there is to play and to read; ``path`` is None if the recording has not come."""

    sha256: str
    path: Path | None
    seconds: int
    captions: tuple[Caption, ...]
    text: tuple[str, ...]
    """What is said in it, in paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One broadcast in full, in words; empty text where nothing is known."""

    id: str
    title: str
    phase: Phase
    state: str
    when: str
    words: str
    host: str
    employers: str
    jobs: tuple[Card, ...]
    """Those it is about that are here and open."""
    room: QrCode | None
    """Where a phone looks at it, as long as it is not over."""
    reminder: QrCode | None
    recording: Recording | None
    honest: str
    """What can be looked at here, and what cannot."""
    source: str


class Live:
    """Answers what the screen asks about broadcasts. ``now`` returns the moment by the trusted clock."""

    def __init__(
        self, shelf: Shelf, catalogue: CatalogueReader, media: MediaFiles, now: Callable[[], datetime]
    ) -> None:
        self._shelf = shelf
        self._catalogue = catalogue
        self._media = media
        self._now = now

    def broadcasts(self) -> tuple[BroadcastLine, ...]:
        """Return what is on, what comes, and what is over and was recorded, the nearest first."""
        now = self._now()
        ranked = [(phase_of(event, now), event) for event in self._live()]
        shown = [(phase, event) for phase, event in ranked if phase is not Phase.PAST or event.replay]
        order = list(Phase)
        shown.sort(key=lambda one: (order.index(one[0]), abs((one[1].starts - now).total_seconds()), one[1].id))
        return tuple(self._line(event, phase, now) for phase, event in shown)

    def broadcast(self, identity: str) -> Broadcast | None:
        """Return one broadcast in full, or None if it is not shown here."""
        event = self._shelf.item(Event, identity)
        return self._whole(event) if event and event.sort is EventSort.LIVE else None

    def next_words(self) -> str:
        """Return in a few words what is on or comes next, else that there is a recording; empty if nothing is."""
        now = self._now()
        events = sorted((one for one in self._live() if not self._shelf.to_confirm(one)), key=lambda one: one.starts)
        phases = {phase_of(event, now): event for event in reversed(events)}
        if Phase.ON in phases:
            return say("正在直播")
        coming = phases.get(Phase.TODAY) or phases.get(Phase.COMING)
        if coming:
            near = near_day(local_date(coming.starts), local_date(now))
            return say("{day}{hour}", day=near, hour=hour_words(coming.starts)) if Phase.TODAY in phases else near
        recorded = any(event.replay and self._media.has(event.replay) for event in events)
        return say("有录像看") if recorded else ""

    def note_played(self, recording: Recording) -> None:
        """Take note that a recording was played today: those nobody plays make room for others."""
        self._media.note_used(recording.sha256, local_date(self._now()))

    def _live(self) -> list[Event]:
        return [event for event in self._shelf.items(Event) if event.sort is EventSort.LIVE]

    def _line(self, event: Event, phase: Phase, now: datetime) -> BroadcastLine:
        remark, icon = {
            Phase.ON: (say("正在直播"), "live"),
            Phase.TODAY: ("", ""),
            Phase.COMING: ("", ""),
            Phase.PAST: (say("有文字"), "simple"),
        }[phase]
        if event.replay and self._media.has(event.replay):
            remark, icon = (remark, icon) if phase is Phase.ON else (say("有录像"), "play")
        if self._shelf.to_confirm(event) and phase is not Phase.PAST:
            remark, icon = say("待确认"), "warning"
        return BroadcastLine(
            id=event.id,
            title=event.title,
            phase=phase,
            when=_when(event, phase, now),
            note=_who(event),
            remark=remark,
            remark_icon=icon or "info",
        )

    def _whole(self, event: Event) -> Broadcast:
        now = self._now()
        today, phase = local_date(now), phase_of(event, now)
        recording = self._recording(event.replay) if event.replay else None
        over = phase is Phase.PAST
        when = moment_words(event.starts, event.ends, today)
        return Broadcast(
            id=event.id,
            title=event.title,
            phase=phase,
            state={
                Phase.ON: say("正在直播"),
                Phase.TODAY: say("今天直播"),
                Phase.COMING: say("还没开始"),
                Phase.PAST: say("已经播完了"),
            }[phase],
            when=when,
            words=event.words,
            host=event.host,
            employers=_listed(event.employers),
            jobs=self._jobs(event),
            room=qr_code(event.room) if event.room and not over else None,
            reminder=deadline_code(
                event.title, event.starts, "", event.room or event.host, until=event.ends, changed=event.checked_on
            )
            if phase in (Phase.TODAY, Phase.COMING)
            else None,
            recording=recording,
            honest=_honest(event, phase, recording, now),
            source=say("{source}，{when}核实", source=event.source, when=wording.ago(event.checked_on, today))
            + (say("，日子可能变了，先问一声") if self._shelf.to_confirm(event) and not over else ""),
        )

    def _recording(self, replay: Replay) -> Recording:
        here = self._media.has(replay)
        return Recording(
            sha256=replay.sha256,
            path=self._media.path_of(replay.sha256) if here else None,
            seconds=replay.seconds,
            captions=replay.captions,
            text=paragraphs(replay.captions),
        )

    def _jobs(self, event: Event) -> tuple[Card, ...]:
        today = local_date(self._now())
        found = (self._catalogue.posting(identity) for identity in event.postings[: 3 * JOBS_MAX])
        return tuple(card(one, today) for one in found if one and one.posting.is_live(today))[:JOBS_MAX]


def phase_of(event: Event, now: datetime) -> Phase:
    """Tell where a broadcast stands at a moment."""
    if now >= ends_at(event):
        return Phase.PAST
    if now >= event.starts:
        return Phase.ON
    return Phase.TODAY if local_date(event.starts) == local_date(now) else Phase.COMING


def paragraphs(captions: Sequence[Caption]) -> tuple[str, ...]:
    """Return what is said as text to read, some sentences to a paragraph."""
    told: list[str] = []
    for caption in captions:
        if told and len(told[-1]) < PARAGRAPH:
            told[-1] += ("" if _ends(told[-1]) else "，") + caption.words
        else:
            told.append(caption.words)
    return tuple(told)


def _ends(words: str) -> bool:
    return words[-1] in "。！？，；：,.!?;:"


def _honest(event: Event, phase: Phase, recording: Recording | None, now: datetime) -> str:
    if phase is Phase.PAST:
        if recording is None:
            return say("没有录像")
        return say("有录像，带字幕") if recording.path else say("录像还没送到这台机器，先看文字")
    if not event.room:
        return say("这台机器放不了直播，也没有直播间的码，可以问社区的人")
    if phase is Phase.ON:
        return say("这台机器放不了直播，用手机扫码看，要用手机流量")
    if recording and recording.path:
        return say("直播还没开始，先看上一场的录像")
    start = say("{day}{hour}", day=near_day(local_date(event.starts), local_date(now)), hour=hour_words(event.starts))
    return say("现在没有录像，{start}开始，用手机扫码看，要用手机流量", start=start)


def _when(event: Event, phase: Phase, now: datetime) -> str:
    """Return when it is or was, as short as one would say it."""
    today = local_date(now)
    if phase is Phase.PAST:
        return say("{when}播的", when=wording.ago(local_date(event.starts), today))
    if phase is Phase.COMING:
        return moment_words(event.starts, event.ends, today)
    start = say("{day}{hour}", day=near_day(local_date(event.starts), local_date(now)), hour=hour_words(event.starts))
    if event.ends is None or local_date(event.ends) != local_date(event.starts):
        return say("{start}开始", start=start)
    return say("{start}到{end}", start=start, end=hour_words(event.ends, event.starts))


def _who(event: Event) -> str:
    firms = len(event.employers)
    return say("，").join(part for part in (event.host, say("{number} 家单位", number=firms) if firms else "") if part)


def _listed(employers: tuple[str, ...]) -> str:
    """Return the employers, and how many there are if not all are named."""
    named = say("、").join(employers[:EMPLOYERS_MAX])
    if len(employers) <= EMPLOYERS_MAX:
        return named
    return say("{named}等 {number} 家", named=named, number=len(employers))
