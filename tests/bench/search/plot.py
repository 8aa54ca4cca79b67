"""The picture: every engine's times on one logarithmic axis, told apart by shape, not by colour."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from tests.bench.search.engine import BY_KEY, OURS
from tests.bench.search.outcome import ASKED, HELD_OUT, Outcome, spread

SHAPES = (("p50", "o", "white"), ("p95", "s", "0.75"), ("p99", "D", "0.4"), ("max", "|", "black"))


def draw(outcome: Outcome, path: Path) -> None:
    """Write the picture; the same outcome gives the same bytes."""
    mpl.rcParams.update({"svg.hashsalt": "search", "font.size": 9, "font.family": "DejaVu Sans"})
    keys = list(outcome.results)[::-1]
    figure = Figure(figsize=(8, 1.2 + 0.75 * len(keys)), layout="constrained")
    axes = figure.add_subplot()
    for place, key in enumerate(keys):
        for name, above, thick in ((ASKED, 0.16, 1.6), (HELD_OUT, -0.16, 0.8)):
            times = spread(outcome.results[key].timed(name).cpu_ms)
            values = [times.p50, times.p95, times.p99, times.max]
            axes.plot([values[0], values[-1]], [place + above] * 2, color="black", linewidth=thick, zorder=1)
            for value, (words, shape, fill) in zip(values, SHAPES, strict=True):
                label = words if place == 0 and name == ASKED else None
                axes.plot(
                    [value],
                    [place + above],
                    shape,
                    markersize=11 if shape == "|" else 6,
                    markerfacecolor=fill,
                    markeredgecolor="black",
                    markeredgewidth=2 if shape == "|" else 0.9,
                    label=label,
                    linestyle="none",
                )
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_yticks(range(len(keys)), [BY_KEY[key].label for key in keys])
    for label, key in zip(axes.get_yticklabels(), keys, strict=True):
        label.set_fontweight("bold" if key == OURS else "normal")
    axes.set_xlabel("milliseconds of CPU for a first page and its total, logarithmic")
    axes.set_title(
        f"{outcome.corpus.count:,} postings: the {outcome.questions[ASKED]:,} questions (thick) "
        f"and {outcome.questions[HELD_OUT]:,} held out (thin)"
    )
    axes.grid(visible=True, axis="x", which="both", linewidth=0.3, color="0.8")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=4, frameon=False)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
