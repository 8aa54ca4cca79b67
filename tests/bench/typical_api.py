"""A typical API: FastAPI, SQLAlchemy's ORM and Pydantic over PostgreSQL, gzip by middleware.

Pages by keyset and not by offset, as a sync needs it; nulls are left out of the answers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from typing import Annotated, Any

import msgspec
from fastapi import Depends, FastAPI, Query
from fastapi.middleware.gzip import GZipMiddleware
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Index, create_engine, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kiosk.domain.posting import Contact, Demands, Employer, GroupTag, Hours, Pay, Place, Requirement
from tests.bench.contender import Contender
from tests.bench.corpus import Corpus
from tests.bench.measure import Relay, free_port, server

PAGE = 1_000
BATCH = 5_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSONB, list[Any]: JSONB}  # noqa: RUF012 - as SQLAlchemy documents it


class PostingRow(Base):
    """A posting as kept, with when it last changed here and whether it was withdrawn."""

    __tablename__ = "typical_posting"
    __table_args__ = (Index("typical_changed", "changed_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    source_id: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str | None]
    source_url: Mapped[str | None]
    summary: Mapped[str | None]
    tasks: Mapped[str | None]
    headcount: Mapped[int | None]
    employment: Mapped[str | None]
    start: Mapped[str | None]
    contract: Mapped[str | None]
    probation: Mapped[str | None]
    published: Mapped[date | None]
    updated: Mapped[datetime]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date]
    employer: Mapped[dict[str, Any]]
    hours: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    pay: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    benefits: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    place: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    demands: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    requirement: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    groups: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    contact: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    changed_at: Mapped[datetime]
    deleted: Mapped[bool] = mapped_column(default=False)


class PostingOut(BaseModel):
    """A posting as answered."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    source: str
    source_id: str
    title: str
    kind: str | None
    source_url: str | None
    summary: str | None
    tasks: str | None
    headcount: int | None
    employment: str | None
    start: str | None
    contract: str | None
    probation: str | None
    published: date | None
    updated: datetime
    valid_from: date | None
    valid_to: date
    employer: Employer
    hours: Hours | None
    pay: Pay | None
    benefits: list[str] | None
    place: Place | None
    demands: Demands | None
    requirement: Requirement | None
    groups: list[GroupTag] | None
    contact: Contact | None
    changed_at: datetime
    deleted: bool


class PageOut(BaseModel):
    """One page; ``more`` tells whether there is another."""

    items: list[PostingOut]
    more: bool


COLUMNS = {column.key: column for column in PostingRow.__table__.columns}


def _url() -> str:
    return os.environ["BENCH_POSTGRES"].replace("postgresql://", "postgresql+psycopg://")


app = FastAPI()
app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
engine = create_engine(_url()) if "BENCH_POSTGRES" in os.environ else None


def session() -> Iterator[Session]:
    """Give a session for one request."""
    with Session(engine) as one:
        yield one


@app.get("/postings", response_model_exclude_none=True)
def postings(
    db: Annotated[Session, Depends(session)],
    since: datetime = BEGIN,
    after: str = "",
    limit: Annotated[int, Query(le=PAGE)] = PAGE,
) -> PageOut:
    """Return what changed after a moment, the oldest change first."""
    found = db.scalars(
        select(PostingRow)
        .where(tuple_(PostingRow.changed_at, PostingRow.id) > (since, after))
        .order_by(PostingRow.changed_at, PostingRow.id)
        .limit(limit)
    ).all()
    return PageOut(items=[PostingOut.model_validate(row) for row in found], more=len(found) == limit)


def seed(url: str, corpus: Corpus) -> None:
    """Put the first version into the database."""
    db = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    Base.metadata.drop_all(db)
    Base.metadata.create_all(db)
    with db.begin() as connection:
        batch: list[dict[str, Any]] = []
        for number, record in enumerate(corpus.records()):
            # a file of postings is taken in within minutes, not within one microsecond
            batch.append(_columns(record, BEGIN + timedelta(milliseconds=number)))
            if len(batch) == BATCH:
                connection.execute(insert(PostingRow), batch)
                batch = []
        if batch:
            connection.execute(insert(PostingRow), batch)
    with db.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE typical_posting")
    db.dispose()


def change(url: str, corpus: Corpus) -> None:
    """Bring the database to the second version."""
    db = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    records, gone = corpus.changed()
    with Session(db) as one:
        now = one.scalar(select(func.max(PostingRow.changed_at))) or BEGIN
        for record in records:
            now += timedelta(milliseconds=1)
            one.merge(PostingRow(**_columns(record, now)))
        for identity in gone:
            now += timedelta(milliseconds=1)
            one.execute(update(PostingRow).where(PostingRow.id == identity).values(deleted=True, changed_at=now))
        one.commit()
    db.dispose()


def _columns(record: bytes, changed: datetime) -> dict[str, Any]:
    values = msgspec.json.decode(record)
    row = {name: values.get(name) for name in COLUMNS}
    return row | {"changed_at": changed, "deleted": False}


def contenders(stack: ExitStack, corpus: Corpus, url: str, postgres: int) -> list[Contender]:
    """Start the server and return the one station that uses it."""
    seed(url, corpus)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.typical_api:app", "--port", str(port)]
    command += ["--log-level", "warning", "--no-access-log"]
    process = stack.enter_context(server(command, port, env={**os.environ, "BENCH_POSTGRES": url}))
    relay = Relay(port)
    return [
        Contender(
            key="typical",
            label="typical API (b)",
            about=f"FastAPI {version('fastapi')}, SQLAlchemy {version('sqlalchemy')} ORM, Pydantic "
            f"{version('pydantic')}, psycopg {version('psycopg')}, GZipMiddleware level 5, keyset pages of {PAGE:,}; "
            f"client requests {version('requests')} + sqlite-utils {version('sqlite-utils')} upsert_all; "
            "one table, 3 ordinary indexes, no search",
            command=lambda folder, times: [
                *(sys.executable, "-m", "tests.bench.typical_client", str(folder), relay.url, str(times))
            ],
            rows=corpus.count,
            relay=relay,
            centre=[process.pid, postgres],
            change=lambda: change(url, corpus),
        )
    ]
