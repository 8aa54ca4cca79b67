"""Several at the same moment: each envelope is kept once, each station once, the tables are made once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from nacl.signing import SigningKey
from sqlalchemy import func, select

from kiosk.domain.errors import Refused
from kiosk.trust.envelope import Envelope
from sync.centre.centre import Centre
from sync.centre.db import Database
from sync.centre.home import Home
from sync.centre.opening import open_new
from sync.centre.records import records
from sync.centre.refusals import RefusedRows
from sync.centre.sources.row import Row, Said
from sync.centre.stations import join, new_token, stations
from sync.centre.tables import posting
from sync.centre.taking import parser, take_in
from sync.wire.batch import BATCH, JoinRequest
from tests.sync.centre.conftest import an_export_row
from tests.sync.centre.test_intake import hand_in, kept, sealed

T = TypeVar("T")


def at_once(*acts: Callable[[], T]) -> list[T]:
    """Do all of it in threads that start together, and return what each returned."""
    together = Barrier(len(acts))

    def one(act: Callable[[], T]) -> T:
        together.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def joined(centre: Centre) -> SigningKey:
    made = SigningKey.generate()
    join(centre, JoinRequest(token=new_token(centre), key=bytes(made.verify_key).hex(), name="门口"))
    return made


def test_envelopes_handed_in_twice_at_the_same_moment_are_kept_once(centre: Centre) -> None:
    keys = [joined(centre) for _ in range(3)]
    for turn in range(1, 4):
        sent = [sealed(centre, keys[number % 3]) for number in range(BATCH)]
        answers = at_once(*(lambda order=order: hand_in(centre, *order) for order in (sent, sent[::-1]) * 2))
        for answer in answers:
            assert {receipt.envelope for receipt in answer.receipts} == {each.id for each in sent}
            assert answer.refusals == ()
        assert kept(centre) == BATCH * turn


def test_deliveries_that_share_some_envelopes_do_not_wait_for_each_other_for_ever(centre: Centre) -> None:
    key = joined(centre)
    sent = [sealed(centre, key) for _ in range(BATCH)]

    def delivery(first: int) -> list[Envelope]:
        return sent[first:] + sent[:first][:10]

    for answer in at_once(*(lambda first=first: hand_in(centre, *delivery(first)) for first in (0, 10, 20, 30))):
        assert answer.refusals == ()
    assert kept(centre) == BATCH


def test_what_two_open_at_the_same_moment_is_opened_once(centre: Centre) -> None:
    key = joined(centre)
    sent = [sealed(centre, key) for _ in range(20)]
    hand_in(centre, *sent)
    assert [done.trouble for done in at_once(lambda: open_new(centre), lambda: open_new(centre))] == [0, 0]
    assert {each.envelope for each in records(centre)} == {each.id for each in sent}


def test_one_station_that_joins_twice_at_the_same_moment_is_one_station(centre: Centre) -> None:
    for turn in range(1, 6):
        key = bytes(SigningKey.generate().verify_key).hex()
        wishes = [JoinRequest(token=new_token(centre), key=key, name="门口") for _ in range(4)]
        answers = at_once(*(lambda wish=wish: join(centre, wish) for wish in wishes))
        assert len({answer.station for answer in answers}) == 1
        assert len(stations(centre)) == turn


def test_of_stations_with_one_token_at_the_same_moment_one_gets_in(centre: Centre) -> None:
    token = new_token(centre)

    def wish() -> bool:
        key = bytes(SigningKey.generate().verify_key).hex()
        try:
            join(centre, JoinRequest(token=token, key=key, name="门口"))
        except Refused:
            return False
        return True

    assert sorted(at_once(*[wish] * 4)) == [False, False, False, True]
    assert len(stations(centre)) == 1


def test_a_file_taken_in_twice_at_the_same_moment_counts_once(centre: Centre, database: str, tmp_path: Path) -> None:
    def take(number: int) -> int:
        machine = centre
        if database == "postgresql":  # which centres on several machines may share, where no file lock helps
            machine = replace(centre, home=Home(tmp_path / f"machine {number}"))
            machine.home.folder.mkdir()
        rows = [Row(line, an_export_row(职位自编号=str(line))) for line in range(300)]
        with RefusedRows(tmp_path / str(number), "x") as refused:
            return take_in(machine, rows, parser(Said(now=centre.clock.now())), refused).taken

    assert sorted(at_once(lambda: take(1), lambda: take(2))) == [0, 300]
    with centre.db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(posting)) == 300


def test_centres_that_start_at_once_on_an_empty_database_make_its_tables_once(
    database_url: str, tmp_path: Path
) -> None:
    url = database_url or f"sqlite:///{tmp_path / 'x.db'}"
    made = at_once(*[lambda: Database(url)] * 4)
    for db in made:
        with db.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(posting)) == 0
        db.close()
