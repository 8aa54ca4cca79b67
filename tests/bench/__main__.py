"""The program: everything in one run, in an order that changes from round to round, medians and ratios."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from kiosk.domain.clock import SystemClock
from tests import postgres
from tests.bench import corpus as corpora
from tests.bench import floor, ours, paper, pouch, report, rounds, tuned_api, typical_api
from tests.bench.contender import DELTA, FIRST, POLL, Contender
from tests.bench.corpus import Corpus
from tests.bench.machine import Machine
from tests.bench.measure import ROOT

OUT = ROOT / "out" / "bench"
QUICK_ROWS = 10_000
MILLION_ROWS = 1_000_000
PARTS = ("floor", "typical", "tuned", "pouch", "ours")


@click.command()
@click.option("--rows", default=200_000, show_default=True, help="Postings of the first version.")
@click.option("--quick", is_flag=True, help=f"{QUICK_ROWS:,} postings, each phase once: a smoke run of a minute.")
@click.option("--million", is_flag=True, help=f"{MILLION_ROWS:,} postings through our own exchange too.")
@click.option("--million-rows", default=MILLION_ROWS, hidden=True)
@click.option("--repeats", default=3, show_default=True, help="How often everything is measured.")
@click.option("--only", default=",".join(PARTS), show_default=True, help="Whom to measure.")
@click.option("--nginx", default="", help="The nginx to use.  [default: the one that is installed]")
def main(rows: int, quick: bool, million: bool, million_rows: int, repeats: int, only: str, nginx: str) -> None:
    """Measure the exchange beside the floor and its peers; out/bench/exchange.md and .json hold what came out."""
    rows, repeats = (QUICK_ROWS, 1) if quick else (rows, repeats)
    machine = Machine()
    click.echo(machine.words())
    corpus = _corpus(rows)
    with ExitStack() as stack:
        found, centre, left_out = _contenders(stack, corpus, set(only.split(",")), nginx)
        costs = rounds.run(found, corpus, repeats, machine, OUT / "stations")
        rates = paper.rates(found)
        first_search_s = ours.first_search(found, OUT / "stations" / "search")
    many = None
    if million:
        with ExitStack() as stack:
            many = _million(stack, million_rows, machine, nginx)
    machine.note()
    result = report.Result(
        machine=machine.said(),
        machine_words=machine.words(),
        corpus=corpus,
        found=found,
        costs=costs,
        published=centre.published if centre else None,
        first_search_s=first_search_s,
        rates=rates,
        days=paper.days(found, report.medians(costs), rates),
        million=many,
        left_out=left_out,
    )
    text = report.text(result)
    (OUT / "exchange.md").write_text(text, "utf-8")
    (OUT / "exchange.json").write_bytes(msgspec.json.format(msgspec.json.encode(report.plain(result)), indent=1))
    click.echo(text)


def _corpus(rows: int) -> Corpus:
    click.echo(f"making {rows:,} postings and the changes of one version")
    return corpora.make(OUT / f"corpus-{rows}", rows, SystemClock())


def _contenders(
    stack: ExitStack, corpus: Corpus, parts: set[str], nginx: str
) -> tuple[list[Contender], ours.Centre | None, list[str]]:
    """Start everyone's servers with the first version; return who takes part, and words about who does not."""
    found: list[Contender] = []
    left_out: list[str] = []
    centre = None
    if "floor" in parts:
        found += floor.contenders(corpus)
    for name, peer in (("typical", typical_api), ("tuned", tuned_api)):
        if name in parts:
            click.echo(f"filling the {name} API's database")
            server = stack.enter_context(postgres.running())
            process = int((server.folder / "data" / "postmaster.pid").read_text("ascii").split()[0])
            url = f"postgresql://{postgres.OWNER}@/{server.create()}?host={server.folder}"
            found += peer.contenders(stack, corpus, url, process)
    if "pouch" in parts:
        click.echo("filling PouchDB's server")
        some, words = pouch.contenders(stack, corpus, OUT)
        found += some
        left_out.append(words)
    if "ours" in parts:
        click.echo("importing into a centre of ours and publishing")
        centre, some, words = ours.contenders(stack, corpus, OUT / "centre", nginx)
        found += some
        left_out.append(words)
    return found, centre, [words for words in left_out if words]


def _million(stack: ExitStack, rows: int, machine: Machine, nginx: str) -> ours.Million:
    corpus = _corpus(rows)
    click.echo("importing them into a centre of ours and publishing")
    centre, found, _ = ours.contenders(stack, corpus, OUT / "centre-million", nginx)
    folder = OUT / "stations-million"
    costs = rounds.run(found[:1], corpus, 1, machine, folder)
    key = found[0].key
    return ours.Million(
        rows=corpus.count,
        first=costs[FIRST][key][0],
        delta=costs[DELTA][key][0],
        poll=costs[POLL][key][0],
        disk_mb=_size(folder / key / "now") / 1e6,
        published=centre.published,
    )


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
