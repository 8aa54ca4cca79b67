"""Keys change: by the rule of two of three, without a visit to any station, and as the way out after a theft."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest
from tuf.api.metadata import MetaFile, Timestamp

from kiosk.domain.errors import TrustError
from kiosk.trust.manifest import Revoked
from tests.attacks import NEW
from tests.hostile import Way, as_bodies, bodies, thief

ROLES = ("root", "targets", "snapshot", "timestamp")


@pytest.mark.parametrize("cut", ["whole", "empty", "gone"])
@pytest.mark.parametrize("roles", [*((role,) for role in ROLES), ROLES])
def test_new_keys_are_believed_and_the_old_ones_no_more(stage, way: Way, roles: tuple[str, ...], cut: str) -> None:
    former = thief(stage.centre, *ROLES)
    former.root_signers = list(stage.centre.root_signers)
    stage.centre.rotate(*roles)
    stage.centre.publish(NEW)
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None
        assert bodies(stage.home) == as_bodies(NEW)
        if roles == ("root",):
            return  # its two remaining keys are still good, and so is every other role
        for file in stage.home.feed.rglob("*.json") if cut != "whole" else ():
            file.write_bytes(b"")
        if cut == "gone":
            shutil.rmtree(stage.home.feed)
        for _ in range(5):
            former.publish(NEW[:1])
        roots = {path: data for path, data in stage.centre.files.items() if path.endswith(".root.json")}
        for lie in (former.files | roots, former.files):  # with the new root, and with it withheld
            way.serve(lie)
            outcome = exchange.once()
            assert isinstance(outcome.content, TrustError), outcome
            assert bodies(stage.home) == as_bodies(NEW)
        stage.centre.rotate("snapshot", "timestamp")  # where the thief's were still good, he pushed their numbers up
        stage.centre.publish([])
        way.serve(stage.centre.files)
        assert (exchange.once().content, bodies(stage.home)) == (None, {})


def test_a_station_that_slept_through_many_rotations_follows_them_one_by_one(stage, way: Way) -> None:
    for _ in range(12):
        stage.centre.rotate(*ROLES)
    stage.centre.publish(NEW)
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None
    assert bodies(stage.home) == as_bodies(NEW)


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("version", [10**6, 2**70])
def test_a_number_pushed_up_with_a_stolen_key_is_overcome_by_a_new_key(
    stage, way: Way, version: int, cut: bool
) -> None:
    other = thief(stage.centre, "timestamp")
    other.sign_as(Timestamp(version=version, snapshot_meta=MetaFile(other.version)), "timestamp", "timestamp")
    kept = bodies(stage.home)
    way.serve(other.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None  # by TUF's design: it is the same content
        assert bodies(stage.home) == kept
        if cut:
            shutil.rmtree(stage.home.feed)
        stage.centre.publish(NEW)
        way.serve(stage.centre.files)
        assert isinstance(exchange.once().content, TrustError)
        assert bodies(stage.home) == kept
        stage.centre.rotate("timestamp")
        stage.centre.publish(NEW)
        way.serve(stage.centre.files)
        assert exchange.once().content is None
        assert bodies(stage.home) == as_bodies(NEW)


def test_a_revoked_key_of_the_centre_is_no_longer_sealed_to(stage, way: Way) -> None:
    stage.centre.revoked = Revoked(keys=("seal-2",))
    stage.centre.publish(NEW)
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None
