"""What is fuzzed: each target takes bytes and returns, or raises a StationError; anything else is a fault of ours."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import zstandard
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from sqlite_utils import Database

from kiosk.domain.errors import StationError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.store.catalogue import POSTING, migrations
from kiosk.store.filling import Filling
from kiosk.trust.envelope import SEALED_BOX, SealKey, check_signature, parse, seal, unseal
from kiosk.trust.manifest import CentreKeys, Revoked, read_manifest
from sync.wire.batch import Delivery, DeliveryAnswer, JoinAnswer, delivery_of, envelope_of, from_bytes
from sync.wire.pack import read_pack, tombstone, write_pack
from sync.wire.stick import Stick
from tests.samples import a_posting
from tests.simulators import DISTRICT, CentreSimulator

Target = Callable[[bytes], object]
STATION, CENTRE = SigningKey(bytes(32)), PrivateKey(bytes([1] * 32))
RECORDS = 3


@dataclass(frozen=True)
class Fuzzed:
    """A target, and a few inputs it takes: where the fuzzer begins."""

    read: Target
    seeds: Callable[[], list[bytes]]


class PackReader:
    """The pack reader and the catalogue behind it; what is put in is taken back, so one database serves them all."""

    def __init__(self) -> None:
        self._disk = sqlite3.connect(":memory:", isolation_level=None)
        migrations.apply(Database(self._disk))

    def fill(self, pack: bytes) -> None:
        self._with(lambda filling, records: filling.change(POSTING, records), pack)
        with suppress(StationError):  # a snapshot holds no tombstone
            self._with(lambda filling, records: filling.add(POSTING, records), pack)

    def _with(self, put_in: Callable[[Filling, Iterator[bytes]], None], pack: bytes) -> None:
        self._disk.execute("BEGIN")
        try:
            put_in(Filling(Database(self._disk)), read_pack(io.BytesIO(pack), POSTING, RECORDS))
        finally:
            self._disk.execute("ROLLBACK")


def a_target_of_packs(packed: bool) -> Target:
    reader = PackReader()
    packer = zstandard.ZstdCompressor(level=1)

    def read(data: bytes) -> None:
        reader.fill(data if packed else packer.compress(data))

    return read


def packs() -> list[bytes]:
    some = [to_record(a_posting(number)) for number in range(1, RECORDS + 1)]
    newer = [{**record, "colour": {"of": ["the", 1, None, True]}} for record in some]
    strange = [{**record, "kind": "astronaut"} for record in some]
    gone = [some[0], tombstone(some[1]["id"]), tombstone(some[2]["id"])]
    return [write_pack(POSTING, records) for records in (some, newer, strange, gone)]


def unpacked() -> list[bytes]:
    return [zstandard.ZstdDecompressor().decompress(pack) for pack in packs()]


def signed(name: str) -> Callable[[], list[bytes]]:
    """Return the files of this name from a centre's feed."""

    def seeds() -> list[bytes]:
        centre = CentreSimulator()
        centre.publish([a_posting(1)])
        centre.revoked = Revoked(stations=("s-0123456789",), keys=("seal-1",))
        centre.publish([a_posting(2)])
        return [data for path, data in centre.files.items() if path.endswith(name)]

    return seeds


def envelopes() -> list[bytes]:
    to = SealKey(id="seal-1", alg=SEALED_BOX, key=bytes(CENTRE.public_key).hex())
    return [seal({"phone": "1" * 11}, form="registration", to=to, station="s-0123456789", signer=STATION).data]


def read_envelope(data: bytes) -> None:
    envelope = parse(data)
    assert hashlib.sha256(data[:-64]).hexdigest() == envelope.id
    try:
        unseal(envelope, CENTRE)
    finally:
        check_signature(envelope, STATION.verify_key)


def read_batch(data: bytes) -> None:
    for kind in (Delivery, DeliveryAnswer, JoinAnswer):
        try:
            found = from_bytes(data, kind)
            for text in getattr(found, "envelopes", ()):
                envelope_of(text)
        except StationError:
            continue


def a_target_of_stick_names() -> Target:
    folder = Path(mkdtemp())
    secret = folder / "secret"
    secret.write_bytes(b"not for the stick")
    stick = Stick(folder / "stick")
    (folder / "stick").mkdir()
    for name in ("feed/a", "feed/b/c", "x"):
        stick.write(name, [b"for everybody"])

    def read(data: bytes) -> None:
        path = data.decode("utf-8", "surrogateescape")
        assert b"".join(stick.read(path)) == b"for everybody", path

    return read


TARGETS: dict[str, Callable[[], Fuzzed]] = {
    "pack": lambda: Fuzzed(a_target_of_packs(packed=True), packs),
    "records": lambda: Fuzzed(a_target_of_packs(packed=False), unpacked),
    "manifest": lambda: Fuzzed(read_manifest, signed(f"{DISTRICT}.json")),
    "keys": lambda: Fuzzed(lambda data: from_record(decode(data), CentreKeys), signed("keys.json")),
    "revoked": lambda: Fuzzed(lambda data: from_record(decode(data), Revoked), signed("revoked.json")),
    "envelope": lambda: Fuzzed(read_envelope, envelopes),
    "batch": lambda: Fuzzed(read_batch, lambda: [encode(to_record(delivery_of(envelopes())))]),
    "stick": lambda: Fuzzed(a_target_of_stick_names(), lambda: [b"feed/a", b"feed/b/c", b"x"]),
}
