"""What came out, as one JSON and one page of Markdown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import Any

from tests.bench.contender import FIRST, PHASES, POLL, WORDS, Contender
from tests.bench.corpus import Corpus
from tests.bench.goals import goals
from tests.bench.measure import Cost
from tests.bench.ours import Million, Published
from tests.bench.paper import EVERY_S, ROWS, STATIONS, Day, Rate


@dataclass(frozen=True, slots=True)
class Result:
    """Everything one run brought."""

    machine: dict[str, object]
    machine_words: str
    corpus: Corpus
    found: list[Contender]
    costs: dict[str, dict[str, list[Cost]]]
    published: Published | None
    first_search_s: float | None
    rates: list[Rate]
    days: list[Day]
    million: Million | None
    left_out: list[str]


def medians(costs: dict[str, dict[str, list[Cost]]]) -> dict[str, dict[str, Cost]]:
    """Return the median of every number on its own, by phase and key."""
    return {phase: {key: _median(those) for key, those in by_key.items()} for phase, by_key in costs.items()}


def plain(result: Result) -> dict[str, Any]:
    """Return the run as JSON values, every single measurement included."""
    return {
        "machine": result.machine,
        "rows": result.corpus.count,
        "corpus": {"source": result.corpus.source, "packed": result.corpus.packed, "row": result.corpus.bytes_a_row},
        "contenders": {one.key: {"label": one.label, "about": one.about, "rows": one.rows} for one in result.found},
        "costs": _each(result.costs),
        "medians": {
            phase: {key: asdict(cost) for key, cost in by_key.items()}
            for phase, by_key in medians(result.costs).items()
        },
        "published": asdict(result.published) if result.published else None,
        "first_search_s": result.first_search_s,
        "rates": [asdict(rate) for rate in result.rates],
        "days": [asdict(day) for day in result.days],
        "million": asdict(result.million) if result.million else None,
        "goals": [asdict(goal) for goal in goals(medians(result.costs), result.first_search_s, result.million)],
        "left_out": result.left_out,
    }


def text(result: Result) -> str:
    """Return the page."""
    middle = medians(result.costs)
    parts = [
        "# The exchange beside the floor and its peers",
        _conditions(result),
        *(_table(result, middle, phase) for phase in PHASES),
        _goals(result, middle),
        _publishing(result),
        _million(result),
        _paper(result),
        _fairly(result, middle),
        _who(result),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _conditions(result: Result) -> str:
    corpus, repeats = result.corpus, max(map(len, result.costs[FIRST].values()))
    packed = "; ".join(f"{here:.0f} in a {name} ({real:.0f})" for name, (real, here) in corpus.packed.items())
    lines = [
        f"{corpus.count:,} postings: {corpus.source}, resampled; {corpus.bytes_a_row:,.0f} bytes of JSON a row. "
        f"Bytes a row takes, in brackets if all were real ones: {packed}. "
        "The delta is 1 % of the rows: 70 % updated, 15 % new, 15 % withdrawn.",
        f"Machine: {result.machine_words}. Medians of {repeats}, everyone in every round in a changing order; "
        "all rows compared at the end of each.",
        "CPU: process clocks of the station's work (its start left out) and of all processes of the centre, its "
        "database included. Wire: TCP payload in both directions, counted by a relay before every server; no TLS. "
        "Memory: VmHWM of the station's process. A poll is one of 20 in a row by a station that has just polled; "
        "whose client keeps its connection, keeps it.",
        *result.left_out,
    ]
    return "\n\n".join(lines)


def _table(result: Result, middle: dict[str, dict[str, Cost]], phase: str) -> str:
    us = next((middle[phase][key] for key in ("ours-nginx", "ours-serve") if key in middle[phase]), None)
    lines = [
        f"## {WORDS[phase]}",
        "| | rows | wall s | station CPU s | centre CPU ms | wire kB | peak MB | station CPU ÷ ours | wire ÷ ours |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in result.found:
        cost = middle[phase].get(one.key)
        if cost is None:
            continue
        part = one.rows / result.corpus.count if phase != POLL else 1.0
        floor = one.key.startswith("floor")
        cells = [
            one.label,
            f"{one.rows:,}",
            f"{cost.wall_s:.3f}",
            f"{cost.cpu_s:.4f}",
            "–" if floor else f"{cost.centre_s * 1000:.2f}",
            "–" if floor else f"{cost.wire / 1000:,.1f}",
            "–" if floor else f"{cost.peak_mb:.0f}",
            f"{cost.cpu_s / part / us.cpu_s:.2f}" if us else "",
            "–" if floor else f"{cost.wire / part / us.wire:.2f}" if us else "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    note = (
        "Ratios are per row where there were fewer rows."
        if any(one.rows != result.corpus.count for one in result.found)
        else ""
    )
    return "\n".join(lines[:1]) + "\n\n" + "\n".join(lines[1:]) + (f"\n\n{note}" if note and phase != POLL else "")


def _goals(result: Result, middle: dict[str, dict[str, Cost]]) -> str:
    lines = ["## Goals", "", "| goal | measured | |", "|---|---|---|"]
    found = goals(middle, result.first_search_s, result.million)
    lines += [f"| {goal.words} | {goal.measured} | {goal.verdict} |" for goal in found]
    return "\n".join(lines)


def _publishing(result: Result) -> str:
    if result.published is None:
        return ""
    return "\n".join(["## Publishing, once for all stations", "", *_publish_lines(result.published)])


def _publish_lines(published: Published) -> list[str]:
    lines = ["| | CPU s | wall s | peak MB | |", "|---|---:|---:|---:|---|"]
    for words, cost in (
        ("first version", published.first),
        ("1 % change", published.change),
        ("no change", published.unchanged),
    ):
        if cost is not None:
            note = f"{cost.note}; {published.packs_mb:.1f} MB of packs" if cost is published.first else cost.note
            lines.append(f"| {words} | {cost.cpu_s:.2f} | {cost.wall_s:.2f} | {cost.peak_mb:.0f} | {note} |")
    return lines


def _million(result: Result) -> str:
    many = result.million
    if many is None:
        return ""
    lines = [
        f"## {many.rows:,} postings through ours alone",
        "",
        "| | wall s | station CPU s | centre CPU ms | wire MB | peak MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for words, cost in (("first sync", many.first), ("1 % delta", many.delta), ("no-change poll", many.poll)):
        lines.append(
            f"| {words} | {cost.wall_s:.2f} | {cost.cpu_s:.3f} | {cost.centre_s * 1000:.1f} | {cost.wire / 1e6:.3f} "
            f"| {cost.peak_mb:.0f} |"
        )
    lines += ["", f"Disk at the station: {many.disk_mb:,.0f} MB. Publishing:", "", *_publish_lines(many.published)]
    return "\n".join(lines)


def _paper(result: Result) -> str:
    if not result.days:
        return ""
    lines = [
        "## On paper",
        "",
        f"{STATIONS:,} stations that poll every {EVERY_S // 60} minutes ({STATIONS / EVERY_S:.0f} polls a second), "
        f"and a day's delta of 1 % of {ROWS:,} postings to each of them; scaled by rows from the medians above, "
        "which counts what a delta costs whatever its size too often, for everyone.",
        "",
        "| | polls GB a day | deltas GB a day | polls: cores | deltas: core-hours a day |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {day.label} | {day.polls_gb:.0f} | {day.deltas_gb:,.0f} | {day.poll_cores:.3f} | {day.delta_core_h:.2f} |"
        for day in result.days
    ]
    for rate in result.rates:
        lines += [
            "",
            f"{rate.server}: an unchanged poll costs {rate.keep_alive_s * 1e6:.0f} µs of CPU on a connection kept "
            f"alive ({1 / rate.keep_alive_s:,.0f} a second on one core), {rate.new_connection_s * 1e6:.0f} µs on a "
            f"new one ({1 / rate.new_connection_s:,.0f}).",
        ]
    return "\n".join(lines)


def _fairly(result: Result, middle: dict[str, dict[str, Cost]]) -> str:
    """Say where another is as good or better, from the numbers themselves."""
    us = next((key for key in ("ours-nginx", "ours-serve") if key in middle[FIRST]), None)
    if us is None:
        return ""
    lines = ["## Where an API is as good or better", ""]
    by_key = {one.key: one for one in result.found}
    for phase in PHASES:
        mine = middle[phase][us]
        for key, cost in middle[phase].items():
            one = by_key[key]
            if key.startswith(("floor", "ours")):
                continue
            part = one.rows / result.corpus.count if phase != POLL else 1.0
            better = [
                f"{name} {theirs:.{digits}f} against {own:.{digits}f} {unit}"
                for name, theirs, own, digits, unit in (
                    ("wall", cost.wall_s / part, mine.wall_s, 3, "s"),
                    ("station CPU", cost.cpu_s / part, mine.cpu_s, 4, "s"),
                    ("centre CPU", cost.centre_s * 1000 / part, mine.centre_s * 1000, 2, "ms"),
                    ("wire", cost.wire / part / 1000, mine.wire / 1000, 1, "kB"),
                    ("peak memory", cost.peak_mb, mine.peak_mb, 0, "MB"),
                )
                if theirs <= own * 1.05
            ]
            if better:
                search = "" if one.searchable else " (without anything to search by)"
                lines.append(f"- {WORDS[phase]}, {one.label}{search}: {'; '.join(better)}.")
    pack, gzip, zstd = (here for _, here in result.corpus.packed.values())
    lines += [
        f"- The tuned API could send zstd as well: {zstd:.0f} bytes a row instead of {gzip:.0f}, against {pack:.0f} in "
        "a pack, for more CPU at the centre; packs gain by order and columns, not by the compressor alone.",
        "- An API answers for the moment it is asked; a pack is as old as the last `publish`.",
        "- An API sends each client only what it may or wants to see; a feed sends a whole district to everyone.",
        "- An API needs no keys to be guarded and no publishing step; signatures and packs do.",
        "- Deltas of APIs may start anywhere; ours start at kept versions, and others fetch the snapshot.",
        "- The tuned API's cost at the centre grows with stations, but one server bears it: see the figure on paper.",
    ]
    return "\n".join(lines)


def _who(result: Result) -> str:
    return "\n".join(["## Who is who", "", *(f"- **{one.label}**: {one.about}." for one in result.found)])


def _median(costs: list[Cost]) -> Cost:
    def middle(name: str) -> float:
        return median(getattr(cost, name) for cost in costs)

    return replace(
        costs[-1],
        wall_s=middle("wall_s"),
        cpu_s=middle("cpu_s"),
        peak_mb=middle("peak_mb"),
        centre_s=middle("centre_s"),
        up=round(middle("up")),
        down=round(middle("down")),
    )


def _each(costs: dict[str, dict[str, list[Cost]]]) -> dict[str, Any]:
    return {
        phase: {key: [asdict(cost) for cost in those] for key, those in by_key.items()}
        for phase, by_key in costs.items()
    }
