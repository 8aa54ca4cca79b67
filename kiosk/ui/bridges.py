"""All that QML speaks with: the bridge objects of one screen, and what they have to know of each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from kiosk.domain.clock import Clock
from kiosk.service.desk import Desk
from kiosk.settings import Home, Settings
from kiosk.ui.bridge.asking import Asking
from kiosk.ui.bridge.board import Board
from kiosk.ui.bridge.browse import Browse
from kiosk.ui.bridge.checkup import Checkup
from kiosk.ui.bridge.counting import Counting
from kiosk.ui.bridge.entitle import Entitle
from kiosk.ui.bridge.for_group import ForGroup
from kiosk.ui.bridge.free_time import FreeTime
from kiosk.ui.bridge.guidance import Guidance
from kiosk.ui.bridge.kept import Kept
from kiosk.ui.bridge.live import Live
from kiosk.ui.bridge.lookup import Lookup
from kiosk.ui.bridge.meetings import Meetings
from kiosk.ui.bridge.noting import Noting
from kiosk.ui.bridge.number import Number
from kiosk.ui.bridge.phone_first import PhoneFirst
from kiosk.ui.bridge.player import Player
from kiosk.ui.bridge.register import Register
from kiosk.ui.bridge.skills import Skills
from kiosk.ui.bridge.slip import Slip
from kiosk.ui.bridge.station import Station
from kiosk.ui.bridge.takeaway import Takeaway
from kiosk.ui.bridge.technician import Technician
from kiosk.ui.bridge.touch_test import TouchTest
from kiosk.ui.bridge.typing import Typing
from kiosk.ui.bridge.visit import ATTRACT, Visit
from kiosk.ui.bridge.wanting import Wanting
from kiosk.ui.pinyin import Pinyin
from kiosk.ui.worker import Worker

LEADING_IN = ("attract", "home", "group", "events", "guide", "takeaway")
"""Whoever comes from here to the list sees what is there now; from elsewhere it is as it was left."""
CARETAKING = ("technician", "technicianCode", "touchTest")
"""The technician's side, which has a time of its own."""
LEADING_TO_RECEIPT = ("register", "ask", "phone", "lookup")


