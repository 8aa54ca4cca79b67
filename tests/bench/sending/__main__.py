"""The program: submits at the screen, intake at the centre; a table with goals."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import click

from tests import postgres
from tests.bench.machine import Machine
from tests.bench.measure import ROOT
from tests.bench.sending import centre, screen

OFTEN, ROUNDS, COUNT = 1_000, 3, 4_000
SUBMIT_MS, SHARE = 50.0, 0.60
"""The goals: a submit's p99, and the least share of the floor's envelopes a second."""
ENVELOPE = 732
"""Bytes of an ordinary envelope."""


@click.command()
@click.option("--quick", is_flag=True, help="A tenth of everything, one round.")
def main(quick: bool) -> None:
    """Measure sending; out/bench/sending.md and .json hold what came out, after a whole run docs/bench too."""
    often, rounds, count = (100, 1, 400) if quick else (OFTEN, ROUNDS, COUNT)
    machine = Machine()
    out = ROOT / "out" / "bench"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        ours, bare = screen.submits(Path(scratch), often), screen.inserts(Path(scratch), often, ENVELOPE)
        machine.note()
    rates: dict[int, list[tuple[float, float]]] = {size: [] for size in centre.SIZES}

    def measure(bench: centre.Bench) -> None:
        for _ in range(rounds):
            for size in centre.SIZES:
                few = count if size > 1 else count // 4
                rates[size].append((bench.intake(few, size), bench.floor(few, size)))
            machine.note()

    with (
        postgres.running(postgres.DURABLE) as server,
        server.database() as name,
        tempfile.TemporaryDirectory() as scratch,
    ):
        centre.stand(Path(scratch), server, name, measure)
    lines = _table(machine, ours, bare, rates)
    print("\n".join(lines))  # noqa: T201
    (out / "sending.json").write_text(json.dumps({"submit": ours, "bare": bare, "rates": rates}))
    for folder in (out, *(() if quick else (ROOT / "docs" / "bench",))):
        (folder / "sending.md").write_text("\n".join(lines) + "\n", "utf-8")


def _table(
    machine: Machine, ours: list[float], bare: list[float], rates: dict[int, list[tuple[float, float]]]
) -> list[str]:
    share = statistics.median(one / floor for one, floor in rates[max(rates)])
    return [
        "# Sending",
        "",
        "`python -m tests.bench.sending` (a part of `make bench`). " + machine.words() + ".",
        "",
        "## At the screen: from the last touch to a durable receipt",
        "",
        "| ms | p50 | p95 | p99 | max |",
        "|---|---|---|---|---|",
        _row("form made, sealed, signed, kept; its receipt (the code is drawn after)", ours),
        _row("bare INSERT of as many bytes, same journal and synchronous", bare),
        "",
        f"Goal: p99 ≤ {SUBMIT_MS:g} ms: {'reached' if _at(ours, 0.99) <= SUBMIT_MS else 'missed'}.",
        "",
        "## At the centre: envelopes a second, PostgreSQL with synchronous_commit=on",
        "",
        f"{centre.AT_ONCE} deliveries at a time on one connection each; medians of {len(rates[1])} rounds. Ours checks "
        "signatures, looks each up, records it once and signs a receipt; the floor is "
        "`INSERT … ON CONFLICT DO NOTHING` of the same bytes through the same driver, and does nothing else.",
        "",
        "| envelopes in a delivery | ours | floor | share |",
        "|---|---|---|---|",
        *(
            f"| {size} | {statistics.median(one for one, _ in each):,.0f} "
            f"| {statistics.median(floor for _, floor in each):,.0f} "
            f"| {statistics.median(one / floor for one, floor in each):.0%} |"
            for size, each in rates.items()
        ),
        "",
        f"Goal: ≥ {SHARE:.0%} of the floor: {'reached' if share >= SHARE else 'missed'} by fifties.",
    ]


def _row(name: str, taken: list[float]) -> str:
    return f"| {name} | " + " | ".join(f"{_at(taken, share):.1f}" for share in (0.5, 0.95, 0.99, 1)) + " |"


def _at(taken: list[float], share: float) -> float:
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()
