"""What a hostile feed may look like: each attack turns an honest stage into the files that are served."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from tuf.api.metadata import MetaFile, Snapshot, Timestamp

from kiosk.domain.errors import CarrierError, Expired, StationError, TrustError
from kiosk.domain.records import encode, to_record
from kiosk.trust.feed import MANIFEST_MAX
from kiosk.trust.manifest import Revoked
from tests.hostile import ENDLESS, Files, thief
from tests.samples import a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

NEW = [a_posting(2, title="夜班保洁"), a_posting(3)]
HEAD = "metadata/timestamp.json"
FAR = 61 * 24 * 3600.0
"""Seconds until every signature of today has run out."""


class Staged(Protocol):
    """What an attack finds: the centre's present feed is in ``centre.files``, its former one in ``before``."""

    clock: FixedClock
    centre: CentreSimulator
    before: Files


@dataclass(frozen=True)
class Attack:
    """What is served, what the station must say to it, and which roles need new keys to recover from it."""

    serve: Callable[[Staged], Files]
    answer: type[StationError]
    rotate: tuple[str, ...] = ()


ATTACKS: list[Any] = []
NONSENSE: list[Any] = []
"""JSON nobody should send; it is refused before anything depends on what was there."""


def attack(
    answer: type[StationError] = TrustError,
    name: str = "",
    rotate: tuple[str, ...] = (),
    among: list[Any] = ATTACKS,
) -> Callable[[Callable[[Staged], Files]], Callable[[Staged], Files]]:
    def add(serve: Callable[[Staged], Files]) -> Callable[[Staged], Files]:
        among.append(pytest.param(Attack(serve, answer, rotate), id=name or serve.__name__))
        return serve

    return add


@attack()
def the_whole_feed_rolled_back(stage: Staged) -> Files:
    return stage.before


@attack()
def the_timestamp_rolled_back(stage: Staged) -> Files:
    return stage.centre.files | {HEAD: stage.before[HEAD]}


@attack()
def old_targets_under_stolen_snapshot_and_timestamp_keys(stage: Staged) -> Files:
    other, version = thief(stage.centre, "snapshot", "timestamp"), stage.centre.version
    newer = version + 1
    other.sign_as(
        Snapshot(version=newer, meta={"targets.json": MetaFile(version - 1)}), "snapshot", f"{newer}.snapshot"
    )
    other.sign_as(Timestamp(version=newer, snapshot_meta=MetaFile(newer)), "timestamp", "timestamp")
    return other.files


@attack()
def new_targets_under_stolen_snapshot_and_timestamp_keys(stage: Staged) -> Files:
    other = thief(stage.centre, "snapshot", "timestamp")
    other.publish(NEW)
    return other.files


@attack()
def a_new_timestamp_with_the_snapshot_of_before(stage: Staged) -> Files:
    stage.centre.publish(NEW)
    version = stage.centre.version
    files = stage.centre.files
    return files | {f"metadata/{version}.snapshot.json": files[f"metadata/{version - 1}.snapshot.json"]}


@attack()
def a_new_snapshot_with_the_targets_of_before(stage: Staged) -> Files:
    stage.centre.publish(NEW)
    version = stage.centre.version
    files = stage.centre.files
    return files | {f"metadata/{version}.targets.json": files[f"metadata/{version - 1}.targets.json"]}


@attack()
def a_new_head_with_the_manifest_of_before(stage: Staged) -> Files:
    old = target(stage.centre, DISTRICT)
    stage.centre.publish(NEW)
    return stage.centre.files | {target(stage.centre, DISTRICT): stage.centre.files[old]}


@attack(Expired)
def a_new_version_held_back_until_its_signature_ran_out(stage: Staged) -> Files:
    stage.centre.publish(NEW)
    stage.clock.pass_time(FAR)
    return dict(stage.centre.files)


@attack(Expired)
def the_present_version_frozen_until_its_signature_ran_out(stage: Staged) -> Files:
    stage.clock.pass_time(FAR)
    return dict(stage.centre.files)


@attack()
def a_strangers_feed(stage: Staged) -> Files:
    other = CentreSimulator(stage.clock)
    for _ in range(9):
        other.publish(NEW)
    return other.files


@attack()
def a_root_signed_with_one_stolen_key_of_three(stage: Staged) -> Files:
    other = thief(stage.centre, "root")
    other.publish_root(other.root_signers)
    other.publish(NEW)
    return other.files


@attack()
def a_root_that_skips_a_version(stage: Staged) -> Files:
    stage.centre.rotate("timestamp")
    stage.centre.rotate("timestamp")
    stage.centre.publish(NEW)
    return {path: data for path, data in stage.centre.files.items() if path != "metadata/2.root.json"}


@attack()
def the_manifest_of_another_district(stage: Staged) -> Files:
    stage.centre.district = "110000"
    stage.centre.publish(NEW)
    stage.centre.district = DISTRICT
    return dict(stage.centre.files)


@attack()
def a_manifest_of_a_newer_format(stage: Staged) -> Files:
    stage.centre.format = 2
    stage.centre.publish(NEW)
    stage.centre.format = 1
    return dict(stage.centre.files)


@attack()
def a_feed_that_revokes_every_key(stage: Staged) -> Files:
    stage.centre.revoked = Revoked(keys=("seal-1", "receipt-1"))
    stage.centre.publish(NEW)
    stage.centre.revoked = Revoked()
    return dict(stage.centre.files)


@attack(CarrierError)
def a_feed_that_is_gone(stage: Staged) -> Files:
    return {}


@attack()
def the_page_of_a_captive_portal(stage: Staged) -> Files:
    stage.centre.publish(NEW)
    page = b"<!DOCTYPE html><html><title>Log in to the network</title></html>"
    return dict.fromkeys([*stage.centre.files, "metadata/2.root.json"], page)