class Bridges(QObject):
    """The bridge objects by their names. What a visit leaves in them is forgotten when it ends."""

    def __init__(
        self,
        settings: Settings,
        open_desk: Callable[[], Desk],
        clock: Clock,
        printer: Sequence[str],
        home: Home | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.worker = Worker(open_desk, self)
        self.visit = Visit(clock, self)
        self.station = Station(settings, self.worker, clock, self)
        self.wanting = Wanting(self.worker, self)
        self.browse = Browse(self.worker, self.wanting, self)
        self.free_time = FreeTime(self.worker, self.wanting, self)
        self.skills = Skills(self.worker, self)
        self.number = Number(self)
        self.kept = Kept(self.worker, self)
        self.register = Register(self.worker, self.number, self.kept, self)
        self.asking = Asking(self.worker, self.number, self.kept, self)
        self.phone_first = PhoneFirst(self.worker, self.kept, self)
        self.slip = Slip(printer, self)
        self.typing = Typing(self.worker, Pinyin(), self)
        self.lookup = Lookup(self.worker, self.kept, self)
        self.checkup = Checkup(settings, self.worker, printer, clock, self)
        self.technician = Technician(home, settings, clock, self)
        self.touch_test = TouchTest(self)
        self.player = Player(self, loudest=lambda: settings.sound.loudest(clock.now()))
        self.live = Live(self.worker, self.player, self)
        self.meetings = Meetings(self.worker, self.wanting, self)
        self.guidance = Guidance(self.worker, self)
        self.board = Board(self.worker, self)
        self.entitle = Entitle(self.worker, self)
        self.for_group = ForGroup(self.worker, self)
        self.takeaway = Takeaway(self.worker, self.browse, self.entitle, self.meetings, self)
        self.noting = Noting(home, self.worker, clock, self)
        self.noting.is_free = lambda: self.visit.property("screen") == ATTRACT
        self.noting.retiredChanged.connect(self.station.note_retired)
        self.checkup.changed.connect(lambda: self.noting.note_devices(self.checkup.faulty))
        self._counting = Counting(self, self.noting)
        self._wire()

    def _wire(self) -> None:
        for answers in (
            self.register,
            self.asking,
            self.number,
            self.kept,
            self.wanting,
            self.lookup,
            self.entitle,
            self.free_time,
            self.typing,
        ):
            answers.changed.connect(self._note_answers)
        self.skills.chosenChanged.connect(self._note_answers)
        for bridge in (
            self.register,
            self.asking,
            self.number,
            self.kept,
            self.phone_first,
            self.slip,
            self.browse,
            self.free_time,
            self.skills,
            self.lookup,
            self.live,
            self.meetings,
            self.guidance,
            self.entitle,
            self.for_group,
            self.takeaway,
            self.technician,
        ):
            self.visit.wiped.connect(bridge.clear)
        self.visit.wiped.connect(self.typing.forget)
        self.kept.taken.connect(self._show_receipt)
        self.phone_first.changed.connect(lambda: self.visit.note_waiting(bool(self.phone_first.property("qrRows"))))
        self.player.going.connect(self.visit.stillHere)
        self.technician.over.connect(self.visit.wipeNow)
        self.technician.done.connect(self.checkup.look)
        self.touch_test.finished.connect(lambda: self.checkup.note_touch(list(self.touch_test.property("offsets"))))
        self.visit.steps_back = self._step_back
        self.visit.sheetChanged.connect(self._note_sheet)
        self.visit.screenChanged.connect(self._note_screen)
        self._before = self.visit.property("screen")

    def properties(self) -> dict[str, QObject]:
        """Return what QML is given, under the names it knows."""
        return {
            "station": self.station,
            "wanting": self.wanting,
            "browse": self.browse,
            "number": self.number,
            "kept": self.kept,
            "register": self.register,
            "asking": self.asking,
            "phoneFirst": self.phone_first,
            "slip": self.slip,
            "lookup": self.lookup,
            "checkup": self.checkup,
            "technician": self.technician,
            "touchTest": self.touch_test,
            "freeTime": self.free_time,
            "skills": self.skills,
            "player": self.player,
            "live": self.live,
            "meetings": self.meetings,
            "guidance": self.guidance,
            "board": self.board,
            "entitle": self.entitle,
            "forGroup": self.for_group,
            "takeaway": self.takeaway,
            "typing": self.typing,
            "visit": self.visit,
        }

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        for bridge in (
            self.station,
            self.wanting,
            self.browse,
            self.register,
            self.asking,
            self.kept,
            self.lookup,
            self.checkup,
            self.technician,
            self.free_time,
            self.skills,
            self.live,
            self.meetings,
            self.guidance,
            self.board,
            self.entitle,
            self.for_group,
            self.takeaway,
        ):
            bridge.retell()

    def _show_receipt(self) -> None:
        """Show it in place of what led to it."""
        if self.visit.property("screen") in LEADING_TO_RECEIPT:
            self.visit.replace("receipt")

    def _step_back(self, screen: str) -> bool:
        if screen == "register":
            return bool(self.register.previous())
        if screen in ("subsidy", "entitled"):
            return self.entitle.previous() and screen == "subsidy"
        return screen == "ask" and bool(self.asking.previous())

    def _note_screen(self) -> None:
        before, self._before = self._before, self.visit.property("screen")
        if self._before == "nearby" and before in LEADING_IN:
            self.browse.enter()
        if self._before in ("takeaway", "receipt"):
            self.slip.renew()
        if self._before == "lookup":
            self.lookup.clear()
        self.visit.hold(self._before in CARETAKING)
        if self._before == "technician" and before not in CARETAKING:
            self.technician.enter()
        if before in CARETAKING and self._before not in CARETAKING:
            self.technician.clear()
        if before == "watch":
            self.player.stop()
        if before == "phone":
            self.phone_first.clear()

    def _note_answers(self) -> None:
        half_done = any(
            (self.register.property("halfDone"), self.asking.property("halfDone"), self.number.property("typed"))
        )
        entered = (
            half_done
            or self.kept.property("hasReceipt")
            or self.typing.property("busy")
            or self.wanting.property("words")
            or self.lookup.property("picked")
            or self.entitle.property("step")
            or self.skills.property("chosen")
            or self.free_time.property("chosen")
        )
        self.visit.note_entered(bool(entered), bool(half_done))

    def _note_sheet(self) -> None:
        """Begin and end typing with its sheet, which also goes and comes back with the question who is there."""
        sheet = self.visit.property("sheet")
        if sheet == "want-words":
            self.typing.begin("search", self.wanting.property("words"))
        elif sheet == "ask-words":
            self.typing.begin(self.asking.property("purpose"), self.asking.property("words"))
        else:
            self.typing.clear()
