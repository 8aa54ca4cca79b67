"""Making a centre, its settings and its database."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import create_engine, text

from kiosk.domain.errors import NewerDatabase, NotProvisioned, PlaceError, SettingsError, StoreError
from kiosk.trust.feed import check_root
from sync.centre import settings as settings_of
from sync.centre.centre import Centre
from sync.centre.db import Database
from sync.centre.home import TEMPLATE, Home
from sync.centre.keys import Keys
from sync.centre.settings import Settings
from tests.sync.centre.conftest import only_sqlite

Run = Callable[..., Result]


def test_a_new_centre_says_where_things_are_and_gives_a_token(run: Run, home: Home) -> None:
    result = run("init", "--district", "340506", "--name", "博望区", "--city", "马鞍山市", "--demo")
    assert result.exit_code == 0, result.exception
    assert "a centre for 340506 马鞍山市博望区" in result.stdout
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("token ")]
    district, secret, fingerprint = line.removeprefix("token ").split(".")
    assert (district, len(secret)) == ("340506", 20)
    check_root((home.feed / "metadata" / "1.root.json").read_bytes(), fingerprint)
    assert settings_of.load(home).feed.demo


def test_making_it_again_changes_nothing_and_says_so(run: Run, home: Home) -> None:
    run("init")
    before = {file: file.read_bytes() for file in home.folder.rglob("*") if file.is_file()}
    result = run("init")
    assert "already a centre; nothing was changed" in result.stdout
    assert "token " in result.stdout
    assert {file: file.read_bytes() for file in home.folder.rglob("*") if file.is_file()} == before


def test_a_home_is_never_made_the_centre_of_another_district(run: Run) -> None:
    run("init")
    result = run("init", "--district", "340506", "--name", "博望区")
    assert isinstance(result.exception, SettingsError)
    assert "already the centre of 340503" in str(result.exception)


def test_what_was_begun_is_finished(run: Run, home: Home) -> None:
    settings_of.save(home, {})
    Keys(home.keys).make_missing()
    seeds = (home.keys / "online" / "receipt").read_bytes()
    assert "a centre for 340503" in run("init").stdout
    assert (home.keys / "online" / "receipt").read_bytes() == seeds


@only_sqlite  # PostgreSQL's files are its own
def test_only_the_owner_can_read_keys_settings_and_database(run: Run, home: Home) -> None:
    run("init")
    files = [home.settings, home.database, *(file for file in home.keys.rglob("*") if file.is_file())]
    assert len(files) == 2 + 9
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700


def test_new_keys_are_never_made_under_an_old_root(run: Run, home: Home) -> None:
    run("init")
    (home.keys / "online" / "receipt").unlink()
    result = run("init")
    assert isinstance(result.exception, PlaceError)
    assert "bring it back from its copy" in str(result.exception)


def test_the_template_says_what_the_program_assumes() -> None:
    assert settings_of.parse(TEMPLATE.read_text("utf-8"), "template") == Settings()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[feed\n", "not TOML"),
        ("[feed]\ncolour = 1\n", "colour"),
        ("[feed]\nstale_after_days = 0\n", "stale_after_days"),
        ("[centre]\npublic_url = 'jobs.example.cn'\n", "public_url"),
        ("[district]\ncode = '../..'\n", "GB/T 2260"),
    ],
)
def test_a_setting_that_is_wrong_is_named(home: Home, text: str, words: str) -> None:
    home.folder.mkdir()
    home.settings.write_text(text)
    with pytest.raises(SettingsError, match=words):
        settings_of.load(home)


def test_a_folder_without_a_centre_says_what_to_type(home: Home) -> None:
    with pytest.raises(NotProvisioned, match="init` first"):
        settings_of.load(home)


def test_a_newer_database_is_refused_and_stays_as_it_is(run: Run, home: Home) -> None:
    run("init")
    engine = create_engine(settings_of.load(home).database_url(home))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    before = {file: file.read_bytes() for file in home.folder.rglob("*") if file.is_file()}
    result = run("stations")
    assert isinstance(result.exception, NewerDatabase)
    assert "(999): update it here" in str(result.exception)
    assert {file: file.read_bytes() for file in home.folder.rglob("*") if file.is_file()} == before
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "999"
    engine.dispose()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a database, but long enough to be looked at " * 50)
    with pytest.raises(StoreError, match=r"x\.db is damaged"):
        Database(f"sqlite:///{tmp_path / 'x.db'}")


@pytest.mark.parametrize("url", ["nonsense", "nothing://x", "postgresql+nothing://x/y"])
def test_an_address_of_no_database_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingsError, match=r"\[database\] url"):
        Database(url)


def test_steps_that_made_the_tables_agree_with_the_tables(database_url: str, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from sync.centre.tables import metadata

    db = Database(database_url or f"sqlite:///{tmp_path / 'x.db'}")
    with db.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    db.close()


@only_sqlite  # a server may lose one too, but an empty one there is not told from a new one
def test_a_centre_whose_database_is_gone_publishes_nothing(centre: Centre, home: Home, run: Run) -> None:
    home.database.unlink()
    for words in (["publish"], ["registrations"], ["init"]):
        assert "is gone" in str(run(*words).exception)
    assert not home.database.exists()


def test_a_centre_whose_settings_are_gone_is_not_made_anew(centre: Centre, home: Home, run: Run) -> None:
    home.settings.unlink()
    assert "bring back a copy" in str(run("init").exception)
    assert not home.settings.exists()


def test_a_centre_that_published_for_one_district_refuses_another(centre: Centre, home: Home, run: Run) -> None:
    home.settings.write_text(home.settings.read_text("utf-8").replace('"340503"', '"340504"'), "utf-8")
    assert "this centre published feed/340503.json" in str(run("publish").exception)
