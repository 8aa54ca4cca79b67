"""What came out, as one JSON and one page of Markdown."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tests.bench.search.corpus import ABOUT
from tests.bench.search.engine import BY_KEY, OURS
from tests.bench.search.goals import goals
from tests.bench.search.outcome import ASKED, Outcome, Result, by_pinyin, by_words, spread
from tests.bench.search.probe import Timed
from tests.bench.search.queries import KIND_WORDS, ORDERS
from tests.bench.search.ready import LEVEL


def plain(outcome: Outcome) -> dict[str, Any]:
    """Return the run as JSON values, every single time included."""
    return {
        "machine": outcome.machine,
        "rows": outcome.corpus.count,
        "source": outcome.corpus.source,
        "here": outcome.corpus.here,
        "questions": outcome.questions,
        "results": {key: asdict(one) for key, one in outcome.results.items()},
        "extras": asdict(outcome.extras) if outcome.extras else None,
        "meanwhile": asdict(outcome.meanwhile) if outcome.meanwhile else None,
        "ready": [{"ready": asdict(ready), "build": asdict(build)} for ready, build in outcome.ready],
        "goals": [asdict(goal) | {"verdict": goal.verdict} for goal in goals(outcome)],
    }


def text(outcome: Outcome) -> str:
    """Return the page."""
    parts = [
        "# The search beside ready-made ones",
        "How to read it: a row is an engine, a time what one question costs it in CPU milliseconds (first page of 20, "
        "decoded, and the total); smaller is better, and p99 and max are what a visitor notices.",
        "![times by engine](search.svg)",
        _conditions(outcome),
        _warm(outcome),
        _costs(outcome),
        _sets(outcome),
        _kinds(outcome),
        _goals(outcome),
        _ours(outcome),
        _ready(outcome),
        _fairly(outcome),
        "## How the postings were made\n\n" + ABOUT,
        _who(outcome),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _conditions(outcome: Outcome) -> str:
    corpus = outcome.corpus
    lines = [
        f"{corpus.count:,} postings ({corpus.size / 1e6:,.0f} MB of JSON): {corpus.source}, resampled onto "
        f"{corpus.points:,} points of {corpus.city or 'the starter district'}; the station stands where it is denser "
        "than at 90 % of them. The delta is 1 % of the rows: 70 % updated, 15 % new, 15 % withdrawn.",
        f"Machine: {outcome.machine_words}. Others work on it too, so times are CPU of the process (all its threads); "
        "wall times stand beside them. Each engine in a process of its own, one after another. A time is the middle of "
        "three passes after a first one, and of all rounds; engines too slow for that are asked once, and only as many "
        "questions, in a mixed order, as fit (see the column).",
        "Questions: "
        + ", ".join(f"{count:,} {name}" for name, count in outcome.questions.items())
        + f". “asked” are {outcome.questions[ASKED] // len(ORDERS)} drawn from titles (of 300, 90 of two characters, "
        "60 of three or four, 45 of several words, 60 in pinyin, 45 initials; pieces that other "
        "titles begin and end with; half with conditions) in three orders "
        "(near, pay, new); “within 3 km” and “anywhere” the same with and without that bound; “held out” random words "
        "and conditions that nothing was tuned by.",
        "Cold: files dropped from memory (posix_fadvise), the engine opened anew, one question; wall time and bytes "
        "from the disk. Memory: resident after all questions less that before the engine was loaded. Peers are given "
        "distances, hourly pay, folded texts, readings and one posting of each opening ready-made"
        + (f" ({outcome.base_cpu_s:.0f} s of CPU" if outcome.base_cpu_s else " (")
        + " not counted as theirs); ours makes all that itself while it takes the postings in.",
    ]
    return "\n\n".join(lines).replace("( not", "(not")


def _warm(outcome: Outcome) -> str:
    lines = [
        "## As asked",
        "",
        "| | p50 ms | p95 ms | p99 ms | max ms | dearest single run ms | wall p99 ms | asked | recall by words "
        "| by pinyin | first page as it should be |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for key, one in outcome.results.items():
        timed = one.timed(ASKED)
        cells = [
            BY_KEY[key].label,
            *_four(timed),
            f"{timed.worst_ms:,.2f}",
            f"{spread(timed.wall_ms).p99:,.2f}",
            f"{len(timed.cpu_ms):,} × {timed.passes}",
            f"{by_words(one.recall):.4f}",
            f"{by_pinyin(one.recall):.4f}",
            f"{one.recall.pages:.0%}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    count = next(iter(outcome.results.values())).recall.questions
    lines += [
        "",
        f"Recall: the part of the true first 1,000 that is among the engine's first 1,000, mean of {count} questions; "
        "the truth is every posting looked at, pinyin as the whole title is read.",
    ]
    return "\n".join(lines)


def _costs(outcome: Outcome) -> str:
    lines = [
        "## What they cost besides",
        "",
        "| | build CPU s | build peak MB | index MB | with the rows MB | memory added MB | cold p50 / p95 / max ms "
        "| cold read p50 MB | 1 % delta CPU s |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for key, one in outcome.results.items():
        cold, read = spread(one.cold.wall_ms), spread(one.cold.read)
        cells = [
            BY_KEY[key].label,
            f"{one.build.cpu_s:,.1f}",
            f"{one.build.peak_mb:,.0f}",
            f"{one.build.index / 1e6:,.0f}",
            f"{one.build.whole / 1e6:,.0f}",
            f"{one.added_mb():,.0f} ({_anonymous(one):,.0f} its own)",
            f"{cold.p50:,.1f} / {cold.p95:,.1f} / {cold.max:,.1f}",
            f"{read.p50 / 1e6:,.2f}",
            f"{one.change.cpu_s:.2f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "Ours builds rows and index, checks every record and the set's digest; the peers' build is the index alone. "
        "Index MB counts the columns of orders and conditions, and the folded texts where they are searched.",
    ]
    return "\n".join(lines)


def _sets(outcome: Outcome) -> str:
    lines = [
        "## By set of questions",
        "",
        "| | " + " | ".join(f"{name}: p50 / p95 / p99 / max ms" for name in outcome.questions) + " |",
        "|---|" + "---:|" * len(outcome.questions),
    ]
    for key, one in outcome.results.items():
        cells = [" / ".join(_four(one.timed(name))) for name in outcome.questions]
        lines.append(f"| {BY_KEY[key].label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _kinds(outcome: Outcome) -> str:
    kinds = list(dict.fromkeys(next(iter(outcome.results.values())).timed(ASKED).kinds))
    kinds.sort(key=list(KIND_WORDS).index)
    lines = [
        "## By kind of question, p50 / p99 ms",
        "",
        "| | " + " | ".join(KIND_WORDS[kind] for kind in kinds) + " |",
        "|---|" + "---:|" * len(kinds),
    ]
    for key, one in outcome.results.items():
        timed = one.timed(ASKED)
        cells = []
        for kind in kinds:
            those = [cpu for cpu, its in zip(timed.cpu_ms, timed.kinds, strict=True) if its == kind]
            cells.append(f"{spread(those).p50:.2f} / {spread(those).p99:.2f}" if those else "–")
        lines.append(f"| {BY_KEY[key].label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _goals(outcome: Outcome) -> str:
    found = goals(outcome)
    lines = ["## Goals", "", "| goal | measured | |", "|---|---|---|"]
    lines += [f"| {goal.words} | {goal.measured} | {goal.verdict} |" for goal in found]
    return "\n".join(lines) if found else ""


def _ours(outcome: Outcome) -> str:
    extras, meanwhile = outcome.extras, outcome.meanwhile
    if extras is None or meanwhile is None:
        return ""
    lines = [
        "## Ours besides first pages",
        "",
        "| CPU ms | times | p50 | p95 | p99 | max |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for words, values in (
        (f"suggestions for what has been typed ({extras.suggested:.1f} words each)", extras.suggestions),
        ("search and first page, of those with five pages", extras.first_pages),
        ("each of the pages two to five", extras.next_pages),
        ("counts of all conditions", extras.counts),
        ("search and first page while the delta is taken in", meanwhile.cpu),
        ("the same on the wall", meanwhile.wall),
        ("the searches that took notice of new content first", meanwhile.notice_cpu),
        ("the same on the wall", meanwhile.notice_wall),
    ):
        one = spread(values)
        lines.append(f"| {words} | {len(values):,} | {one.p50:.2f} | {one.p95:.2f} | {one.p99:.2f} | {one.max:.2f} |")
    lines += [
        "",
        f"Opening: {extras.boot_cpu_ms:.0f} ms of CPU, {extras.boot_wall_ms:.0f} ms on the wall. The delta through the "
        f"writer in its own process while another searched without a pause: {meanwhile.writer_cpu_s:.2f} s of CPU, "
        f"{meanwhile.writer_wall_s:.2f} s on the wall, {meanwhile.writer_peak_mb:.0f} MB at its peak; the searching "
        f"process grew by {meanwhile.added_mb:.0f} MB.",
    ]
    return "\n".join(lines)


def _ready(outcome: Outcome) -> str:
    if not outcome.ready:
        return ""
    lines = [
        "## A ready file instead of rows",
        "",
        f"The catalogue compressed (zstd {LEVEL}) and at the station unpacked, hashed, checked (quick_check) and "
        "renamed, beside packs unpacked and taken in. Packs as the centre writes them, from three of 10,000 rows.",
        "",
        "| rows | rows: wire MB | CPU s | wall s | file: wire MB | CPU s (quick_check) | wall s | compressing at the "
        "centre CPU s | CPU saved s | bytes more MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for ready, build in outcome.ready:
        taking, wall = ready.packs_cpu_s + build.cpu_s, ready.packs_cpu_s + build.wall_s
        lines.append(
            f"| {ready.rows:,} | {ready.packs_wire / 1e6:,.1f} | {taking:,.1f} | {wall:,.1f} "
            f"| {ready.wire / 1e6:,.1f} | {ready.cpu_s:,.2f} ({ready.check_cpu_s:.2f}) | {ready.wall_s:,.2f} "
            f"| {ready.compress_cpu_s:,.1f} | {taking - ready.cpu_s:,.1f} "
            f"| {(ready.wire - ready.packs_wire) / 1e6:,.1f} |"
        )
    return "\n".join(lines)


def _fairly(outcome: Outcome) -> str:
    """Say where another is as good or better, from the numbers themselves."""
    us = outcome.results.get(OURS)
    if us is None:
        return ""
    lines = []
    for key, one in outcome.peers().items():
        pairs = []
        for name in outcome.questions:
            theirs, mine = (asdict(spread(those.timed(name).cpu_ms)) for those in (one, us))
            pairs += [(f"{name}, {stat}", value, mine[stat], "ms") for stat, value in theirs.items()]
        pairs += [
            ("cold p95", spread(one.cold.wall_ms).p95, spread(us.cold.wall_ms).p95, "ms"),
            ("build (index alone against rows and index)", one.build.cpu_s, us.build.cpu_s, "s"),
            ("index", one.build.index / 1e6, us.build.index / 1e6, "MB"),
            ("memory", one.added_mb(), us.added_mb(), "MB"),
            ("delta", one.change.cpu_s, us.change.cpu_s, "s"),
        ]
        better = [
            f"{words} {theirs:.2f} against {own:.2f} {unit}"
            for words, theirs, own, unit in pairs
            if theirs <= own * 1.05
        ]
        if better:
            lines.append(f"- {BY_KEY[key].label}: {'; '.join(better)}.")
    return "\n".join(["## Where another is as good or better", "", *(lines or ["Nowhere."])])


def _who(outcome: Outcome) -> str:
    known = [BY_KEY[key] for key in outcome.results]
    return "\n".join(["## Who is who", "", *(f"- **{one.label}**: {one.about}." for one in known)])


def _four(timed: Timed) -> list[str]:
    one = spread(timed.cpu_ms)
    return [f"{value:,.2f}" for value in (one.p50, one.p95, one.p99, one.max)]


def _anonymous(one: Result) -> float:
    return sorted(warm.added_anon_mb for warm in one.rounds)[len(one.rounds) // 2]
