"""What is made of the postings is as it was written, or that is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.errors import Damaged
from kiosk.store import catalogue_check
from kiosk.store.catalogue import current_file
from kiosk.store.index_sums import COLUMNS, NOTE, IndexSums
from tests.kiosk.search.shelf import Shelf
from tests.samples import a_posting
from tests.simulators import FixedClock

FACTS_OF = [(table, column) for table, columns in COLUMNS.items() for column in columns.split(", ")]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Yield a catalogue after a snapshot and changes: some postings came, one is other, one is gone."""
    with closing(Shelf(tmp_path)) as shelf:
        first = [a_posting(number) for number in range(1, 20)]
        shelf.publish(first)
        shelf.change([*first[:5], a_posting(6, title="护工 夜班"), *first[8:], a_posting(40)])
        shelf.change(first[:10])
    yield tmp_path


def check(folder: Path) -> None:
    catalogue_check.check(folder, FixedClock().now(), lambda: None)


def test_what_has_changed_in_good_order_is_whole(folder: Path) -> None:
    check(folder)


@pytest.mark.parametrize(("table", "column"), FACTS_OF)
def test_a_row_that_is_another_is_noticed(folder: Path, table: str, column: str) -> None:
    used = current_file(folder)
    assert used
    with closing(Database(used)) as db:
        key = "rowid" if table in ("posting", "segment", "fact", "term") else COLUMNS[table].split(", ")[0]
        other = f"CASE typeof({column}) WHEN 'integer' THEN {column} + 1000 ELSE CAST({column} || 'x' AS BLOB) END"
        changed = f"UPDATE {table} SET {column} = {other} WHERE {key} = (SELECT max({key}) FROM {table})"
        assert db.execute(changed).rowcount == 1
        db.conn.commit()
    with pytest.raises(Damaged):
        check(folder)


@pytest.mark.parametrize("said", ["{", "7", '{"term": 1}', "\x00"])
def test_sums_that_are_none_are_noticed_by_who_reads_and_who_writes(folder: Path, said: str) -> None:
    used = current_file(folder)
    assert used
    with closing(Database(used)) as db:
        db.execute("UPDATE meta SET value = ? WHERE name = ?", [said, NOTE])
        db.conn.commit()
        with pytest.raises(Damaged):
            IndexSums(db)
    with pytest.raises(Damaged):
        check(folder)
