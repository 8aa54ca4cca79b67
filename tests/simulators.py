"""The other side, in memory: a centre that signs a feed and takes envelopes, with switches for its moods."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from nacl.public import PrivateKey
from nacl.signing import SigningKey, VerifyKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from kiosk.domain.clock import SystemClock
from kiosk.domain.errors import Refused, TrustError, Unreachable
from kiosk.domain.posting import Posting
from kiosk.domain.records import Record, encode, to_record
from kiosk.trust.digests import record_digest, set_digest
from kiosk.trust.envelope import SEALED_BOX, Envelope, SealKey, check_signature, unseal
from kiosk.trust.feed import CentreKeys, KindEntry, Manifest, PackEntry, root_fingerprint
from kiosk.trust.receipts import ReceiptKey, sign_receipt
from kiosk.trust.station_key import station_id
from sync.wire import batch
from sync.wire.pack import write_pack

DISTRICT = "340503"


@dataclass
class FixedClock:
    """A clock a test moves by hand."""

    moment: datetime = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds
        self.moment += timedelta(seconds=seconds)


@dataclass
class CentreSimulator:
    """A centre behind the Carrier protocol.

    Switches: ``down`` answers nothing, ``cut`` breaks every fetch after so many bytes, ``deaf`` takes envelopes in
    but its answers get lost, ``lying`` swaps a byte in every pack, ``forging`` signs receipts with another key,
    ``offered_root`` and ``offered_station`` are handed to stations that join in place of what is right, ``format`` is
    what its manifests say they are.
    """

    clock: FixedClock = field(default_factory=FixedClock)
    down: bool = False
    cut: int | None = None
    deaf: bool = False
    lying: bool = False
    forging: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    taken: dict[str, Envelope] = field(default_factory=dict)
    stations: dict[str, VerifyKey] = field(default_factory=dict)
    version: int = 0
    offered_root: bytes | None = None
    offered_station: str | None = None
    format: int = 1

    def __post_init__(self) -> None:
        self._signers = {role: CryptoSigner.generate_ed25519() for role in ("root", "targets", "snapshot", "timestamp")}
        self._opening = PrivateKey.generate()
        self._receipts = SigningKey.generate()
        root = Root(consistent_snapshot=True)
        for role, signer in self._signers.items():
            root.add_key(signer.public_key, role)
        root.expires = SystemClock().now().replace(microsecond=0) + timedelta(days=3650)
        signed = Metadata(root)
        signed.sign(self._signers["root"])
        self.root = signed.to_bytes()
        self.files["metadata/1.root.json"] = self.root
        self.publish([])

    @property
    def token(self) -> str:
        return f"{DISTRICT}.SECRET.{root_fingerprint(self.root)}"

    @property
    def keys(self) -> CentreKeys:
        return CentreKeys(
            seal=(SealKey(id="seal-1", alg=SEALED_BOX, key=bytes(self._opening.public_key).hex()),),
            receipt=(ReceiptKey(id="receipt-1", key=bytes(self._receipts.verify_key).hex()),),
        )

    def publish(self, postings: list[Posting], *, promise: str | None = None) -> Manifest:
        """Publish a version that holds exactly these postings; ``promise`` overrides the digest it states."""
        self.version += 1
        records = sorted((to_record(posting) for posting in postings), key=lambda record: str(record["id"]))
        data = write_pack("posting", records)
        name = hashlib.sha256(data).hexdigest()
        self.files[f"packs/{name}.pack"] = data
        digest = promise or set_digest((str(record["id"]), record_digest(record)) for record in records)
        manifest = Manifest(
            format=self.format,
            district=DISTRICT,
            district_name="花山区",
            version=self.version,
            issued=self.clock.now(),
            stale_after=self.clock.now() + timedelta(days=7),
            kinds={
                "posting": KindEntry(
                    count=len(records),
                    digest=digest,
                    snapshot=(PackEntry(sha256=name, size=len(data), records=len(records)),),
                )
            },
        )
        self._sign({f"feed/{DISTRICT}.json": encode(to_record(manifest)), "keys.json": encode(to_record(self.keys))})
        return manifest

    def opened(self) -> list[Record]:
        """Return what the centre can read of the envelopes it has."""
        return [unseal(envelope, self._opening) for envelope in self.taken.values()]

    def fetch(self, path: str) -> Iterator[bytes]:
        if self.down:
            raise Unreachable("the centre does not answer")
        self.fetched.append(path)
        if path not in self.files:
            raise Refused(f"no {path}")
        data = self.files[path]
        if self.lying and path.endswith(".pack"):
            data = data[:-1] + bytes([data[-1] ^ 1])
        if self.cut is not None and len(data) > self.cut:
            yield data[: self.cut]
            raise Unreachable("the line went dead")
        yield data

    def post(self, path: str, data: bytes) -> bytes:
        if self.down:
            raise Unreachable("the centre does not answer")
        if path == "/v1/stations":
            return self._join(batch.from_bytes(data, batch.JoinRequest))
        answer = self._take(batch.from_bytes(data, batch.Delivery))
        if self.deaf:
            raise Unreachable("the answer got lost")
        return batch.to_bytes(answer)

    def _join(self, request: batch.JoinRequest) -> bytes:
        if request.token != self.token:
            raise Refused("no such token")
        station = self.offered_station or station_id(bytes.fromhex(request.key))
        self.stations[station] = VerifyKey(bytes.fromhex(request.key))
        return batch.to_bytes(
            batch.JoinAnswer(
                station=station,
                district=DISTRICT,
                district_name="花山区",
                root=b64encode(self.offered_root or self.root).decode(),
            )
        )

    def _take(self, delivery: batch.Delivery) -> batch.DeliveryAnswer:
        receipts, refusals = [], []
        signer = SigningKey.generate() if self.forging else self._receipts
        for text in delivery.envelopes:
            envelope = batch.envelope_of(text)
            try:
                check_signature(envelope, self.stations[envelope.header.station])
            except (TrustError, KeyError):
                refusals.append(batch.Refusal(envelope=envelope.id, reason="not from a station of ours"))
                continue
            self.taken.setdefault(envelope.id, envelope)
            receipts.append(sign_receipt(envelope.id, "receipt-1", signer))
        return batch.DeliveryAnswer(receipts=tuple(receipts), refusals=tuple(refusals))

    def _sign(self, targets: dict[str, bytes]) -> None:
        expires = SystemClock().now().replace(microsecond=0) + timedelta(days=60)
        listed = {}
        for path, data in targets.items():
            listed[path] = TargetFile.from_data(path, data, ["sha256"])
            folder, _, name = path.rpartition("/")
            prefix = f"targets/{folder}/" if folder else "targets/"
            self.files[f"{prefix}{hashlib.sha256(data).hexdigest()}.{name}"] = data
        self._keep(Targets(version=self.version, expires=expires, targets=listed), "targets", f"{self.version}.targets")
        snapshot = Snapshot(version=self.version, expires=expires, meta={"targets.json": MetaFile(self.version)})
        self._keep(snapshot, "snapshot", f"{self.version}.snapshot")
        self._keep(
            Timestamp(version=self.version, expires=expires, snapshot_meta=MetaFile(self.version)),
            "timestamp",
            "timestamp",
        )

    def _keep(self, signed: Targets | Snapshot | Timestamp, role: str, name: str) -> None:
        metadata = Metadata(signed)
        metadata.sign(self._signers[role])
        self.files[f"metadata/{name}.json"] = metadata.to_bytes()
