"""A small feed, signed with keys for tests, and what a station believes of it as time goes by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Role, Root, Signed, Snapshot, TargetFile, Targets, Timestamp

from tests.vectors import DISTRICT, DISTRICT_NAME, Files, packed, pretty, seed_of, sha256, signer_of
from tests.vectors.envelopes import OLD_RECEIPT_KEY, OLD_SEAL_KEY, RECEIPT_KEY, SEAL_KEY, STOLEN_STATION
from tests.vectors.packs import CHANGES, FIRST, GOOD, SECOND, canonical, header, lines, set_of
from tests.vectors.records import digest_of_set

LONG = datetime(2056, 1, 1, tzinfo=UTC)
SHORT = datetime(2027, 3, 1, tzinfo=UTC)
"""When the last timestamp ends."""
ROLES = ("root", "targets", "snapshot", "timestamp")
KEYS = (
    {"root": ("root-1", "root-2", "root-3"), "targets": ("targets-1",), "timestamp": ("timestamp-1",)},
    {"root": ("root-2", "root-3", "root-4"), "targets": ("targets-2",), "timestamp": ("timestamp-1",)},
    {"root": ("root-2", "root-3", "root-4"), "targets": ("targets-2",), "timestamp": ("timestamp-2",)},
)
"""Which keys each version of the root names; the snapshot's stays."""


def signers(root: int, role: str) -> list[CryptoSigner]:
    names = KEYS[root - 1].get(role, (f"{role}-1",))
    return [signer_of(name) for name in names]


def signed(content: Signed, by: list[CryptoSigner]) -> bytes:
    metadata = Metadata(content)
    for signer in by:
        metadata.sign(signer, append=True)
    return metadata.to_bytes()


def root(version: int, by: tuple[str, ...]) -> bytes:
    content = Root(version=version, expires=LONG, consistent_snapshot=True)
    for role in ROLES:
        for signer in signers(version, role):
            content.add_key(signer.public_key, role)
    content.roles["root"] = Role(content.roles["root"].keyids, 2)
    return signed(content, [signer_of(name) for name in by])


def timestamp(version: int, snapshot: int, by: list[CryptoSigner], expires: datetime = LONG) -> bytes:
    return signed(Timestamp(version=version, expires=expires, snapshot_meta=MetaFile(snapshot)), by)


def manifest(version: int, issued: str, kinds: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "district": DISTRICT,
        "district_name": DISTRICT_NAME,
        "version": version,
        "issued": issued,
        "stale_after": "2036-12-31T00:00:00Z",
        "demo": True,
        "phones": "https://jobs.example",
        "kinds": kinds,
    } | more


class _Feed:
    """The files of the feed while they are made."""

    def __init__(self) -> None:
        self.files: Files = {}

    def pack(self, source: str, text: bytes, records: int) -> dict[str, Any]:
        data = packed(f"packs/{source}", text)
        self.files[f"feed/packs/{sha256(data)}.pack"] = data
        return {"sha256": sha256(data), "size": len(data), "records": records}

    def version(self, number: int, signed_by_root: int, targets: dict[str, bytes]) -> None:
        """Sign targets and a snapshot that names them."""
        listed = {}
        for path, data in targets.items():
            listed[path] = TargetFile.from_data(path, data, ["sha256"])
            folder, _, name = f"targets/{path}".rpartition("/")
            self.files[f"feed/{folder}/{sha256(data)}.{name}"] = data
        content = Targets(version=number, expires=LONG, targets=listed)
        self.files[f"feed/metadata/{number}.targets.json"] = signed(content, signers(signed_by_root, "targets"))
        content_of = Snapshot(version=number, expires=LONG, meta={"targets.json": MetaFile(number)})
        self.files[f"feed/metadata/{number}.snapshot.json"] = signed(content_of, signers(signed_by_root, "snapshot"))