@attack(CarrierError, rotate=("timestamp",))
def a_stolen_timestamp_key_and_a_snapshot_nobody_has(stage: Staged) -> Files:
    other = thief(stage.centre, "timestamp")
    other.sign_as(Timestamp(version=other.version + 1, snapshot_meta=MetaFile(10**9)), "timestamp", "timestamp")
    return other.files


@attack()
def a_manifest_of_more_than_a_megabyte(stage: Staged) -> Files:
    centre = stage.centre
    manifest = encode(to_record(centre.publish(NEW)))
    centre.version += 1
    long = manifest[:-1] + b',"more":"' + b"x" * MANIFEST_MAX + b'"}'
    centre.sign_targets({f"feed/{DISTRICT}.json": long, "keys.json": encode(to_record(centre.keys))})
    return dict(centre.files)


def target(centre: CentreSimulator, name: str) -> str:
    """Return where the newest target of this name lies."""
    return next(path for path in reversed(centre.files) if path.startswith("targets/") and name in path)


def published(stage: Staged) -> dict[str, list[str]]:
    """Publish a version and return where its parts lie."""
    before = set(stage.centre.files)
    stage.centre.revoked = Revoked(stations=("s-ffffffffff",))
    stage.centre.publish(NEW)
    version, fresh = stage.centre.version, sorted(stage.centre.files.keys() - before)
    return {
        "timestamp": [HEAD],
        "snapshot": [f"metadata/{version}.snapshot.json"],
        "targets": [f"metadata/{version}.targets.json"],
        "manifest": [path for path in fresh if path.startswith("targets/feed/")],
        "revocations": [path for path in fresh if path.endswith("revoked.json")],
        "packs": [path for path in fresh if path.startswith("packs/")],
    }


def _swapped(part: str) -> None:
    @attack(name=f"a_swapped_byte_in_the_{part}")
    def serve(stage: Staged) -> Files:
        swapped = {}
        for path in published(stage)[part]:
            data = bytearray(stage.centre.files[path])
            data[len(data) // 2] ^= 1
            swapped[path] = bytes(data)
        return stage.centre.files | swapped


def _endless(part: str) -> None:
    @attack(name=f"{part}_without_end")
    def serve(stage: Staged) -> Files:
        parts = published(stage) | {"root": ["metadata/2.root.json"]}
        return stage.centre.files | dict.fromkeys(parts[part], ENDLESS)


for _part in ("timestamp", "snapshot", "targets", "manifest", "revocations", "packs"):
    _swapped(_part)
for _part in ("root", "timestamp", "snapshot", "manifest", "packs"):
    _endless(_part)


def _signed_with(**changes: Any) -> Callable[[bytes], bytes]:
    def change(honest: bytes) -> bytes:
        record = json.loads(honest)
        record.get("signed", record).update(changes)
        return json.dumps(record).encode()

    return change


def _said_twice(honest: bytes) -> bytes:
    return re.sub(rb'"version": ?\d+', rb'\g<0>, "version": 999', honest)


HOSTILE_JSON: dict[str, Callable[[bytes], bytes]] = {
    "nested_lists": lambda honest: b"[" * 9_000,
    "nested_objects": lambda honest: b'{"signed":' * 1_500,
    "nesting_in_a_new_field": lambda honest: honest.rstrip()[:-1] + b',"more":' + b"[" * 9_000 + b"]" * 9_000 + b"}",
    "not_a_number": _signed_with(version=float("nan")),
    "a_number_of_4000_digits": lambda honest: honest.replace(b'"version":', b'"version":' + b"9" * 4_000),
    "a_number_of_6000_digits": lambda honest: honest.replace(b'"version":', b'"version":' + b"9" * 6_000),
    "a_version_beyond_64_bits": _signed_with(version=2**70),
    "a_negative_version": _signed_with(version=-1),
    "a_key_said_twice": _said_twice,
    "a_list": lambda honest: b"[1, 2, 3]",
    "null": lambda honest: b"null",
    "text_for_the_version": _signed_with(version="newest"),
    "lists_for_everything": lambda honest: json.dumps({key: [] for key in json.loads(honest)}).encode(),
    "other_signs_than_utf_8": lambda honest: honest.replace(b"a", b"\xff\xfe"),
    "utf_16": lambda honest: honest.decode().encode("utf-16"),
    "nothing_at_all": lambda honest: b"",
}


def _hostile_head(name: str, change: Callable[[bytes], bytes]) -> None:
    @attack(name=f"{name}_in_the_timestamp", among=NONSENSE)
    def serve(stage: Staged) -> Files:
        stage.centre.publish(NEW)
        return stage.centre.files | {HEAD: change(stage.centre.files[HEAD])}


def _hostile_manifest(name: str, change: Callable[[bytes], bytes]) -> None:
    @attack(name=f"{name}_in_a_signed_manifest", among=NONSENSE)
    def serve(stage: Staged) -> Files:
        centre = stage.centre
        manifest = change(encode(to_record(centre.publish(NEW))))
        centre.version += 1
        rest = {"keys.json": encode(to_record(centre.keys)), "revoked.json": b"{}"}
        centre.sign_targets({f"feed/{DISTRICT}.json": manifest, **rest})
        return dict(centre.files)


for _name, _change in HOSTILE_JSON.items():
    if _name != "a_key_said_twice":  # said by the centre itself, it is the centre's word: the last one counts
        _hostile_manifest(_name, _change)
    if _name != "nesting_in_a_new_field":  # beside what is signed, it is nobody's word and passed over
        _hostile_head(_name, _change)
