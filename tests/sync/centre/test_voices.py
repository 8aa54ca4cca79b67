"""How many voices ask for a wish: what its editor wrote, and one more a station and day at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from nacl.signing import SigningKey

from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.content import ContentKind
from kiosk.domain.forms import Form, Wish, WishTopic
from kiosk.domain.records import to_record
from kiosk.trust.envelope import seal
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.intake import take_delivery
from sync.centre.items import items
from sync.centre.opening import open_new
from sync.centre.phone_station import take_phone_form
from sync.centre.publishing import publish
from sync.centre.stations import join, new_token
from sync.centre.voices import refresh_voices, said_of
from sync.wire.batch import JoinRequest, delivery_of
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite

Run = Callable[..., object]

DAY_S = timedelta(days=1).total_seconds()
WISHES = """\
items:
- {id: wish-1, source: 测试, checked_on: 2026-11-20, checked_by: 测试, words: 想学烘焙, topic: training,
   voices: 3, state_on: 2026-11-19}
- {id: wish-2, source: 测试, checked_on: 2026-11-20, checked_by: 测试, words: 想学直播, topic: training,
   state_on: 2026-11-19}
"""


def voices(centre: Centre) -> dict[str, int]:
    return {str(wish["id"]): int(wish.get("voices", 1)) for wish in items(centre, ContentKind.WISH)}


def a_second(clock: FixedClock, wish: str) -> Wish:
    consents = (NOTICES[Purpose.VOICE].agreed(),)
    return Wish(made=clock.now(), consents=consents, topic=WishTopic.TRAINING, seconds=wish)


def second(centre: Centre, clock: FixedClock, wish: str) -> str:
    return take_phone_form(centre, a_second(clock, wish)).id


def joined(centre: Centre) -> SigningKey:
    key = SigningKey.generate()
    join(centre, JoinRequest(token=new_token(centre), key=bytes(key.verify_key).hex(), name="门口"))
    return key


def touch(centre: Centre, clock: FixedClock, key: SigningKey, wish: str) -> None:
    to = centre.public_keys().to_seal_to()
    station = station_id(bytes(key.verify_key))
    sent = seal(to_record(a_second(clock, wish)), form=Wish.NAME, to=to, station=station, signer=key)
    assert take_delivery(centre, delivery_of([sent.data]), centre.keys.receipt()).receipts


def hang(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wish.yaml").write_text(WISHES, "utf-8")
    run("content", "import", tmp_path / "wish.yaml")


def test_a_station_adds_one_voice_a_day_however_often_is_touched_and_published(
    centre: Centre, run: Run, clock: FixedClock, tmp_path: Path
) -> None:
    hang(run, tmp_path)
    assert voices(centre) == {"wish-1": 3, "wish-2": 1}
    here, there = joined(centre), joined(centre)
    for wish in ("wish-1", "wish-1", "wish-1", "wish-2", "wish-9"):
        touch(centre, clock, here, wish)
    open_new(centre)
    refresh_voices(centre)
    assert voices(centre) == {"wish-1": 4, "wish-2": 2}
    touch(centre, clock, there, "wish-1")
    take_phone_form(centre, a_wish_of_its_own(clock))
    open_new(centre)
    for _ in range(2):
        publish(centre)
        assert voices(centre) == {"wish-1": 5, "wish-2": 2}
    clock.pass_time(DAY_S)
    touch(centre, clock, here, "wish-1")
    open_new(centre)
    refresh_voices(centre)
    assert voices(centre) == {"wish-1": 6, "wish-2": 2}
    publish(centre)
    assert not publish(centre).new
    assert publish(centre).items["wish"] == 2


def a_wish_of_its_own(clock: FixedClock) -> Form:
    return Wish(
        made=clock.now(), consents=(NOTICES[Purpose.VOICE].agreed(),), topic=WishTopic.TRAINING, words="想学开叉车"
    )


@only_sqlite  # how editors go on is the same whatever the database
def test_an_editor_gets_back_what_was_written_and_an_import_keeps_the_voices(
    centre: Centre, run: Run, clock: FixedClock, tmp_path: Path
) -> None:
    hang(run, tmp_path)
    second(centre, clock, "wish-1")
    open_new(centre)
    refresh_voices(centre)
    assert [wish.get("voices", 1) for wish in said_of(centre, ContentKind.WISH)] == [3, 1]
    hang(run, tmp_path)
    assert voices(centre) == {"wish-1": 4, "wish-2": 1}


@only_sqlite  # erasing is tried on both where it is done
def test_a_voice_that_was_forgotten_or_kept_long_enough_counts_no_more(
    centre: Centre, run: Run, clock: FixedClock, tmp_path: Path
) -> None:
    hang(run, tmp_path)
    forgotten = second(centre, clock, "wish-1")
    touch(centre, clock, joined(centre), "wish-1")
    open_new(centre)
    publish(centre)
    assert voices(centre)["wish-1"] == 5
    run("forget", forgotten)
    refresh_voices(centre)
    assert voices(centre)["wish-1"] == 4
    clock.pass_time(timedelta(days=400).total_seconds())
    open_new(centre)
    refresh_voices(centre)
    assert voices(centre)["wish-1"] == 3


@only_sqlite  # what is published is the same whatever the database
def test_only_the_number_is_published(centre: Centre, run: Run, clock: FixedClock, tmp_path: Path) -> None:
    hang(run, tmp_path)
    second(centre, clock, "wish-1")
    open_new(centre)
    publish(centre)
    assert {name for wish in items(centre, ContentKind.WISH) for name in wish} <= {
        "id", "source", "checked_on", "checked_by", "words", "topic", "voices", "state_on",
    }  # fmt: skip
