"""The outbox: what is put in is there, whatever happens."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.domain.errors import DiskFull, NewerDatabase, StoreError
from kiosk.store.outbox import Outbox
from kiosk.trust.envelope import SEALED_BOX, Envelope, SealKey, seal
from kiosk.trust.receipts import ReceiptKey, VerifiedReceipt, sign_receipt, verify_receipt
from tests.simulators import FixedClock

KEY = SealKey(id="k", alg=SEALED_BOX, key=bytes(PrivateKey.generate().public_key).hex())
CENTRE = SigningKey.generate()
NOW = FixedClock().now()


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


def test_a_newer_database_is_refused_politely(outbox: Outbox, tmp_path: Path) -> None:
    outbox._db.table("_sqlite_migrations").insert(
        {"migration_set": "outbox", "name": "m999_later", "applied_at": "2030-01-01"}
    )
    with pytest.raises(NewerDatabase, match="newer version"):
        Outbox(tmp_path / "outbox.db")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"this is not a database, but somebody may need it" * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="damaged or not a database"):
        Outbox(path)
    assert path.read_bytes() == before


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
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
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
