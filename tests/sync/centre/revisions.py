"""A centre's database as an older program left it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

from sync.centre.home import PACKAGE


@contextmanager
def at_revision(url: str, revision: str) -> Iterator[Connection]:
    """Give a new database with the tables of a revision, to be filled in one transaction."""
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(PACKAGE / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        yield connection
    engine.dispose()
