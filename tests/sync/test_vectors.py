"""Our own code reads the vectors as they say; so must anybody's (docs/protocol.md)."""

from __future__ import annotations

import io
import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from nacl.public import PrivateKey
from nacl.signing import SigningKey, VerifyKey

from kiosk.domain.errors import Expired, Refused, TrustError
from kiosk.domain.forms import FORMS
from kiosk.domain.receipt import receipt_number
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.trust.digests import record_digest, set_digest
from kiosk.trust.envelope import SealKey, check_signature, parse, seal, unseal
from kiosk.trust.feed import (
    Seen,
    VerifiedChange,
    VerifiedHead,
    VerifiedPack,
    check_root,
    refresh,
    root_fingerprint,
    verify_pack,
)
from kiosk.trust.manifest import CentreKeys, KindEntry, Manifest, PackEntry, Revoked
from kiosk.trust.receipts import ReceiptKey, SignedReceipt, verify_receipt
from kiosk.trust.station_key import station_id
from sync.station.engine import Exchange
from sync.wire.batch import Delivery, DeliveryAnswer, JoinAnswer, JoinRequest, envelope_of, from_bytes, to_bytes
from sync.wire.pack import read_pack, tombstone, write_pack
from tests.samples import HERE
from tests.simulators import CentreSimulator, FixedClock
from tests.vectors import FOLDER
from tests.vectors.__main__ import FOLDERS, make
from tests.vectors.packs import FIRST

NOW = datetime(2026, 12, 1, 5, tzinfo=UTC)


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_bytes())


def cases(name: str, *keys: str) -> list[Any]:
    found = read(name)
    for key in keys:
        found = found[key]
    return list(found)


def test_the_files_are_what_the_maker_makes() -> None:
    made = make()
    lying = {path.relative_to(FOLDER).as_posix(): path for name in FOLDERS for path in (FOLDER / name).rglob("*.*")}
    lying |= {path.name: path for path in FOLDER.glob("*.json")}
    assert sorted(lying) == sorted(made)
    assert [path for path, data in made.items() if lying[path].read_bytes() != data] == []


def test_every_file_is_explained() -> None:
    words = (FOLDER / "README.md").read_text("utf-8")
    for path in [*(path.name for path in FOLDER.glob("*.json")), *(f"{name}/" for name in FOLDERS)]:
        assert f"`{path}`" in words


@pytest.mark.parametrize("case", cases("canonical-json.json", "pairs"), ids=lambda case: case["why"][:40])
def test_canonical_json(case: dict[str, str]) -> None:
    assert encode(decode(case["json"])).decode() == case["canonical"]
    assert encode(decode(case["canonical"])).decode() == case["canonical"]


@pytest.mark.parametrize("case", cases("canonical-json.json", "not_one_object"), ids=lambda case: case["why"])
def test_what_is_not_one_json_object(case: dict[str, str]) -> None:
    with pytest.raises(TrustError):
        decode(case["json"])


def test_digests_of_records_and_sets() -> None:
    vectors = read("digests.json")
    by_id = {}
    for each in vectors["records"]:
        assert encode(each["record"]).decode() == each["canonical"]
        by_id[each["record"]["id"]] = record_digest(each["record"])
        assert by_id[each["record"]["id"]].hex() == each["digest"]
    for each in vectors["sets"]:
        assert each["ids_in_order"] == sorted(each["ids_in_order"])
        assert set_digest((identity, by_id[identity]) for identity in each["ids_in_order"]) == each["digest"]


def entry_of(case: dict[str, Any]) -> PackEntry:
    return PackEntry(sha256=case["sha256"], size=case["size"], records=case["records"])


def pack_of(case: dict[str, Any]) -> VerifiedPack:
    return verify_pack(
        entry_of(case), FOLDER / "packs" / case["file"], lambda data, count: read_pack(data, "posting", count)
    )


@pytest.mark.parametrize("case", cases("packs.json", "good"), ids=lambda case: case["file"])
def test_a_good_pack(case: dict[str, Any]) -> None:
    assert [record.decode() for record in pack_of(case).records] == case["holds"]


