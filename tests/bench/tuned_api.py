"""A tuned API: asyncpg, pages by keyset, records sent as they are kept, gzip beside the loop; Starlette, orjson."""

from __future__ import annotations

import asyncio
import os
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from functools import cache
from importlib.metadata import version

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.contender import Contender
from tests.bench.corpus import Corpus
from tests.bench.measure import Relay, free_port, server

PAGE = 4_000
LEVEL = 6
SMALL = 1_000
"""Answers below so many bytes are not compressed."""

TABLE = """
    DROP TABLE IF EXISTS tuned_posting;
    CREATE TABLE tuned_posting(
        seq bigint NOT NULL, id text PRIMARY KEY, deleted boolean NOT NULL DEFAULT false, body bytea NOT NULL)
"""
QUERY = "SELECT seq, deleted, id, body FROM tuned_posting WHERE seq > $1 ORDER BY seq LIMIT $2"


async def postings(request: Request) -> Response:
    """Answer what changed after a sequence number."""
    since = int(request.query_params.get("since", "0"))
    pool: asyncpg.Pool = request.app.state.pool
    rows = await pool.fetch(QUERY, since, PAGE)
    # records are kept as the bytes that are sent: nothing is parsed or encoded here
    put = [orjson.Fragment(row["body"]) for row in rows if not row["deleted"]]
    gone = [row["id"] for row in rows if row["deleted"]]
    last = rows[-1]["seq"] if rows else since
    body = orjson.dumps({"since": last, "more": len(rows) == PAGE, "gone": gone, "put": put})
    headers = {"Content-Type": "application/json"}
    if len(body) > SMALL and "gzip" in request.headers.get("accept-encoding", ""):
        body = await asyncio.to_thread(_gzip, body)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers)


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, LEVEL, 31)


@asynccontextmanager
async def _pool(app: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BENCH_POSTGRES"], min_size=2, max_size=4) as pool:
        app.state.pool = pool
        yield


app = Starlette(routes=[Route("/postings", postings)], lifespan=_pool)


def seed(url: str, corpus: Corpus) -> None:
    """Put the first version into the database."""
    asyncio.run(_seed(url, corpus))


async def _seed(url: str, corpus: Corpus) -> None:
    db = await asyncpg.connect(url)
    await db.execute(TABLE)
    rows = ((seq, orjson.loads(body)["id"], False, body) for seq, body in enumerate(corpus.records(), 1))
    await db.copy_records_to_table("tuned_posting", records=rows)
    await db.execute("CREATE UNIQUE INDEX tuned_changed ON tuned_posting(seq)")
    await db.execute("VACUUM ANALYZE tuned_posting")
    await db.close()


def change(url: str, corpus: Corpus) -> None:
    """Bring the database to the second version."""
    asyncio.run(_change(url, corpus))


async def _change(url: str, corpus: Corpus) -> None:
    db = await asyncpg.connect(url)
    records, gone = corpus.changed()
    seq = await db.fetchval("SELECT max(seq) FROM tuned_posting")
    put = [(at, orjson.loads(body)["id"], body) for at, body in enumerate(records, seq + 1)]
    async with db.transaction():
        await db.executemany(
            "INSERT INTO tuned_posting(seq, id, body) VALUES ($1, $2, $3) "
            "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, body = excluded.body, deleted = false",
            put,
        )
        await db.executemany(
            "UPDATE tuned_posting SET seq = $1, deleted = true, body = '' WHERE id = $2",
            [(at, identity) for at, identity in enumerate(gone, seq + len(put) + 1)],
        )
    await db.close()


def contenders(stack: ExitStack, corpus: Corpus, url: str, postgres: int) -> list[Contender]:
    """Start the server and return the two stations that use it."""
    seed(url, corpus)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.tuned_api:app", "--port", str(port)]
    command += ["--log-level", "warning", "--no-access-log"]
    process = stack.enter_context(server(command, port, env={**os.environ, "BENCH_POSTGRES": url}))
    relay = Relay(port)
    changed = cache(lambda: change(url, corpus))
    wire = (
        f"Starlette {version('starlette')}, asyncpg {version('asyncpg')}, orjson {version('orjson')}, records sent "
        f"as kept, gzip {LEVEL}, keyset pages of {PAGE:,}; client requests {version('requests')} + orjson + "
        "executemany in one transaction"
    )

    def one(sort: str, label: str, about: str) -> Contender:
        return Contender(
            key=f"tuned-{sort}",
            label=label,
            about=f"{wire}; {about}",
            command=lambda folder, times: [
                *(sys.executable, "-m", "tests.bench.tuned_client", str(folder), relay.url, str(times), sort)
            ],
            rows=corpus.count,
            relay=relay,
            centre=[process.pid, postgres],
            change=changed,
            searchable=sort == "full",
        )

    return [
        one("plain", "tuned API (c)", "one table, 3 ordinary indexes, no search"),
        one("full", "tuned API, our indexes (c+)", "the station's own tables, filled by the station's own code"),
    ]
