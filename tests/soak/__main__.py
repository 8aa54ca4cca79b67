"""``python -m tests.soak --minutes N``: a station lives for so long; what grew, and what it wrote, as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.living import Life, live
from tests.soak.sample import MB, Bounds, faults

BOUNDS = {"screen": Bounds(memory=20 * MB), "exchange": Bounds(memory=10 * MB)}
"""reliability.md §5 no. 10: 20 MB after warm-up; an exchange of a few hundred postings has no use for half of that."""


def main() -> None:
    """Live, and give a verdict."""
    words = argparse.ArgumentParser()
    words.add_argument("--minutes", type=float, default=60.0)
    words.add_argument("--home", type=Path, help="Folder on the disk to be measured.")
    given = words.parse_args()
    seconds = given.minutes * 60
    with TemporaryDirectory(dir=given.home) as folder:
        life = live(Path(folder), seconds, look_s=max(1.0, min(60.0, seconds / 30)), publish_s=min(60.0, seconds / 20))
    show(life)
    wrong = verdict(life)
    print("nothing grew" if not wrong else "; ".join(wrong))  # noqa: T201
    sys.exit(bool(wrong))


def verdict(life: Life) -> list[str]:
    """Return everything that is not as it should be."""
    wrong = [f"the {name} ended with {status}" for name, status in life.ended.items() if status is not None]
    for name, samples in life.samples.items():
        wrong += [f"{name}: {fault}" for fault in faults(samples, BOUNDS[name])]
    if not life.arrived:
        wrong.append("no envelope arrived")
    return wrong


def show(life: Life) -> None:
    """Print the table."""
    print(f"{life.versions} versions, {life.arrived} envelopes")  # noqa: T201
    for name, samples in life.samples.items():
        print(f"{name:<10}{'second':>8}{'MB':>8}{'threads':>9}{'files':>7}{'None':>9}{'written MB':>12}")  # noqa: T201
        for one in samples[:: max(1, len(samples) // 20)]:
            print(  # noqa: T201
                f"{'':<10}{one.second:>8.0f}{one.memory / MB:>8.1f}{one.threads:>9}{one.files:>7}{one.nones:>9}"
                f"{one.written / MB:>12.2f}"
            )


if __name__ == "__main__":
    main()