@pytest.mark.parametrize("case", cases("packs.json", "broken"), ids=lambda case: case["file"])
def test_a_broken_pack(case: dict[str, Any]) -> None:
    with (FOLDER / "packs" / case["file"]).open("rb") as data, pytest.raises(TrustError):
        list(read_pack(data, "posting", case["records"]))


def test_our_packs_hold_what_the_vectors_hold() -> None:
    ours = io.BytesIO(write_pack("posting", FIRST))
    theirs = io.BytesIO((FOLDER / "packs" / "first.pack").read_bytes())
    lines = [zstandard.ZstdDecompressor().stream_reader(data).read() for data in (ours, theirs)]
    assert lines[0] == lines[1]


def head_for(kind: dict[str, Any], version: int = 1) -> VerifiedHead:
    manifest = Manifest(
        format=1,
        district="340503",
        district_name="",
        version=version,
        issued=NOW,
        stale_after=NOW,
        kinds={"posting": KindEntry(count=kind["count"], digest=kind["digest"], snapshot=())},
    )
    keys = CentreKeys(
        seal=(SealKey(id="s", alg="x25519-sealedbox", key="00" * 32),), receipt=(ReceiptKey(id="r", key="00" * 32),)
    )
    return VerifiedHead(manifest, keys, Revoked(), Seen(), "k", NOW, "")


def whole(records: list[str]) -> VerifiedChange:
    pack = PackEntry(sha256="00" * 32, size=1, records=len(records))
    return VerifiedChange("posting", None, (VerifiedPack(pack, [record.encode() for record in records]),))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[CatalogueWriter]:
    (tmp_path / "catalogue").mkdir()
    with closing(CatalogueWriter(tmp_path / "catalogue", None)) as writer:
        yield writer


@pytest.mark.parametrize("case", cases("packs.json", "broken_inside"), ids=lambda case: case["file"])
def test_a_pack_that_holds_what_no_catalogue_takes(case: dict[str, Any], catalogue: CatalogueWriter) -> None:
    records = list(pack_of(case).records)
    promised = {"count": len(records), "digest": set_digest((str(n), bytes(32)) for n in range(len(records)))}
    with pytest.raises(TrustError, match=r"id of its own|comes twice|more than allowed"):
        catalogue.take_in(head_for(promised), [whole([record.decode() for record in records])], NOW)
    assert catalogue.holdings() == {}


DELTA = read("delta.json")


@pytest.mark.parametrize(
    "base", [DELTA["base"], *DELTA["also_leads_there_from"]], ids=["base", "between", "the result itself"]
)
def test_a_delta_leads_to_the_promised_set(base: dict[str, Any], catalogue: CatalogueWriter, tmp_path: Path) -> None:
    assert encode(tombstone(DELTA["tombstone"]["names"])).decode() == DELTA["tombstone"]["json"]
    catalogue.take_in(head_for(base), [whole(base["holds"])], NOW)
    change = VerifiedChange("posting", base["digest"], (pack_of(DELTA["delta"]),))
    catalogue.take_in(head_for(DELTA["result"], 2), [change], NOW)
    assert catalogue.holdings() == {"posting": DELTA["result"]["digest"]}
    assert catalogue.unreadable() == 1
    with closing(CatalogueReader(tmp_path / "catalogue")) as reader:
        shown = [found.posting.id for found in reader.near(date(2026, 12, 2), 0, 100)]
    assert sorted(shown) == DELTA["shown"]


def test_a_delta_upon_another_set_is_refused_whole(catalogue: CatalogueWriter) -> None:
    base = DELTA["does_not_from"]
    catalogue.take_in(head_for(base), [whole(base["holds"])], NOW)
    with pytest.raises(TrustError, match="do not add up"):
        catalogue.take_in(
            head_for(DELTA["result"], 2), [VerifiedChange("posting", "", (pack_of(DELTA["delta"]),))], NOW
        )
    assert catalogue.holdings() == {"posting": base["digest"]}


