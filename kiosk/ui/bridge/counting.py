"""What of a visit is counted: that it was, and what it came to. Never on which page or in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui.bridge.noting import Noting
from kiosk.ui.bridge.slip import PRINTED
from kiosk.ui.bridge.visit import ATTRACT, GOODBYE

if TYPE_CHECKING:
    from kiosk.ui.bridges import Bridges

NOBODY = (ATTRACT, GOODBYE)


class Counting:
    """Listens to the bridges of a screen, and counts."""

    def __init__(self, bridges: Bridges, noting: Noting) -> None:
        self._bridges = bridges
        self._noting = noting
        self._there = False
        self._job = ""
        self._handed = False
        bridges.visit.screenChanged.connect(self._note_screen)
        bridges.browse.jobChanged.connect(self._note_job)
        bridges.browse.pageChanged.connect(self._note_page)
        bridges.kept.taken.connect(self._note_sent)
        bridges.slip.stateChanged.connect(self._note_slip)
        bridges.phone_first.changed.connect(self._note_phone)
        bridges.takeaway.changed.connect(self._note_phone)

    def _note_screen(self) -> None:
        there = self._bridges.visit.property("screen") not in NOBODY
        if there and not self._there:
            self._noting.count("visits")
        elif not there:
            self._job, self._handed = "", False
        self._there = there

    def _note_job(self) -> None:
        browse = self._bridges.browse
        job = str(browse.property("jobId")) if browse.property("hasJob") else ""
        if self._there and job and job != self._job:
            self._job = job
            self._noting.count("jobs_opened")

    def _note_page(self) -> None:
        looked_for = bool(self._bridges.wanting.wanted.conditions())
        if self._there and looked_for and not self._bridges.browse.property("total"):
            self._noting.count("searches_without_result")

    def _note_sent(self) -> None:
        if not self._bridges.kept.property("delivered"):  # else it came from a phone
            self._noting.count("sent")

    def _note_slip(self) -> None:
        if self._bridges.slip.property("state") == PRINTED:
            self._noting.count("slips")

    def _note_phone(self) -> None:
        """Count a visit's first code that takes a form or the lists to a phone."""
        shown = self._bridges.phone_first.property("qrRows") or self._bridges.takeaway.property("codeRows")
        if self._there and shown and not self._handed:
            self._handed = True
            self._noting.count("handed_to_phone")
