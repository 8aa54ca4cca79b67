"""Whether two tours show the same: ``python -m tests.pack.pictures ONE OTHER``, two folders of pictures."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from PIL import Image

MOST = (1.0, 0.01)
"""Mean difference of two pictures, of 255, and the part of their places that may differ at all: a clock, a number."""
OF_ITS_OWN = {"receipt": ((0.0, 0.26, 1.0, 0.42), (0.05, 0.50, 0.60, 0.81))}
"""Parts of a page, in its width and height, that no two visits share: a receipt's number, its pictures and its code."""
NEAR = 24


def differences(one: Path, other: Path) -> dict[str, tuple[float, float]]:
    """Return for each picture how far off it is in the mean, and in how many of its places.

    Raises ValueError if one has a picture the other has not, or a picture has another size.
    """
    names = sorted(path.name for path in one.glob("*.png"))
    if not names or names != sorted(path.name for path in other.glob("*.png")):
        raise ValueError(f"{one} and {other} do not hold the same pictures")
    return {name: _difference(_read(one / name), _read(other / name), name) for name in names}


def _read(path: Path) -> NDArray[np.int16]:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


def _difference(one: NDArray[np.int16], other: NDArray[np.int16], name: str) -> tuple[float, float]:
    if one.shape != other.shape:
        raise ValueError(f"{name} is {one.shape[1]} × {one.shape[0]} and {other.shape[1]} × {other.shape[0]}")
    off = np.abs(one - other)
    height, width = off.shape[:2]
    for left, top, right, bottom in (box for part, boxes in OF_ITS_OWN.items() if part in name for box in boxes):
        off[round(top * height) : round(bottom * height), round(left * width) : round(right * width)] = 0
    return float(off.mean()), float((off.max(axis=2) > NEAR).mean())


@click.command()
@click.argument("one", type=click.Path(path_type=Path, exists=True))
@click.argument("other", type=click.Path(path_type=Path, exists=True))
def main(one: Path, other: Path) -> None:
    """Compare two tours; fail if they are not the same."""
    bad = []
    for name, (mean, places) in differences(one, other).items():
        click.echo(f"{name:28} mean {mean:6.3f} of 255, {places:6.2%} of its places")
        if mean > MOST[0] or places > MOST[1]:
            bad.append(name)
    if bad:
        sys.exit(f"not the same: {' '.join(bad)}")


if __name__ == "__main__":
    main()
