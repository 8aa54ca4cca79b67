"""What a centre at a PostgreSQL does that SQLite has no like of: servers, roles, and locks between machines."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from traceback import format_exception

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, func, select, text

from kiosk.domain.clock import SystemClock
from kiosk.domain.errors import SettingsError, StoreError
from sync.centre import settings as settings_of
from sync.centre.centre import Centre, open_centre
from sync.centre.cli import cli
from sync.centre.db import Database
from sync.centre.home import TEMPLATE, Home
from sync.centre.stations import new_token
from sync.centre.tables import centre_key, token
from tests.postgres import GUARDED, PASSWORD, PEER, PostgreSQL
from tests.sync.centre.conftest import only_postgresql

pytestmark = only_postgresql
WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "


def end_all_others(connection: Connection) -> None:
    connection.execute(text(END_ALL + "pg_backend_pid()"))


def one_sentence(problem: BaseException) -> str:
    assert len(str(problem).splitlines()) == 1
    return str(problem)


def owned_by(postgres: PostgreSQL, url: str, role: str) -> str:
    """Give a database to a role, and return the address with it."""
    name = url.partition("@/")[2].partition("?")[0]
    postgres.say("ALTER DATABASE {} OWNER TO {}", name, role)
    return postgres.url(name, role)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://centre@/centre?host=/nowhere",
        "postgresql://centre:S3cret-of-the-tests@127.0.0.1:1/centre",
        "postgresql://centre@/centre?host=/nowhere,/elsewhere&password=S3cret-of-the-tests",
    ],
)
def test_a_server_that_is_not_there_is_one_sentence(home: Home, database: str, url: str) -> None:
    home.folder.mkdir()
    home.settings.write_text(f"[database]\nurl = '{url}'\n")
    result = CliRunner().invoke(cli, ["--home", str(home.folder), "stations"])
    assert isinstance(result.exception, StoreError)
    assert one_sentence(result.exception).startswith("PostgreSQL database centre on ")
    assert "cannot be reached: " in str(result.exception)
    assert PASSWORD not in "".join(format_exception(result.exception))


@pytest.mark.parametrize(
    "url",
    [
        f"centre:{PASSWORD}@host/centre",
        f"postgresql://centre:{PASSWORD}@host:port/centre",
        f"mysql://centre:{PASSWORD}@host/centre",
        f"postgresql+asyncpg://centre:{PASSWORD}@host/centre",
    ],
)
def test_an_address_that_is_none_does_not_show_its_password(database: str, url: str) -> None:
    with pytest.raises(SettingsError, match=r"\[database\] url") as problem:
        Database(url)
    assert PASSWORD not in "".join(format_exception(problem.value))


def test_a_password_is_right_or_wrong_and_never_shown(
    postgres: PostgreSQL, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = owned_by(postgres, database_url, GUARDED)
    with caplog.at_level(logging.DEBUG):
        db = Database(url.replace(GUARDED, f"{GUARDED}:{PASSWORD}"))
        assert PASSWORD not in db.name
        db.close()
        with pytest.raises(StoreError, match="password authentication failed") as problem:
            Database(url.replace(GUARDED, f"{GUARDED}:no-{PASSWORD}"))
    assert PASSWORD not in "".join(format_exception(problem.value)) + caplog.text
    one_sentence(problem.value)


def test_the_password_may_be_in_the_environment_or_in_a_service_file(
    postgres: PostgreSQL, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = owned_by(postgres, database_url, GUARDED)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    Database(url).close()
    monkeypatch.delenv("PGPASSWORD")
    name = url.partition("@/")[2].partition("?")[0]
    service = tmp_path / "pg_service.conf"
    service.write_text(f"[centre]\nhost={postgres.folder}\ndbname={name}\nuser={GUARDED}\npassword={PASSWORD}\n")
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    Database("postgresql+psycopg://?service=centre").close()


def test_a_centre_is_made_at_the_database_its_settings_name_by_the_account_it_runs_under(
    postgres: PostgreSQL, database_url: str, home: Home
) -> None:
    home.folder.mkdir()
    url = owned_by(postgres, database_url, PEER)
    home.settings.write_text(TEMPLATE.read_text("utf-8").replace('\nurl = ""', f'\nurl = "{url}"'), "utf-8")
    assert settings_of.load(home).database.url == url
    result: Result = CliRunner().invoke(cli, ["--home", str(home.folder), "init"])
    assert result.exit_code == 0, result.exception
    assert f"  database  PostgreSQL database {database_url.partition('@/')[2].partition('?')[0]} on " in result.stdout
    assert not home.database.exists()
    with open_centre(home, SystemClock()) as made, made.db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(centre_key)) == 2


def test_a_role_that_may_make_no_tables_is_told_what_it_lacks(postgres: PostgreSQL, database_url: str) -> None:
    url = database_url.replace("centre@", f"{PEER}@")
    with pytest.raises(StoreError, match=r"permission denied .* make the role this program works as its owner"):
        Database(url)


def test_a_database_that_does_not_exist_or_keeps_no_chinese_is_named(postgres: PostgreSQL, database: str) -> None:
    with pytest.raises(StoreError, match='database "nobodys" does not exist') as problem:
        Database(postgres.url("nobodys"))
    one_sentence(problem.value)
    postgres.say("CREATE DATABASE {} TEMPLATE template0 ENCODING 'SQL_ASCII'", "ascii")
    with pytest.raises(StoreError, match="keeps text as SQL_ASCII: make one with ENCODING 'UTF8'"):
        Database(postgres.url("ascii"))
    postgres.drop("ascii")


def test_a_server_that_was_started_anew_is_found_again(centre: Centre, postgres: PostgreSQL) -> None:
    with pytest.raises(StoreError, match="cannot be reached") as problem, centre.db.writing() as connection:
        other = Database(centre.settings.database.url)
        with other.writing() as sooner:
            end_all_others(sooner)
        other.close()
        connection.execute(select(centre_key))
    one_sentence(problem.value)
    assert new_token(centre)


def test_who_waits_too_long_is_told_to_try_again(centre: Centre) -> None:
    lock = text("LOCK TABLE token IN EXCLUSIVE MODE")
    with (
        centre.db.writing() as first,
        pytest.raises(StoreError, match="is too busy; try again"),
        centre.db.writing() as second,
    ):
        first.execute(lock)
        second.execute(text("SET LOCAL lock_timeout = '1ms'"))
        second.execute(lock)


def test_what_was_committed_is_on_the_disk_whatever_the_server_is_set_to(centre: Centre, postgres: PostgreSQL) -> None:
    assert postgres.say("SHOW synchronous_commit").fetchone() == ("off",)
    with centre.db.reading() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"


def test_reading_changes_nothing_and_sees_one_moment(centre: Centre) -> None:
    count = select(func.count()).select_from(token)
    with centre.db.reading() as connection:
        before = connection.scalar(count)
        new_token(centre)
        assert connection.scalar(count) == before
        with pytest.raises(StoreError, match="read-only"), centre.db._plainly():
            connection.execute(token.delete())
        connection.rollback()


def test_moments_come_back_in_utc_and_texts_in_the_order_of_their_signs(centre: Centre, postgres: PostgreSQL) -> None:
    new_token(centre)
    name = centre.settings.database.url.partition("@/")[2].partition("?")[0]
    postgres.say("ALTER DATABASE {} SET timezone TO 'Asia/Shanghai'", name)
    db = Database(centre.settings.database.url)
    with db.reading() as connection:
        assert connection.scalar(text("SHOW timezone")) == "Asia/Shanghai"
        assert {made.tzinfo for made in connection.scalars(select(token.c.made))} == {UTC}
        columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'posting'"
        ordered = connection.scalars(text(f"{columns} AND collation_name = 'C'"))
        assert set(ordered) == {"id", "employer"}
    db.close()


def waiting(db: Database) -> int:
    with db.reading() as connection:
        return int(connection.scalar(text(WAITS)) or 0)


def test_two_machines_hold_one_lock_one_after_the_other(centre: Centre) -> None:
    other = Database(centre.settings.database.url)
    done: list[str] = []

    def second() -> None:
        with other.exclusively("publish"):
            done.append("second")

    with ThreadPoolExecutor(1) as pool:
        with centre.db.exclusively("publish"):
            with other.exclusively("something else"):
                pass
            later = pool.submit(second)
            while not waiting(centre.db):
                assert not later.done()
            done.append("first")
        later.result()
    assert done == ["first", "second"]
    other.close()


def test_whoever_fails_or_loses_the_server_holds_no_lock(centre: Centre) -> None:
    with pytest.raises(ZeroDivisionError), centre.db.exclusively("publish"):
        raise ZeroDivisionError
    with (
        pytest.raises(StoreError, match="cannot be reached"),
        centre.db.exclusively("publish"),
        centre.db.writing() as connection,
    ):
        end_all_others(connection)
    with centre.db.exclusively("publish"):
        assert waiting(centre.db) == 0
