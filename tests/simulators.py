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

from kiosk.domain.errors import Refused, TrustError, Unreachable
from kiosk.domain.posting import Posting
from kiosk.domain.records import Record, encode, to_record
from kiosk.trust.digests import record_digest, set_digest
from kiosk.trust.envelope import SEALED_BOX, Envelope, SealKey, check_signature, unseal
from kiosk.trust.feed import root_fingerprint
from kiosk.trust.manifest import CentreKeys, DeltaEntry, KindEntry, Manifest, PackEntry, Revoked
from kiosk.trust.orders import ORDERS, Order
from kiosk.trust.receipts import ReceiptKey, sign_receipt
from kiosk.trust.reports import SignedReport
from kiosk.trust.station_key import station_id
from sync.wire import batch
from sync.wire.pack import tombstone, write_pack
from sync.wire.report import ReportAnswer, StationReport, report_in

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
    what its manifests say they are, ``district`` whose, and ``kept`` is how many former sets it offers deltas from;
    ``beside`` are targets signed beside them.
    ``signers`` are the keys of its roles and ``root_signers`` the three of which two sign a root: a thief has one.
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
    reports: list[StationReport] = field(default_factory=list)
    stations: dict[str, VerifyKey] = field(default_factory=dict)
    version: int = 0
    offered_root: bytes | None = None
    offered_station: str | None = None
    format: int = 1
    district: str = DISTRICT
    revoked: Revoked = field(default_factory=Revoked)
    orders: tuple[Order, ...] = ()
    kept: int = 8
    beside: dict[str, bytes] = field(default_factory=dict)
    sets: list[dict[str, Record]] = field(default_factory=list)
    answers_at_once: bool = True

    def __post_init__(self) -> None:
        self.signers = {role: CryptoSigner.generate_ed25519() for role in ("targets", "snapshot", "timestamp")}
        self.root_signers = [CryptoSigner.generate_ed25519() for _ in range(3)]
        self._opening = PrivateKey.generate()
        self._receipts = SigningKey.generate()
        self._root = Root(consistent_snapshot=True)
        self._root.roles["root"].threshold = 2
        self.root = self.publish_root(self.root_signers[:2])
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

    def publish_root(self, signers: list[CryptoSigner]) -> bytes:
        """Publish the next root, which names the present keys of every role, signed by these."""
        for role in self._root.roles.values():
            role.keyids.clear()
        for signer in self.root_signers:
            self._root.add_key(signer.public_key, "root")
        for name, signer in self.signers.items():
            self._root.add_key(signer.public_key, name)
        self._root.version = 1 + sum(path.endswith(".root.json") for path in self.files)
        self._root.expires = self.clock.now().replace(microsecond=0) + timedelta(days=3650)
        signed = Metadata(self._root)
        for signer in signers:
            signed.sign(signer, append=True)
        self.files[f"metadata/{self._root.version}.root.json"] = signed.to_bytes()
        return signed.to_bytes()

    def rotate(self, *roles: str) -> None:
        """Give these roles new keys (of root's three, one), signed by what the rule of two asks for."""
        old = self.root_signers[1:]
        if "root" in roles:
            self.root_signers = [*old, CryptoSigner.generate_ed25519()]
        for role in set(roles) - {"root"}:
            self.signers[role] = CryptoSigner.generate_ed25519()
        self.publish_root(old)

    def publish(
        self, postings: list[Posting], *, promise: str | None = None, others: dict[str, list[Record]] | None = None
    ) -> Manifest:
        """Publish a version that holds exactly these postings; ``promise`` overrides the digest it states.

        ``others`` are records of further kinds, published whole.
        """
        now = {posting.id: to_record(posting) for posting in postings}
        self.sets = [former for former in self.sets if former != now][-self.kept :]
        digest = promise or digest_of(now)
        deltas = tuple(
            DeltaEntry(base=digest_of(former), packs=(self._pack("posting", difference(former, now)),))
            for former in self.sets
        )
        kinds = {"posting": KindEntry(count=len(now), digest=digest, snapshot=self._snapshot(now), deltas=deltas)}
        for kind, records in (others or {}).items():
            held = {str(record["id"]): record for record in records}
            kinds[kind] = KindEntry(
                count=len(held), digest=digest_of(held), snapshot=(self._pack(kind, list(held.values())),)
            )
        self.sets.append(now)
        return self.sign(kinds)

    def sign(self, kinds: dict[str, KindEntry]) -> Manifest:
        """Publish a version of these kinds."""
        self.version += 1
        manifest = Manifest(
            format=self.format,
            district=self.district,
            district_name="花山区",
            version=self.version,
            issued=self.clock.now(),
            stale_after=self.clock.now() + timedelta(days=7),
            kinds=kinds,
        )
        self.sign_targets(
            {
                f"feed/{DISTRICT}.json": encode(to_record(manifest)),
                "keys.json": encode(to_record(self.keys)),
                "revoked.json": encode(to_record(self.revoked)),
                **({ORDERS: encode({"orders": [to_record(each) for each in self.orders]})} if self.orders else {}),
                **self.beside,
            }
        )
        return manifest

    def _snapshot(self, records: dict[str, Record]) -> tuple[PackEntry, ...]:
        if not records:
            return ()
        ordered = [records[identity] for identity in sorted(records)]
        return tuple(self._pack("posting", ordered[at : at + 20]) for at in range(0, len(ordered), 20))

    def _pack(self, kind: str, records: list[Record]) -> PackEntry:
        data = write_pack(kind, records)
        name = hashlib.sha256(data).hexdigest()
        self.files[f"packs/{name}.pack"] = data
        return PackEntry(sha256=name, size=len(data), records=len(records))

    def opened(self) -> list[Record]:
        """Return what the centre can read of the envelopes it has."""
        return [self.inside(envelope) for envelope in self.taken.values()]

    def inside(self, envelope: Envelope) -> Record:
        """Return what is sealed in an envelope."""
        return unseal(envelope, self._opening)

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        if self.down:
            raise Unreachable("the centre does not answer")
        self.fetched.append(path)
        if path not in self.files:
            raise Refused(f"no {path}")
        data = self.files[path]
        if self.lying and path.endswith(".pack"):
            data = data[:-1] + bytes([data[-1] ^ 1])
        data = data[start:]
        if self.cut is not None and len(data) > self.cut:
            yield data[: self.cut]
            raise Unreachable("the line went dead")
        yield data

    def post(self, path: str, data: bytes) -> bytes:
        if self.down:
            raise Unreachable("the centre does not answer")
        if path == "/v1/stations":
            return self._join(batch.from_bytes(data, batch.JoinRequest))
        if path == "/v1/reports":
            self.reports.append(report_in(batch.from_bytes(data, SignedReport).content()))
            return batch.to_bytes(ReportAnswer(kept=True))
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

    def sign_targets(self, targets: dict[str, bytes]) -> None:
        """Sign these files as what the feed holds, under the present version."""
        expires = self.clock.now().replace(microsecond=0) + timedelta(days=60)
        listed = {}
        for path, data in targets.items():
            listed[path] = TargetFile.from_data(path, data, ["sha256"])
            folder, _, name = path.rpartition("/")
            prefix = f"targets/{folder}/" if folder else "targets/"
            self.files[f"{prefix}{hashlib.sha256(data).hexdigest()}.{name}"] = data
        self.sign_as(
            Targets(version=self.version, expires=expires, targets=listed), "targets", f"{self.version}.targets"
        )
        snapshot = Snapshot(version=self.version, expires=expires, meta={"targets.json": MetaFile(self.version)})
        self.sign_as(snapshot, "snapshot", f"{self.version}.snapshot")
        self.sign_as(
            Timestamp(version=self.version, expires=expires, snapshot_meta=MetaFile(self.version)),
            "timestamp",
            "timestamp",
        )

    def sign_as(self, signed: Targets | Snapshot | Timestamp, role: str, name: str) -> None:
        """Put a file of metadata into the feed, signed with the key of a role."""
        metadata = Metadata(signed)
        metadata.sign(self.signers[role])
        self.files[f"metadata/{name}.json"] = metadata.to_bytes()


def digest_of(records: dict[str, Record]) -> str:
    """Return the digest of a set of records."""
    return set_digest((identity, record_digest(records[identity])) for identity in sorted(records))


def difference(former: dict[str, Record], now: dict[str, Record]) -> list[Record]:
    """Return what leads from one set to another."""
    changed = [record for identity, record in now.items() if former.get(identity) != record]
    return changed + [tombstone(identity) for identity in former.keys() - now.keys()]
