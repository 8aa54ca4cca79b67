"""Two hundred stations of every kind: what the list says first is what somebody has to look at."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import Result
from sqlalchemy import update

from kiosk.domain.clock import local_date
from kiosk.domain.counts import DayCounts
from kiosk.domain.errors import Refused, SettingsError
from kiosk.domain.health import Part
from sync.centre.centre import Centre
from sync.centre.fleet import SCREEN, WRONG, State, standings
from sync.centre.fleet_words import FAULTS, in_chinese, in_english
from sync.centre.settings import FleetSettings, parse
from sync.centre.stations import revoke, stations
from sync.centre.tables import station
from sync.wire.report import ScreenReport
from tests.simulators import FixedClock
from tests.sync.centre.stations_of import Member, in_a_hurry, let_in
from tests.sync.centre.test_older_databases import from_before

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EACH = 20


def every_kind(centre: Centre, clock: FixedClock) -> dict[str, State]:
    """Let two hundred stations join and say how they are; return in which state each has to be."""
    now = clock.now()

    def members(state: State, number: int = EACH) -> list[Member]:
        made = let_in(centre, [f"{state.value} {len(expected) + each}" for each in range(number)])
        expected.update({one.id: state for one in made})
        return made

    expected: dict[str, State] = {}
    for number, one in enumerate(members(State.SILENT)):
        one.say(now - 26 * HOUR - number * HOUR)
        set_last_seen(centre, one, now - 26 * HOUR - number * HOUR)
    for one in members(State.FAILING):
        one.say(wrong=("printer", "a part of tomorrow"))
    for one in members(State.FAILING):
        one.say(waiting=3, oldest=now - 3 * DAY)
    for one in members(State.FAILING):
        one.say(disk_mb=200, aside=1, clock="the clock says 1970")
    for one in members(State.FAILING, 10):
        one.say(screen=ScreenReport(started=now - 9 * DAY, starts=1, beat=now - 5 * HOUR))
    without = members(State.FAILING, 10)
    set_joined(centre, without, now - 3 * HOUR)
    for one in without:
        one.say(screen=None)
    for number, one in enumerate(members(State.STALE)):
        one.say(issued=now - 8 * DAY - number * HOUR)
    for one in members(State.OLD_PROGRAM, 10):
        one.say(program="0.0.1")
    members(State.OLD_PROGRAM, 10)  # they never say how they are
    for one in members(State.WELL):
        one.say()
    for one in members(State.WELL):
        one.say(now - 10 * DAY, networked=False, issued=now - 5 * DAY)
        set_last_seen(centre, one, now - 10 * DAY)
    for one in members(State.OUT_OF_SERVICE):
        one.say(wrong=("disk",))
        revoke(centre, one.id)
    return expected


def set_last_seen(centre: Centre, one: Member, moment: object) -> None:
    with centre.db.writing() as connection:
        connection.exec_driver_sql(
            f"UPDATE station SET last_seen = '{moment:%Y-%m-%d %H:%M:%S}+00:00' WHERE id = '{one.id}'"
            if connection.dialect.name == "postgresql"
            else f"UPDATE station SET last_seen = '{moment:%Y-%m-%d %H:%M:%S.%f}' WHERE id = '{one.id}'"
        )


def set_joined(centre: Centre, members: list[Member], moment: datetime) -> None:
    with centre.db.writing() as connection:
        ours = station.c.id.in_([one.id for one in members])
        connection.execute(update(station).where(ours).values(joined=moment))


def test_a_new_station_has_two_hours_until_its_screen_says_something(centre: Centre, clock: FixedClock) -> None:
    one = Member(centre, "新来的")
    clock.pass_time(2 * 3600)
    one.say(screen=None)
    assert standings(centre)[0].state is State.WELL
    clock.pass_time(60)
    one.say(screen=None)
    (found,) = standings(centre)
    assert (found.state, found.wrong) == (State.FAILING, (SCREEN,))


def test_by_a_clock_that_is_wrong_nobody_tells_how_old_a_note_is(centre: Centre, clock: FixedClock) -> None:
    one = Member(centre, "停过电")
    beat = ScreenReport(started=clock.now() - 9 * DAY, starts=1, beat=clock.now() - 5 * HOUR)
    one.say(screen=beat, clock="the clock says 1970")
    assert standings(centre)[0].wrong == (Part.CLOCK,)
    clock.pass_time(60)
    one.say(screen=beat)
    assert standings(centre)[0].wrong == (SCREEN,)


def test_what_is_wrong_comes_first(centre: Centre, clock: FixedClock, run: Callable[..., Result]) -> None:
    with in_a_hurry(centre) as quick:
        expected = every_kind(quick, clock)
    found = standings(centre)
    assert {one.id: one.state for one in found} == expected
    assert len(found) == 200
    order = [list(State).index(one.state) for one in found]
    assert order == sorted(order)
    silent = [one.last_seen for one in found if one.state is State.SILENT]
    assert silent == sorted(silent)  # of those alike the one that is longest so
    assert all(in_english(one) and in_chinese(one) for one in found if one.state in (*WRONG[1:],))
    lines = [json.loads(line) for line in run("stations", "--json").stdout.splitlines()]
    assert [line["station"] for line in lines] == [one.id for one in found]
    wrong = run("stations", "--wrong", "--json")
    assert wrong.exit_code == 3
    assert {json.loads(line)["state"] for line in wrong.stdout.splitlines()} == {state.value for state in WRONG}
    assert len(wrong.stdout.splitlines()) == sum(state in WRONG for state in expected.values()) == 140


def test_a_fleet_that_is_well_wakes_nobody(centre: Centre, clock: FixedClock, run: Callable[..., Result]) -> None:
    one, gone = Member(centre, "门口"), Member(centre, "后门")
    one.say()
    revoke(centre, gone.id)
    assert run("stations", "--wrong").exit_code == 0
    clock.pass_time(25 * 3600)
    # the command goes by the machine's clock, this one by the test's
    assert [each.state for each in standings(centre)] == [State.SILENT, State.OUT_OF_SERVICE]


def test_since_when_is_since_it_began_and_not_since_the_last_report(centre: Centre, clock: FixedClock) -> None:
    one = Member(centre, "门口")
    one.say()
    clock.pass_time(3600)
    one.say(wrong=("printer",))
    began = clock.now()
    for _ in range(3):
        clock.pass_time(3600)
        one.say(wrong=("disk",))
    (found,) = standings(centre)
    assert (found.state, found.since) == (State.FAILING, began)
    clock.pass_time(3600)
    one.say()
    clock.pass_time(3600)
    one.say(wrong=("disk",))
    assert standings(centre)[0].since == clock.now()


def test_a_station_with_the_version_that_most_do_not_have_yet_makes_the_others_old(centre: Centre) -> None:
    newer, older = Member(centre, "新"), Member(centre, "旧")
    newer.say(program="999.0.0")
    older.say()
    assert {one.name: one.state for one in standings(centre)} == {"旧": State.OLD_PROGRAM, "新": State.WELL}


def test_what_the_settings_say_is_wrong_is_wrong(centre: Centre, clock: FixedClock) -> None:
    one = Member(centre, "门口")
    one.say(disk_mb=1500, waiting=1, oldest=clock.now() - 30 * HOUR, issued=clock.now() - 3 * DAY)

    def wrong(**limits: int) -> tuple[str, ...]:
        settings = replace_struct(centre, FleetSettings(**limits))
        return standings(settings)[0].wrong

    assert wrong() == ()
    assert wrong(disk_mb=2000) == ("disk",)
    assert wrong(waiting_hours=24) == ("outbox",)
    assert wrong(stale_days=2) == ("content",)
    clock.pass_time(7200)
    assert standings(replace_struct(centre, FleetSettings(silent_hours=1)))[0].state is State.SILENT


def replace_struct(centre: Centre, fleet: FleetSettings) -> Centre:
    return replace(centre, settings=msgspec.structs.replace(centre.settings, fleet=fleet))


def test_every_part_has_words_in_both_languages() -> None:
    assert {part.value for part in Part} <= set(FAULTS)
    assert all(english and chinese for english, chinese in FAULTS.values())


def test_one_station_is_told_in_full_with_its_days(
    centre: Centre, clock: FixedClock, run: Callable[..., Result]
) -> None:
    one = Member(centre, "[b]门口[/b]")
    today = local_date(clock.now())
    busy = DayCounts(day=today - DAY, visits=12, jobs_opened=30, sent=2, starts=1)
    one.say(days=(busy, DayCounts(day=today - 2 * DAY, few=True, starts=3)), celsius=51)
    said = run("station", one.id).stdout
    for words in (one.id, "[b]门口[/b]", "51", "<5", "12", "30", str(today - DAY)):
        assert words in said
    told = json.loads(run("station", one.id, "--json").stdout)["days"]
    assert told[0] == {
        "day": str(today - DAY), "few": False, "visits": 12, "jobs_opened": 30, "searches_without_result": 0,
        "sent": 2, "slips": 0, "handed_to_phone": 0, "starts": 1,
    }  # fmt: skip
    assert (told[1]["few"], told[1]["visits"], told[1]["starts"]) == (True, None, 3)
    assert isinstance(run("station", "s-none").exception, Refused)


def test_a_centre_from_before_goes_on_with_its_stations(
    centre: Centre, database: str, database_url: str, tmp_path: Path
) -> None:
    with from_before(centre, database_url, tmp_path) as older:
        (one,) = standings(older)
        assert (one.id, one.state, one.wrong, one.report) == ("s-1", State.OLD_PROGRAM, ("no_report",), None)
        assert Member(older, "新来的").say()
        assert len(stations(older)) == 2


@pytest.mark.parametrize("option", ["silent_hours = 0", "disk_mb = -1", "stale_days = 'x'", "unknown = 1"])
def test_limits_that_are_none_are_refused(option: str) -> None:
    with pytest.raises(SettingsError, match="fleet"):
        parse(f"[fleet]\n{option}\n", "centre.toml")
