"""Keys are listed, replaced and revoked, and stations follow: two of three root keys say which they believe."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from nacl.signing import SigningKey
from sqlalchemy import delete, select
from tuf.api.metadata import Metadata, MetaFile, Root, Timestamp

from kiosk.domain.errors import PlaceError, Refused, TrustError
from kiosk.domain.records import decode, from_record
from kiosk.trust.envelope import parse, seal
from kiosk.trust.manifest import CentreKeys
from kiosk.trust.receipts import verify_receipt
from sync.centre.centre import Centre
from sync.centre.custody import list_keys, revoke_key, rotate_key
from sync.centre.home import Home
from sync.centre.intake import take_delivery
from sync.centre.publishing import publish, renew
from sync.centre.stations import join, new_token, revoke, stations
from sync.centre.tables import centre_key, envelope
from sync.wire.batch import JoinRequest, delivery_of
from tests.simulators import FixedClock
from tests.sync.centre.feeds import believed, set_content

Run = Callable[..., Result]
ROLES = [("root", 2), ("targets", None), ("snapshot", None), ("timestamp", None)]
each_role = pytest.mark.parametrize(("role", "number"), ROLES, ids=[role for role, _ in ROLES])


def timestamp_of(centre: Centre) -> int:
    return centre.repository.current().timestamp.version


@each_role
def test_stations_follow_a_new_key(centre: Centre, role: str, number: int | None, tmp_path: Path) -> None:
    before = believed(centre, tmp_path / "s")
    stamp = timestamp_of(centre)
    old = {file: file.read_bytes() for file in centre.home.keys.rglob("*") if file.is_file()}
    rotate_key(centre, role, number)
    now = believed(centre, tmp_path / "s", before.seen)
    assert now.seen.roles["root"].version == 2
    assert believed(centre, tmp_path / "fresh").manifest == now.manifest == before.manifest
    assert timestamp_of(centre) > stamp
    changed = {file for file in old if file.read_bytes() != old[file]}
    assert changed == {centre.home.keys / f"{'offline' if role in ('root', 'targets') else 'online'}/{role}{_(number)}"}
    assert {file for file in centre.home.keys.rglob("*") if file.is_file()} == set(old)
    set_content(centre, {1: 1})
    assert publish(centre).new
    assert believed(centre, tmp_path / "s", now.seen).manifest.version == 2
    assert renew(centre) is False


def _(number: int | None) -> str:
    return f"-{number}" if number else ""


@each_role
def test_the_old_key_is_believed_no_longer(centre: Centre, role: str, number: int | None, tmp_path: Path) -> None:
    stolen = tmp_path / "stolen"
    shutil.copytree(centre.home.keys, stolen)
    rotate_key(centre, role, number)
    shutil.rmtree(centre.home.keys)
    shutil.copytree(stolen, centre.home.keys)
    root = centre.repository.roots()[-1].signed
    old = {signer.public_key.keyid for signer in centre.keys.signers(role).values()}
    assert len(old - set(root.roles[role].keyids)) == 1
    if role != "root":
        set_content(centre, {1: 1})
        with pytest.raises(PlaceError, match="was replaced since: bring the newer one"):
            publish(centre)


def test_all_roles_one_after_another_and_a_station_that_slept_through_it(centre: Centre, tmp_path: Path) -> None:
    before = believed(centre, tmp_path / "s")
    for role, number in [*ROLES, ("root", 1), ("root", 3), ("root", 2), *ROLES]:
        rotate_key(centre, role, number)
    now = believed(centre, tmp_path / "s", before.seen)
    assert now.seen.roles["root"].version == 12
    assert now.manifest == before.manifest


def test_a_thief_who_pushed_the_numbers_up_is_overcome(centre: Centre, tmp_path: Path) -> None:
    head = believed(centre, tmp_path / "s")
    (thief,) = centre.keys.signers("timestamp").values()
    stolen = Metadata(Timestamp(1_000_000, expires=head.expires, snapshot_meta=MetaFile(1)))
    stolen.sign(thief)
    theirs = tmp_path / "theirs"
    shutil.copytree(centre.home.feed, theirs)
    stolen.to_file(str(theirs / "metadata" / "timestamp.json"))
    fooled = believed(centre, tmp_path / "s", head.seen, folder=theirs)
    assert fooled.seen.roles["timestamp"].version == 1_000_000
    with pytest.raises(TrustError):
        believed(centre, tmp_path / "s", fooled.seen)
    rotate_key(centre, "timestamp", None)
    recovered = believed(centre, tmp_path / "s", fooled.seen)
    assert recovered.seen.roles["timestamp"].version < 10
    with pytest.raises(TrustError):
        believed(centre, tmp_path / "s", recovered.seen, folder=theirs)


@pytest.mark.parametrize(("role", "number", "file"), [
    ("timestamp", None, "online/timestamp"),
    ("targets", None, "offline/targets"),
    ("root", 3, "offline/root-3"),
])  # fmt: skip
def test_a_lost_key_can_be_replaced(
    centre: Centre, role: str, number: int | None, file: str, clock: FixedClock, tmp_path: Path
) -> None:
    head = believed(centre, tmp_path / "s")
    (centre.home.keys / file).unlink()
    clock.pass_time(200 * 86_400)  # signatures are due, and cannot be renewed
    rotate_key(centre, role, number)
    assert (centre.home.keys / file).exists()
    assert believed(centre, tmp_path / "s", head.seen).manifest.district == centre.district


def test_a_missing_targets_key_does_not_keep_the_rest_from_being_renewed(centre: Centre, clock: FixedClock) -> None:
    (centre.home.keys / "offline" / "targets").unlink()
    clock.pass_time(200 * 86_400)
    with pytest.raises(PlaceError, match="targets is not here"):
        renew(centre)
    current = centre.repository.current()
    assert min(current.snapshot.expires, current.timestamp.expires) > clock.now()
    assert current.targets.version == 1


def test_a_key_the_database_forgot_is_published_again(centre: Centre) -> None:
    with centre.db.writing() as connection:
        connection.execute(delete(centre_key).where(centre_key.c.purpose == "receipt"))
    publish(centre)
    assert feed_keys(centre).receipt == (centre.keys.receipt().public,)


def test_one_root_key_is_not_enough(centre: Centre) -> None:
    for number in (1, 2):
        (centre.home.keys / "offline" / f"root-{number}").unlink()
    before = {file.name for file in (centre.home.feed / "metadata").iterdir()}
    with pytest.raises(PlaceError, match=r"2 of the 3 root keys must be here to sign, .*offline holds 1"):
        rotate_key(centre, "timestamp", None)
    assert {file.name for file in (centre.home.feed / "metadata").iterdir()} == before


def test_offline_keys_may_lie_on_a_stick(centre: Centre, home: Home, run: Run, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (home.keys / "offline").rename(stick)
    assert isinstance(run("keys", "rotate", "timestamp").exception, PlaceError)
    done = run("keys", "--keys", stick, "rotate", "targets")
    assert done.exit_code == 0, done.exception
    assert "root version 2 says so" in done.stdout
    assert not (home.keys / "offline").exists()
    assert sorted(file.name for file in stick.iterdir()) == ["root-1", "root-2", "root-3", "targets"]
    set_content(centre, {1: 1})
    assert isinstance(run("publish").exception, PlaceError)
    assert "version 2: 1 postings" in run("publish", "--keys", stick).stdout
    believed(centre, tmp_path / "s")


def test_a_new_opening_key_comes_first_and_the_old_one_still_opens(
    centre: Centre, tmp_path: Path, clock: FixedClock
) -> None:
    (old,) = believed(centre, tmp_path / "s").keys.seal
    clock.pass_time(60)
    rotate_key(centre, "seal", None)
    newest, older = believed(centre, tmp_path / "s").keys.seal
    assert older == old
    assert set(centre.keys.opening_ids()) == {old.id, newest.id}


def test_a_new_receipt_key_is_known_before_it_signs(centre: Centre, tmp_path: Path, clock: FixedClock) -> None:
    (old,) = believed(centre, tmp_path / "s").keys.receipt
    clock.pass_time(60)
    rotate_key(centre, "receipt", None)
    newest, older = believed(centre, tmp_path / "s").keys.receipt
    assert older == old
    assert newest == centre.keys.receipt().public
    files = {file.name for file in (centre.home.keys / "online").iterdir()}
    assert files == {"phones", "receipt", "snapshot", "timestamp"}


@pytest.mark.parametrize("purpose", ["seal", "receipt"])
def test_a_revoked_key_leaves_the_feed_and_is_said_to_be_revoked(
    centre: Centre, purpose: str, tmp_path: Path, clock: FixedClock
) -> None:
    (old,) = getattr(believed(centre, tmp_path / "s").keys, purpose)
    with pytest.raises(Refused, match=f"{old.id} is in use: type `keys rotate {purpose}` first"):
        revoke_key(centre, old.id)
    clock.pass_time(60)
    rotate_key(centre, purpose, None)
    assert revoke_key(centre, old.id)
    assert not revoke_key(centre, old.id)
    head = believed(centre, tmp_path / "s")
    assert head.revoked.keys == (old.id,)
    published = feed_keys(centre)
    assert old.id not in [key.id for key in getattr(published, purpose)]
    clock.pass_time(60)
    set_content(centre, {1: 1})
    publish(centre)
    assert believed(centre, tmp_path / "s").revoked == head.revoked


def feed_keys(centre: Centre) -> CentreKeys:
    data = centre.repository.target(centre.repository.current(), "keys.json")
    assert data is not None
    return from_record(decode(data), CentreKeys)


def test_keys_that_sign_the_feed_are_not_revoked_but_replaced(centre: Centre) -> None:
    root = centre.repository.roots()[0].signed
    with pytest.raises(Refused, match="a key like that is replaced, type `keys rotate ROLE`"):
        revoke_key(centre, root.roles["timestamp"].keyids[0][:8])
    with pytest.raises(Refused, match="there is no key k-00000000"):
        revoke_key(centre, "k-00000000")


def test_every_key_is_listed_with_what_it_is_for(centre: Centre, run: Run, clock: FixedClock) -> None:
    assert [each.role for each in list_keys(centre)] == [
        *("root", "root", "root", "targets", "snapshot", "timestamp", "receipt", "seal")
    ]
    clock.pass_time(60)
    rotate_key(centre, "timestamp", None)
    rotate_key(centre, "receipt", None)
    (old,) = [each for each in list_keys(centre) if each.role == "receipt" and not each.file]
    revoke_key(centre, old.id)
    states = {each.id: each for each in list_keys(centre)}
    assert states[old.id].state.startswith("revoked 20")
    replaced, current = [each for each in states.values() if each.role == "timestamp"]
    assert (replaced.state, replaced.file, replaced.until) == ("replaced", "", None)
    assert Path(current.file) == centre.home.keys / "online" / "timestamp"
    assert current.until == centre.repository.current().timestamp.expires
    assert isinstance(current.since, datetime)
    said = run("keys", "list").stdout
    assert old.id in said
    assert "a laptop with the online keys was stolen" in run("keys", "--help").stdout


def test_which_root_key_must_be_said(centre: Centre) -> None:
    with pytest.raises(Refused, match="say which of the 3 root keys: --key 1"):
        rotate_key(centre, "root", None)
    with pytest.raises(Refused, match="--key is for root"):
        rotate_key(centre, "timestamp", 1)


def test_a_new_root_is_signed_by_two_old_and_two_new_keys(centre: Centre) -> None:
    rotate_key(centre, "root", 1)
    first, second = centre.repository.roots()
    signed, payload = second.signatures, second.signed_bytes
    assert len(first.signed.get_verification_result(Root.type, payload, signed).signed) == 3
    assert len(second.signed.get_verification_result(Root.type, payload, signed).signed) == 3


def test_a_revoked_station_hands_in_no_more_and_what_it_handed_in_stays(
    centre: Centre, run: Run, tmp_path: Path
) -> None:
    key, other = SigningKey.generate(), SigningKey.generate()
    names = [
        join(centre, JoinRequest(token=new_token(centre), key=bytes(each.verify_key).hex(), name="x")).station
        for each in (key, other)
    ]
    to = believed(centre, tmp_path / "s").keys
    first, second = (
        seal({"n": number}, form="f", to=to.seal[0], station=names[0], signer=key).data for number in range(2)
    )
    theirs = seal({}, form="f", to=to.seal[0], station=names[1], signer=other).data
    take_delivery(centre, delivery_of([first]), centre.keys.receipt())
    assert f"{names[0]} is revoked" in run("revoke", names[0]).stdout
    answer = take_delivery(centre, delivery_of([first, second, theirs]), centre.keys.receipt())
    assert {verify_receipt(each, to.receipt).envelope for each in answer.receipts} == {
        feed_id(first),
        feed_id(theirs),
    }
    assert [each.envelope for each in answer.refusals] == [feed_id(second)]
    with centre.db.reading() as connection:
        assert set(connection.scalars(select(envelope.c.station))) == set(names)
    assert believed(centre, tmp_path / "s").revoked.stations == (names[0],)
    assert "revoked 20" in run("stations").stdout
    assert {each.id for each in stations(centre) if each.revoked} == {names[0]}
    with pytest.raises(Refused, match="this station was revoked"):
        join(centre, JoinRequest(token=new_token(centre), key=bytes(key.verify_key).hex(), name="x"))
    assert revoke(centre, names[0]) is False
    assert "no station s-0000000000" in str(run("revoke", "s-0000000000").exception)


def feed_id(data: bytes) -> str:
    return parse(data).id