def make() -> Files:
    """Return ``feed/``, ``heads/``, ``feed.json`` and ``manifests.json``."""
    feed = _Feed()
    first = feed.pack("first.pack", GOOD["first.pack"][1], len(FIRST))
    second = feed.pack("second.pack", GOOD["second.pack"][1], len(SECOND))
    delta = feed.pack("delta.pack", GOOD["delta.pack"][1], len(CHANGES))
    buses = '{"id":"n1","text":"周一休息"}'
    news = feed.pack(
        "buses.pack", lines(header(1, "bus_times"), '{"columns":[["n1"],["周一休息"]],"keys":["id","text"]}'), 1
    )
    kinds_first = {"posting": set_of(FIRST) | {"snapshot": [first]}}
    kinds_second = {
        "posting": set_of(SECOND)
        | {"snapshot": [second], "deltas": [{"base": set_of(FIRST)["digest"], "packs": [delta]}]},
        "bus_times": {"count": 1, "digest": digest_of_set({"n1": buses}), "snapshot": [news]},
    }
    manifests = (
        manifest(1, "2026-12-01T04:00:00Z", kinds_first),
        manifest(2, "2026-12-02T04:00:00Z", kinds_second, weather={"sign": "a member of a later version"}),
    )
    keys = (
        {"seal": [OLD_SEAL_KEY], "receipt": [OLD_RECEIPT_KEY]},
        {"seal": [SEAL_KEY, OLD_SEAL_KEY], "receipt": [RECEIPT_KEY, OLD_RECEIPT_KEY]},
    )
    revoked = {"stations": [STOLEN_STATION], "keys": [OLD_RECEIPT_KEY["id"]]}
    path = f"feed/{DISTRICT}.json"
    one = {path: canonical(manifests[0]).encode(), "keys.json": canonical(keys[0]).encode()}
    two = {
        path: canonical(manifests[1]).encode(),
        "keys.json": canonical(keys[1]).encode(),
        "revoked.json": canonical(revoked).encode(),
    }
    feed.version(1, 1, one)
    feed.version(2, 1, two)
    feed.version(3, 2, two)
    files = feed.files
    roots = (root(1, ("root-1", "root-2")), root(2, ("root-2", "root-3", "root-4")), root(3, ("root-2", "root-4")))
    for number, data in enumerate(roots, 1):
        files[f"feed/metadata/{number}.root.json"] = data
    files["heads/one-of-three.root.json"] = root(2, ("root-4", "root-3"))
    files["heads/swapped.manifest.json"] = two[path].replace(b'"version":2', b'"version":9')
    files |= _heads()
    files["feed/metadata/timestamp.json"] = files["heads/recovered.timestamp.json"]
    files["feed.json"] = pretty(
        _story(roots[0], manifests, revoked, f"targets/feed/{sha256(two[path])}.{DISTRICT}.json")
    )
    files["manifests.json"] = pretty(_manifests(manifests[0]))
    return files


def _heads() -> Files:
    old, new = signers(1, "timestamp"), signers(3, "timestamp")
    heads = {
        "first": timestamp(1, 1, old),
        "second": timestamp(2, 2, old),
        "foreign": timestamp(3, 2, [signer_of("somebody-else")]),
        "rotated": timestamp(3, 3, old),
        "fast-forward": timestamp(1000, 3, old),
        "blocked": timestamp(4, 3, old),
        "recovered": timestamp(4, 3, new),
        "short": timestamp(5, 3, new, SHORT),
    }
    return {f"heads/{name}.timestamp.json": data for name, data in heads.items()}