@pytest.mark.parametrize("case", read("manifests.json"), ids=lambda case: case["refused"])
def test_manifests(case: dict[str, Any], centre: CentreSimulator, clock: FixedClock, tmp_path: Path) -> None:
    centre.version += 1
    centre.sign_targets(
        {"feed/340503.json": json.dumps(case["manifest"]).encode(), "keys.json": encode(to_record(centre.keys))}
    )

    def head() -> VerifiedHead:
        return refresh(tmp_path, centre.root, "340503", centre.fetch, Seen(), clock.now())

    if not case["refused"]:
        assert head().manifest.version == case["manifest"]["version"]
        return
    with pytest.raises(TrustError):
        head()


FEED = read("feed.json")
Fetch = Callable[[str], Iterator[bytes]]


def offered(step: dict[str, Any]) -> Fetch:
    """Return the way to the feed as it is at one step."""

    def fetch(path: str, start: int = 0) -> Iterator[bytes]:
        name = path.removeprefix("metadata/")
        if name.endswith(".root.json") and int(name.partition(".")[0]) > step["roots"]:
            raise Refused(f"no {path} yet")
        if name == "timestamp.json":
            file = FOLDER / step["timestamp"]
        else:
            file = FOLDER / step.get("replaced", {}).get(path, f"feed/{path}")
        if not file.exists():
            raise Refused(f"no {path}")
        yield file.read_bytes()[start:]

    return fetch


def test_what_a_station_believes_at_which_time(tmp_path: Path) -> None:
    seen = Seen()
    root = (FOLDER / FEED["root"]).read_bytes()
    for step in FEED["steps"]:
        if step.get("local_files") == "lost":
            for file in [file for file in tmp_path.rglob("*") if file.is_file() and not file.is_symlink()]:
                file.write_bytes(b"")
        now = datetime.fromisoformat(step["clock"])
        if "refuse" in step:
            with pytest.raises(TrustError) as refusal:
                refresh(tmp_path, root, FEED["district"], offered(step), seen, now)
            assert isinstance(refusal.value, Expired) == (step["refuse"] == "expired"), step["why"]
            continue
        head = refresh(tmp_path, root, FEED["district"], offered(step), seen, now)
        seen, said = head.seen, step["believe"]
        assert {
            "manifest_version": head.manifest.version,
            "kinds": sorted(head.manifest.kinds),
            "seal": [key.id for key in head.keys.seal],
            "receipt": [key.id for key in head.keys.receipt],
            "revoked": to_record(head.revoked),
            "seen": to_record(seen),
            "lineage": head.lineage,
            "expires": f"{head.expires:%Y-%m-%dT%H:%M:%SZ}",
        } == {name: value for name, value in said.items() if name != "clock_is_doubted"}, step["why"]
        if said["clock_is_doubted"]:
            assert head.doubt


class _Vectors:
    """The vectors as a carrier. What is handed in is never answered."""

    answers_at_once = False

    def __init__(self) -> None:
        self.step = FEED["steps"][0]
        self.fetched: list[str] = []

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        self.fetched.append(path)
        return offered(self.step)(path, start)

    def post(self, path: str, data: bytes) -> bytes:
        return b"{}"


def test_a_station_takes_the_feed_in_from_its_first_visit_to_its_last(home: Home, clock: FixedClock) -> None:
    home.folder.mkdir()
    home.root.write_bytes((FOLDER / FEED["root"]).read_bytes())
    carrier = _Vectors()
    for step in [step for step in FEED["steps"] if "believe" in step]:
        carrier.step, clock.moment = step, datetime.fromisoformat(step["clock"])
        carrier.fetched.clear()
        with closing(Exchange(home, FEED["district"], HERE, carrier, clock)) as exchange:
            outcome = exchange.once()
        assert outcome.content is None, step["why"]
        assert outcome.version == step["believe"]["manifest_version"]
        assert outcome.skipped == (("bus_times",) if "bus_times" in step["believe"]["kinds"] else ())
        fetched = [path for path in carrier.fetched if path.startswith("packs/")]
        assert len(fetched) == int(outcome.taken_in), step["why"]
        assert outcome.by_delta == (outcome.taken_in and outcome.version == 2)
    assert outcome.unreadable == 1
    assert outcome.clock


