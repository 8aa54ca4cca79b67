"""A damaged outbox: what the disk still holds is saved, what was saved is told, and no receipt vanishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.domain.errors import DiskFull, PlaceError
from kiosk.store import salvage
from kiosk.store.carving import carve
from kiosk.store.outbox import Outbox, State
from kiosk.store.salvage import KEPT, last_salvage
from kiosk.trust.envelope import SEALED_BOX, Envelope, SealKey, seal
from kiosk.trust.receipts import VerifiedReceipt
from kiosk.trust.station_key import station_id
from tests.crash.room import quick_folder
from tests.kiosk.store.damage import FLIPS, PAGE, flipped, write_over
from tests.simulators import FixedClock

KEY = SealKey(id="k", alg=SEALED_BOX, key=bytes(PrivateKey.generate().public_key).hex())
STATION = SigningKey(bytes(range(32)))
NOW = FixedClock().now()
LONG_AGO = NOW - timedelta(days=9_000)
TICKET = "ABCDEFGHIJKLMNOP"


def an_envelope(words: int = 10) -> Envelope:
    station = station_id(bytes(STATION.verify_key))
    return seal({"words": "照" * words}, form="wish/1", to=KEY, station=station, signer=STATION)


@dataclass
class Filled:
    """The bytes of an outbox, and what is in it."""

    raw: bytes = b""
    waiting: dict[str, bytes] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def filled() -> Filled:
    made = Filled()
    with quick_folder() as folder, closing(Outbox(folder / "outbox.db")) as box:
        for number in range(40):
            envelope = an_envelope((10, 10, 300, 1500)[number % 4])
            box.put(envelope, NOW)
            if number % 5:
                made.waiting[envelope.id] = envelope.data
            else:
                box.settle(VerifiedReceipt(envelope.id), NOW)
                made.settled.add(envelope.id)
        box.open_ticket(TICKET, NOW)
        made.raw = (folder / "outbox.db").read_bytes()
    return made


@pytest.fixture
def room() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


def test_what_is_carved_of_the_raw_bytes_is_what_was_put_in(filled: Filled) -> None:
    found = carve(filled.raw)
    assert {name: data for name, (data, _) in found.envelopes.items()} == filled.waiting
    assert found.settled.keys() == filled.settled
    assert list(found.tickets) == [TICKET]


def test_a_bit_that_is_lost_loses_no_envelope(filled: Filled, room: Path) -> None:
    gone_from_settled = 0
    for turn, data in enumerate(flipped(filled.raw, seed=7)):
        path = room / str(turn) / "outbox.db"
        path.parent.mkdir()
        path.write_bytes(data)
        with closing(Outbox(path)) as box:
            box.look_over(STATION)
            assert {one.id: one.data for one in box.waiting(100)} == filled.waiting, f"bit {turn}"
            stands = dict(box.handed_in(LONG_AGO))
            box.put(an_envelope(), NOW)
        gone_from_settled += len(filled.settled - stands.keys())
    assert gone_from_settled <= FLIPS / 25  # an id alone cannot be mended; the centre has what it names


def test_a_time_that_is_none_any_more_costs_nothing_but_the_time(filled: Filled, room: Path) -> None:
    """One bit makes of the eleventh month the thirty-first, which has the shape of a time."""
    path = room / "outbox.db"
    times = [match.start() for match in re.finditer(rb"2026-11-20T", filled.raw)]
    assert len(times) > len(filled.waiting)
    for at in times:
        data = bytearray(filled.raw)
        data[at + 5] ^= 2
        assert data[at : at + 10] == b"2026-31-20"
        path.write_bytes(data)
        with closing(Outbox(path)) as box:
            box.look_over(STATION)
            assert {one.id: one.data for one in box.waiting(100)} == filled.waiting
            assert filled.settled <= dict(box.handed_in(LONG_AGO)).keys()
            assert box.open_tickets(LONG_AGO) == [TICKET]


def pointers(filled: Filled) -> Iterator[int]:
    """Yield where a long envelope says on which page it goes on."""
    for data in filled.waiting.values():
        at = filled.raw.index(data[:400])
        for size in range(400, len(data)):
            page = int.from_bytes(filled.raw[at + size : at + size + 4], "big")
            if filled.raw[page * PAGE - PAGE + 4 :][:32] == data[size : size + 32] and page:
                yield at + size
                break


def test_an_envelope_that_goes_on_on_a_page_it_does_not_name_is_whole(filled: Filled, room: Path) -> None:
    places = list(pointers(filled))
    assert len(places) > 5
    path = room / "outbox.db"
    for at in places:
        for bit in range(8):
            data = bytearray(filled.raw)
            data[at + 3] ^= 1 << bit
            path.write_bytes(data)
            with closing(Outbox(path)) as box:
                assert {one.id: one.data for one in box.waiting(100)} == filled.waiting


@pytest.mark.parametrize("page", ["first", "root", "last"])
def test_a_page_that_is_lost_costs_only_what_lay_there_and_is_told(filled: Filled, room: Path, page: str) -> None:
    path = room / "outbox.db"
    at = {"first": 0, "root": PAGE, "last": len(filled.raw) - PAGE}[page]
    path.write_bytes(filled.raw[:at] + bytes(PAGE) + filled.raw[at + PAGE :])
    still_there = {name for name, data in filled.waiting.items() if data in path.read_bytes()}
    with closing(Outbox(path)) as box:
        kept = {one.id for one in box.waiting(100)}
        assert still_there <= kept <= filled.waiting.keys()
        told = last_salvage(path)
        assert told
        assert told.saved == len(kept) > 20
    (aside,) = (room / "damaged").iterdir()
    assert aside.read_bytes() == filled.raw[:at] + bytes(PAGE) + filled.raw[at + PAGE :]


def test_an_envelope_of_which_more_is_lost_is_still_found_and_set_aside(filled: Filled, room: Path) -> None:
    path = room / "outbox.db"
    name, data = next(iter(filled.waiting.items()))
    hurt = data[:300] + bytes(40) + data[340:]
    write_over_new(path, filled.raw.replace(data[280:360], hurt[280:360]))
    with closing(Outbox(path)) as box:
        assert (name, State.SET_ASIDE) in box.handed_in(LONG_AGO)
        assert len(box.waiting(100)) == len(filled.waiting) - 1


def write_over_new(path: Path, data: bytes) -> None:
    path.write_bytes(b"")
    write_over(path, data)


def test_what_is_damaged_under_two_programs_is_saved_once_and_both_go_on_in_the_new_file(
    filled: Filled, room: Path
) -> None:
    path = room / "outbox.db"
    path.write_bytes(filled.raw)
    with closing(Outbox(path)) as screen, closing(Outbox(path)) as exchange:
        assert len(screen.waiting(100)) == len(exchange.waiting(100)) == len(filled.waiting)
        changed = filled.raw[:24] + b"\xfe" + filled.raw[25 : PAGE * 2]  # or SQLite believes what it remembers
        write_over(path, changed + b"\xff" * PAGE + filled.raw[PAGE * 3 :])
        exchange.look_over()
        screen.put(late := an_envelope(), NOW)
        assert late.id in {one.id for one in exchange.waiting(100)}
        assert exchange.settle(VerifiedReceipt(late.id), NOW)
        assert screen.is_settled(late.id)
    assert len(list((room / "damaged").iterdir())) == 1


def test_the_journal_of_the_broken_file_is_not_played_into_the_new_one(filled: Filled, room: Path) -> None:
    path = room / "outbox.db"
    path.write_bytes(bytes(PAGE) + filled.raw[PAGE:])
    (room / "outbox.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(PAGE))
    with closing(Outbox(path)) as box:
        assert {one.id for one in box.waiting(100)} == filled.waiting.keys()


def test_broken_files_are_few_and_go_after_a_month(room: Path) -> None:
    path = room / "outbox.db"
    for turn in range(KEPT + 3):
        path.write_bytes(b"no database %d" % turn * 1000)
        with closing(Outbox(path)) as box:
            assert box.state().waiting == 0
    kept = list((room / "damaged").iterdir())
    assert len(kept) == KEPT
    salvage.sweep(path, NOW + timedelta(days=400))
    assert list((room / "damaged").iterdir()) == []


def test_what_cannot_be_mended_now_is_said_and_left_alone(
    filled: Filled, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = room / "outbox.db"
    broken = bytes(PAGE) + filled.raw[PAGE:]
    path.write_bytes(broken)
    monkeypatch.setitem(salvage.PRAGMAS, "max_page_count", 3)  # the disk is full
    with closing(Outbox(path)) as box:
        with pytest.raises(DiskFull):
            box.put(an_envelope(), NOW)
        assert path.read_bytes() == broken
        monkeypatch.delitem(salvage.PRAGMAS, "max_page_count")
        box.put(an_envelope(), NOW)
        assert len(box.waiting(100)) == len(filled.waiting) + 1


def test_a_folder_in_its_place_costs_nothing_else(room: Path) -> None:
    (room / "outbox.db").mkdir()
    with closing(Outbox(room / "outbox.db")) as box:
        for ask in (box.state, lambda: box.put(an_envelope(), NOW), box.look_over):
            with pytest.raises(PlaceError):
                ask()
        (room / "outbox.db").rmdir()
        assert box.state().waiting == 0


def test_a_table_that_names_a_column_otherwise_is_damage(filled: Filled, room: Path) -> None:
    """The list of what was brought up to date has a column `name`; SQLite reads whatever it is called."""
    path = room / "outbox.db"
    path.write_bytes(filled.raw.replace(b"[name] TEXT", b"[nale] TEXT", 1).replace(b'"name" TEXT', b'"nale" TEXT', 1))
    assert path.read_bytes() != filled.raw
    with closing(Outbox(path)) as box:
        assert {one.id: one.data for one in box.waiting(100)} == filled.waiting