def _story(
    first_root: bytes, manifests: tuple[dict[str, Any], ...], revoked: dict[str, Any], held: str
) -> dict[str, Any]:
    """Return the steps of one station's life, in order: what it is offered, and what it believes."""
    steps: list[dict[str, Any]] = []

    def keyids(number: int, role: str) -> str:
        return " ".join(sorted(signer.public_key.keyid for signer in signers(number, role)))

    def offered(why: str, clock: str, head: str, roots: int, **more: Any) -> dict[str, Any]:
        step = {"why": why, "clock": clock, "timestamp": f"heads/{head}.timestamp.json", "roots": roots} | more
        steps.append(step)
        return step

    def believed(
        why: str, clock: str, head: str, roots: int, timestamp_: int, version: int, doubt: bool = False
    ) -> None:
        files_version = 3 if roots > 1 else version
        offered(why, clock, head, roots)["believe"] = {
            "manifest_version": manifests[version - 1]["version"],
            "kinds": sorted(manifests[version - 1]["kinds"]),
            "seal": [OLD_SEAL_KEY["id"]] if version == 1 else [SEAL_KEY["id"], OLD_SEAL_KEY["id"]],
            "receipt": [OLD_RECEIPT_KEY["id"]] if version == 1 else [RECEIPT_KEY["id"]],
            "revoked": {} if version == 1 else revoked,
            "seen": {
                "roles": {
                    "root": {"keys": "", "version": roots},
                    "targets": {"keys": keyids(roots, "targets"), "version": files_version},
                    "snapshot": {"keys": keyids(roots, "snapshot"), "version": files_version},
                    "timestamp": {"keys": keyids(roots, "timestamp"), "version": timestamp_},
                },
                "signed": manifests[version - 1]["issued"],
            },
            "lineage": keyids(roots, "targets"),
            "expires": f"{LONG:%Y-%m-%dT%H:%M:%SZ}",
            "clock_is_doubted": doubt,
        }

    def refused(why: str, clock: str, head: str, roots: int, **more: Any) -> None:
        offered(why, clock, head, roots, **more).setdefault("refuse", "untrusted")

    later = "2026-12-02T05:00:00Z"
    swap = {held: "heads/swapped.manifest.json"}
    believed("the first visit", "2026-12-01T05:00:00Z", "first", 1, 1, 1)
    refused("another manifest under the hash of the right one", later, "second", 1, replaced=swap)
    believed("a new version, with a delta and a revocation", later, "second", 1, 2, 2)
    refused("rolled back", later, "first", 1)
    refused("rolled back after a power cut took what TUF's client keeps", later, "first", 1, local_files="lost")
    refused("a timestamp by a foreign key", later, "foreign", 1)
    one = {"metadata/2.root.json": "heads/one-of-three.root.json"}
    refused("a root that one of the three believed keys signed", later, "rotated", 2, replaced=one)
    believed("a root key and the targets key are new", "2026-12-03T05:00:00Z", "rotated", 2, 3, 2)
    believed(
        "a thief has the timestamp key and counts up: nothing shows it",
        "2026-12-04T05:00:00Z",
        "fast-forward",
        2,
        1000,
        2,
    )
    refused("so the honest timestamp looks rolled back", "2026-12-04T06:00:00Z", "blocked", 2)
    believed("until the root names a new timestamp key", "2026-12-05T05:00:00Z", "recovered", 3, 4, 2)
    believed("the clock woke up in 1970", "1970-01-01T00:00:10Z", "recovered", 3, 4, 2, doubt=True)
    believed(
        "the clock is in 2060: not believed, so nothing has run out",
        "2060-01-01T00:00:00Z",
        "recovered",
        3,
        4,
        2,
        doubt=True,
    )
    refused("the signature ran out", "2027-06-01T00:00:00Z", "short", 3, refuse="expired")
    return {
        "district": DISTRICT,
        "root": "feed/metadata/1.root.json",
        "fingerprint": sha256(first_root)[:16],
        "token": f"{DISTRICT}.ABCDEFGHIJKLMNOPQRST.{sha256(first_root)[:16]}",
        "private_keys": {
            name: seed_of(name).hex()
            for name in sorted({name for each in KEYS for names in each.values() for name in names} | {"snapshot-1"})
        },
        "steps": steps,
    }


def _manifests(good: dict[str, Any]) -> list[dict[str, Any]]:
    """Return manifests that are refused although they are signed, and some that are not."""

    def with_pack(**changes: Any) -> dict[str, Any]:
        kind = good["kinds"]["posting"]
        return good | {"kinds": {"posting": kind | {"snapshot": [kind["snapshot"][0] | changes]}}}

    def with_kind(**changes: Any) -> dict[str, Any]:
        return good | {"kinds": {"posting": good["kinds"]["posting"] | changes}}

    cases = (
        ("", good),
        ("", good | {"kinds": {}}),
        ("", with_kind(count=0, digest=digest_of_set({}), snapshot=[])),
        ("", with_kind(compared="a member of a later version")),
        ("", good | {"issued": "2026-12-01T12:00:00+08:00"}),
        ("another format", good | {"format": 2}),
        ("another district", good | {"district": "340504"}),
        ("a moment without offset", good | {"issued": "2026-12-01T04:00:00"}),
        ("a member is missing", {name: value for name, value in good.items() if name != "stale_after"}),
        ("a number written as text", good | {"version": "1"}),
        ("an impossible name of a kind", good | {"kinds": {"Jobs!": good["kinds"]["posting"]}}),
        ("a name of a kind longer than 32", good | {"kinds": {"k" * 33: good["kinds"]["posting"]}}),
        ("a negative count", with_kind(count=-1)),
        ("a digest in capitals", with_kind(digest=good["kinds"]["posting"]["digest"].upper())),
        ("a delta upon no digest", with_kind(deltas=[{"base": "", "packs": []}])),
        ("a pack of no bytes", with_pack(size=0)),
        ("a pack larger than 256 MiB", with_pack(size=268_435_457)),
        ("a pack of more than 50,000 records", with_pack(records=50_001)),
        ("a pack named by less than a SHA-256", with_pack(sha256="00")),
    )
    return [{"refused": why, "manifest": each} for why, each in cases]
