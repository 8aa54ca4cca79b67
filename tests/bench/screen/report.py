"""What came out, as one JSON and one page of Markdown."""

from __future__ import annotations

from dataclasses import asdict
from statistics import median
from typing import Any

from tests.bench.screen.goals import goals
from tests.bench.screen.outcome import Outcome, by_step, middle, spread
from tests.bench.screen.starts import EVERY_S, MEMORY_S, SAME, Start, Starter
from tests.bench.screen.touches import QUIET_MS, Tap


def plain(outcome: Outcome) -> dict[str, Any]:
    """Return the run as JSON values, every single time included."""
    return {
        "machine": outcome.machine,
        "loads": outcome.loads,
        "rows": outcome.rows,
        "taken_rows": outcome.taken_rows,
        "touched": asdict(outcome.touched),
        "starts": [
            {
                "label": one.label,
                "command": one.command,
                "warm": [asdict(start) for start in one.warm],
                "cold": [asdict(start) for start in one.cold],
            }
            for one in outcome.starters
        ],
        "frames": asdict(outcome.moved),
        "goals": [asdict(goal) | {"verdict": goal.verdict} for goal in goals(outcome)],
    }


def text(outcome: Outcome) -> str:
    """Return the page."""
    parts = ["# The screen: touches, start, frames", _conditions(outcome), _goals(outcome), _touches(outcome)]
    parts += [_looked(outcome), _starts(outcome), _frames(outcome)]
    return "\n\n".join(parts) + "\n"


def _conditions(outcome: Outcome) -> str:
    loads = ", ".join(f"{load:.1f} after the {part}" for part, load in outcome.loads.items())
    return (
        f"Machine: {outcome.machine_words}. Others work on it too (load {loads}): compare figures of one run, by their "
        "ratios. Everything is drawn in software, 1080 × 1920."
    )


def _goals(outcome: Outcome) -> str:
    lines = ["## Goals", "", "| goal | measured | |", "|---|---|---|"]
    lines += [f"| {goal.words} | {goal.measured} | {goal.verdict} |" for goal in goals(outcome)]
    return "\n".join(lines)


def _touches(outcome: Outcome) -> str:
    taps = outcome.touched.taps
    lines = [
        "## Touches",
        "",
        f"Touch events on the real screen with {outcome.rows:,} postings, drawn into memory (Qt's offscreen platform). "
        "Finger down, nothing for "
        f"{QUIET_MS} ms, finger up; then the first frame handed over (frameSwapped) and the last before {QUIET_MS} ms "
        "without any. At rest the screen draws nothing, so a frame is an answer; the beam of the attract page is "
        "held still. The 350 ms in which a page does not hear a second tap are no drawing time and not in here.",
        "",
        "| p50 / p95 / p99 / max ms | times | finger down → first frame | finger up → first frame "
        "| finger up → settled | frames |",
        "|---|---:|---:|---:|---:|---:|",
        *(_tapped(step, those) for step, those in by_step(taps).items()),
        _tapped("**all**", taps),
    ]
    return "\n".join(lines)


def _tapped(step: str, taps: list[Tap]) -> str:
    cells = [
        step,
        f"{len(taps)}",
        spread(tap.press_ms for tap in taps).words(),
        spread(tap.first_ms for tap in taps).words(),
        spread(tap.settled_ms for tap in taps).words(),
        f"{median(tap.frames for tap in taps):.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _looked(outcome: Outcome) -> str:
    looked = outcome.touched.looked
    frames, idle = sum(tap.frames for tap in looked), sum(tap.idle_frames or 0 for tap in looked)
    first = [tap.step for tap in looked if tap.first_idle]
    return (
        f"Whether a frame is a change was looked at in one trip more, every picture compared with the one before: "
        f"{idle} of {frames} frames showed nothing new, "
        + (f"the first of {', '.join(first)}." if first else "the first after a touch was never one of them.")
        + " They count above all the same."
    )


def _starts(outcome: Outcome) -> str:
    if not outcome.starters:
        return "Starts were not measured: Xvfb and Chromium were not there."
    lines = [
        "## Start and memory",
        "",
        "Started by turns on one X server in memory (Xvfb), from starting the program to the first full picture: the "
        f"server's picture is read every {EVERY_S * 1e3:.0f} ms and is full when {SAME:.1%} of it (every fourth pixel "
        "across and down) are as they are in the end; within the circle of our beam, which turns, only what is white "
        f"counts. Memory: PSS of all its processes {MEMORY_S:.0f} s after the start. Cold: its files dropped from "
        "memory (posix_fadvise), as far as no other process uses them; the disk's own cache stays. Ours is `kiosk run "
        f"--fullscreen` on {outcome.rows:,} postings with its voice; Chromium shows attract.html, which has no data "
        "behind it, with a profile it has used before and without GPU, translation, extensions and background "
        "traffic. The first start of each is not counted.",
        "",
        "| medians | times | full picture s (all) | memory MB | processes | read from the disk MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in outcome.starters:
        lines += [_started(one, "warm", one.warm), _started(one, "cold", one.cold)]
    return "\n".join(line for line in lines if line is not None)


def _started(one: Starter, how: str, starts: list[Start]) -> str | None:
    if not starts:
        return None
    start = middle(starts)
    every = ", ".join(f"{value:.2f}" for value in sorted(each.full_s for each in starts))
    cells = [
        f"{one.label}, {how}",
        f"{len(starts)}",
        f"{start.full_s:.2f} ({every})",
        f"{start.pss_mb:.0f}",
        f"{start.processes}",
        f"{start.read_mb:.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _frames(outcome: Outcome) -> str:
    rounds = outcome.moved.rounds
    lines = [
        "## Frames while content comes in",
        "",
        f"A small square turns on the attract page, so that a frame is due every 16.7 ms; QML notes when each was "
        f"drawn. At rest, then while the station's writer builds a catalogue of {outcome.taken_rows:,} postings in "
        "another process (nice 10, as the exchange), then the four seconds in which the screen takes notice of it. "
        "The first round brings other postings than were shown, the others the same again. The catalogue is in use "
        "some moments before that process ends, so the screen may notice it while it is still counted as taken in.",
        "",
        "| p50 / p95 / p99 / max ms | s | frames | between frames | longer than 33 ms |",
        "|---|---:|---:|---:|---:|",
    ]
    for number, one in enumerate(rounds, 1):
        for words, values in (("at rest", one.rest_ms), ("taken in", one.taking_ms), ("noticed", one.noticed_ms)):
            late = sum(value > 33 for value in values) / max(1, len(values))
            lines.append(
                f"| round {number}, {words} | {sum(values) / 1e3:.0f} | {len(values):,} | {spread(values).words()} "
                f"| {late:.1%} |"
            )
    return "\n".join(lines)
