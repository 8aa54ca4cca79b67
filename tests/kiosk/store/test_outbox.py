"""The outbox: what is put in is there, whatever happens."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.domain.errors import DiskFull
from kiosk.store.outbox import Outbox, State
from kiosk.trust.envelope import SEALED_BOX, Envelope, SealKey, seal
from kiosk.trust.receipts import ReceiptKey, VerifiedReceipt, sign_receipt, verify_receipt
from tests.simulators import FixedClock

KEY = SealKey(id="k", alg=SEALED_BOX, key=bytes(PrivateKey.generate().public_key).hex())
CENTRE = SigningKey.generate()
NOW = FixedClock().now()
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}

TOGETHER = 6


def an_envelope() -> Envelope:
    return seal({"phone": "13900001234"}, form="registration/1", to=KEY, station="s", signer=SigningKey.generate())


def receipt_for(envelope: Envelope) -> VerifiedReceipt:
    keys = (ReceiptKey(id="r", key=bytes(CENTRE.verify_key).hex()),)
    return verify_receipt(sign_receipt(envelope.id, "r", CENTRE), keys)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with closing(Outbox(tmp_path / "outbox.db")) as box:
        yield box


def test_putting_twice_is_putting_once(outbox: Outbox) -> None:
    envelope = an_envelope()
    outbox.put(envelope, NOW)
    outbox.put(envelope, NOW)
    assert [one.id for one in outbox.waiting(10)] == [envelope.id]


def test_only_a_receipt_empties_it(outbox: Outbox) -> None:
    envelope = an_envelope()
    outbox.put(envelope, NOW)
    outbox.note_trouble(envelope.id, "no line", NOW)
    assert outbox.state().waiting == 1
    assert not outbox.is_settled(envelope.id)
    assert outbox.settle(receipt_for(envelope), NOW)
    assert outbox.is_settled(envelope.id)
    assert outbox.state().waiting == 0
    assert not outbox.settle(receipt_for(envelope), NOW)


def test_it_is_as_durable_as_promised(outbox: Outbox, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "outbox.db")) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    assert outbox._db.execute("PRAGMA synchronous").fetchone() == (3,)
    assert outbox._db.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_a_full_disk_is_said_in_one_sentence_and_loses_nothing(outbox: Outbox) -> None:
    first = an_envelope()
    outbox.put(first, NOW)
    pages = outbox._db.execute("PRAGMA page_count").fetchone()[0]
    outbox._db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    with pytest.raises(DiskFull, match="the disk is full"):
        for _ in range(10):
            outbox.put(an_envelope(), NOW)
    assert first.id in [one.id for one in outbox.waiting(100)]


def test_an_outbox_of_a_newer_program_is_as_good_as_our_own(outbox: Outbox, tmp_path: Path) -> None:
    first = an_envelope()
    outbox.put(first, NOW)
    outbox._db.table("_sqlite_migrations").insert(
        {"migration_set": "outbox", "name": "m999_later", "applied_at": "2030-01-01"}
    )
    with closing(Outbox(tmp_path / "outbox.db")) as box:
        assert [one.id for one in box.waiting(100)] == [first.id]


def test_a_file_that_is_no_database_is_kept_and_another_begun(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"this is not a database, but somebody may need it" * 100)
    before = path.read_bytes()
    with closing(Outbox(path)) as box:
        assert box.state().waiting == 0
    assert [one.read_bytes() for one in (tmp_path / "damaged").iterdir()] == [before]


def test_a_ticket_is_open_until_the_centre_has_what_came_under_it(outbox: Outbox) -> None:
    early = NOW - timedelta(minutes=20)
    outbox.open_ticket("OLD", early)
    outbox.open_ticket("NEW", NOW)
    outbox.open_ticket("NEW", NOW + timedelta(hours=1))
    assert outbox.open_tickets(NOW - timedelta(minutes=15)) == ["NEW"]
    assert outbox.open_tickets(early) == ["NEW", "OLD"]
    envelope = an_envelope()
    assert outbox.ticket_envelope("NEW") is None
    assert outbox.answer_ticket("NEW", receipt_for(envelope), NOW)
    assert outbox.ticket_envelope("NEW") == envelope.id
    assert outbox.is_settled(envelope.id)
    assert outbox.open_tickets(early) == ["OLD"]
    assert (envelope.id, State.DELIVERED) in outbox.handed_in(early)


def test_an_answer_counts_once_and_only_for_a_ticket_that_waits(outbox: Outbox) -> None:
    first, second = an_envelope(), an_envelope()
    assert not outbox.answer_ticket("NOBODY", receipt_for(first), NOW)
    assert not outbox.is_settled(first.id)
    for ticket in ("A", "B"):
        outbox.open_ticket(ticket, NOW)
    assert outbox.answer_ticket("A", receipt_for(first), NOW)
    assert not outbox.answer_ticket("A", receipt_for(second), NOW)
    assert outbox.ticket_envelope("A") == first.id
    assert not outbox.answer_ticket("B", receipt_for(first), NOW)  # played again
    assert outbox.ticket_envelope("B") is None


def test_old_tickets_are_forgotten_and_what_they_settled_is_not(outbox: Outbox) -> None:
    envelope = an_envelope()
    outbox.open_ticket("A", NOW)
    outbox.answer_ticket("A", receipt_for(envelope), NOW)
    outbox.forget_tickets(NOW)
    assert outbox.ticket_envelope("A") == envelope.id
    outbox.forget_tickets(NOW + timedelta(seconds=1))
    assert outbox.ticket_envelope("A") is None
    assert outbox.is_settled(envelope.id)


def test_an_outbox_from_before_tickets_is_brought_up_to_date_and_keeps_what_waits(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    envelope = an_envelope()
    with closing(Outbox(path)) as box:
        box.put(envelope, NOW)
        box._db.execute("DROP TABLE ticket")
        box._db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_tickets'")
    with closing(Outbox(path)) as box:
        box.open_ticket("A", NOW)
        assert [one.id for one in box.waiting(10)] == [envelope.id]


OPENER = """
import sys
from pathlib import Path
from kiosk.domain.errors import StoreError
from tests.kiosk.store.test_outbox import Outbox
for line in sys.stdin:
    try:
        box = Outbox(Path(line.strip()))
        box.state()
        box.close()
        print("opened", flush=True)
    except StoreError as problem:
        print(problem, flush=True)