def test_the_token_carries_the_roots_fingerprint() -> None:
    root = (FOLDER / FEED["root"]).read_bytes()
    assert root_fingerprint(root) == FEED["fingerprint"]
    assert FEED["token"].split(".") == [FEED["district"], "ABCDEFGHIJKLMNOPQRST", FEED["fingerprint"]]
    check_root(root, FEED["fingerprint"])
    with pytest.raises(TrustError):
        check_root((FOLDER / "feed/metadata/2.root.json").read_bytes(), FEED["fingerprint"])


SENT = read("envelope.json")


def test_the_envelope_is_opened_with_its_key() -> None:
    envelope = parse((FOLDER / SENT["file"]).read_bytes())
    assert envelope.id == SENT["id"]
    assert encode(to_record(envelope.header)).decode() == SENT["header"]
    check_signature(envelope, VerifyKey(bytes.fromhex(SENT["station"]["public_key"])))
    assert station_id(bytes.fromhex(SENT["station"]["public_key"])) == SENT["station"]["id"] == envelope.header.station
    opened = unseal(envelope, PrivateKey(bytes.fromhex(SENT["opening_private_key"])))
    assert opened == SENT["record"]
    assert encode(opened).decode() == SENT["plaintext"]
    assert from_record(opened, FORMS[envelope.header.form]).telephone == SENT["record"]["phone"]
    assert receipt_number(envelope.id) == SENT["receipt_number"]
    newer = parse((FOLDER / SENT["newer_header"]["file"]).read_bytes())
    assert newer.header == envelope.header
    assert newer.id == SENT["newer_header"]["id"]


def test_our_envelopes_are_built_like_the_vector() -> None:
    key = msgspec.convert(SENT["sealed_to"], SealKey)
    signer = SigningKey(bytes.fromhex(SENT["station_seed"]))
    plain = {name: value for name, value in SENT["record"].items() if name != "nonce"}
    ours = seal(plain, form=plain["form"], to=key, station=SENT["station"]["id"], signer=signer)
    theirs = (FOLDER / SENT["file"]).read_bytes()
    assert len(ours.data) == len(theirs)
    start = 6 + len(SENT["header"])
    assert ours.data[:start] == theirs[:start]
    assert len(theirs) == start + 48 + SENT["framed_length"] + 64


@pytest.mark.parametrize("case", SENT["broken"], ids=lambda case: case["file"])
def test_a_broken_envelope(case: dict[str, str]) -> None:
    data = (FOLDER / case["file"]).read_bytes()
    if case["at"] == "parse":
        with pytest.raises(TrustError):
            parse(data)
        return
    envelope = parse(data)
    key = VerifyKey(bytes.fromhex(SENT["station"]["public_key"]))
    if case["at"] == "signature":
        with pytest.raises(TrustError):
            check_signature(envelope, key)
        return
    check_signature(envelope, key)
    with pytest.raises(TrustError):
        unseal(envelope, PrivateKey(bytes.fromhex(SENT["opening_private_key"])))


SAID = read("exchange.json")


def test_receipts() -> None:
    keys = (msgspec.convert(SAID["receipt_key"], ReceiptKey),)
    good = msgspec.convert(SAID["receipt"], SignedReceipt)
    assert verify_receipt(good, keys).envelope == SENT["id"]
    signer = SigningKey(bytes.fromhex(SAID["receipt_seed"]))
    assert signer.sign(bytes.fromhex(SAID["receipt_signed_bytes"])).signature.hex() == good.signature
    for case in SAID["refused_receipts"]:
        with pytest.raises(TrustError):
            verify_receipt(msgspec.convert(case["receipt"], SignedReceipt), keys)


def test_messages() -> None:
    for name, kind in (("join_request", JoinRequest), ("join_answer", JoinAnswer), ("answer", DeliveryAnswer)):
        assert to_bytes(from_bytes(SAID[name].encode(), kind)).decode() == SAID[name]  # type: ignore[type-var]
    assert from_bytes(SAID["empty_answer"].encode(), DeliveryAnswer) == DeliveryAnswer()
    delivery = from_bytes(SAID["delivery"].encode(), Delivery)
    assert envelope_of(delivery.envelopes[0]).id == SENT["id"]
    assert b64decode(delivery.envelopes[0]) == (FOLDER / SENT["file"]).read_bytes()
    with pytest.raises(TrustError):
        envelope_of(delivery.envelopes[1])