"""


def test_the_screen_and_the_exchange_may_both_be_the_first_after_an_update(tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
        for _ in range(2)
    ]
    said = []
    for number in range(30):
        path = tmp_path / f"{number}.db"
        with closing(Outbox(path)) as box:
            if number:  # the first pair of answers only tells that both have started
                box._db.execute("DROP TABLE ticket")
                box._db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_tickets'")
        for one in both:
            assert one.stdin
            one.stdin.write(f"{path}\n")
            one.stdin.flush()
        said += [one.stdout.readline() for one in both if one.stdout]
    for one in both:
        one.communicate()
    assert set(said) == {"opened\n"}


CHILD = """
import sys
from pathlib import Path
from tests.kiosk.store.test_outbox import NOW, Outbox, an_envelope
box = Outbox(Path(sys.argv[1]))
while True:
    envelope = an_envelope()
    box.put(envelope, NOW)
    print(envelope.id, flush=True)
"""


def test_what_was_confirmed_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    confirmed: set[str] = set()
    for _ in range(5):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        assert child.stdout is not None
        with child.stdout:
            for line in child.stdout:
                confirmed.add(line.strip())
                if len(confirmed) % 7 == 0:
                    child.send_signal(signal.SIGKILL)
                    break
            confirmed |= {line.strip() for line in child.stdout if line.endswith("\n")}
        child.wait()
    with closing(Outbox(path)) as box:
        assert confirmed <= {one.id for one in box.waiting(10_000)}


def test_programs_that_open_it_at_once_find_it_made_once(tmp_path: Path) -> None:
    def opened(number: int) -> int:
        outbox = Outbox(tmp_path / f"{number // TOGETHER}.db")
        waiting = outbox.state().waiting
        outbox.close()
        return waiting

    with ThreadPoolExecutor(TOGETHER) as together:
        assert set(together.map(opened, range(20 * TOGETHER))) == {0}
