"""Every page in every way it can look, as pictures in out/tour with a page to look through them: `make tour`."""

from __future__ import annotations

import html
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import click
from PySide6.QtCore import QSize, Qt

from kiosk.domain.tongue import Texts
from kiosk.ui.application import make_application
from kiosk.ui.languages import CHINESE, read_catalogue
from kiosk.ui.screen import StationScreen
from tests.content import starter_items
from tests.simulators import FixedClock
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, posting, wait_until
from tests.ui.walk import pages, unreadable, untouchable
from tests.ui.walk_content import content
from tests.ui.walk_live import broadcasts, captioned, live_pages
from tests.ui.walk_matching import matching_pages
from tests.ui.walk_meetings import meetings

OUT = Path(__file__).resolve().parents[2] / "out" / "tour"
SCALES, COLOURS, DIRECTIONS = (1, 1.25, 1.6, 2), ("standard", "dark", "light"), ("portrait", "landscape")
PSEUDO = "pseudo"
LANGUAGES = (CHINESE, "en", "simple", PSEUDO)
WIDTH = 540
"""Pictures are kept half as wide as the panel: for looking through."""


class Longer:
    """A language that is made up: English, every text of which is two fifths longer."""

    def __init__(self) -> None:
        self._english = read_catalogue("en")

    def get(self, words: str, otherwise: str) -> str:
        """Return the text with its own beginning once more behind it."""
        text = self._english.get(words, words)
        more = -(-2 * len(text) // 5)
        plain = "".join(sign for sign in text if sign not in "{}%\n")
        return text + (" " + plain[: max(1, more - 1)] if len(text) > 2 else "")


@dataclass(frozen=True)
class Mode:
    """One way the screens can look."""

    direction: str = "portrait"
    scale: float = 1
    language: str = CHINESE
    colours: str = "standard"
    low: bool = False

    @property
    def size(self) -> QSize:
        return PORTRAIT if self.direction == "portrait" else LANDSCAPE

    @property
    def name(self) -> str:
        return f"{self.direction}-x{self.scale:g}-{self.language}-{self.colours}{'-low' if self.low else ''}"

    @property
    def texts(self) -> Texts | None:
        if self.language == PSEUDO:
            return Longer()
        return None if self.language == CHINESE else read_catalogue(self.language)


SAMPLE = (
    *(Mode(direction, scale) for direction in DIRECTIONS for scale in SCALES),
    *(Mode(direction, scale, "en") for direction in DIRECTIONS for scale in (1, 2)),
    Mode("portrait", 1, "simple"),
    Mode("portrait", 1, PSEUDO),
    Mode("landscape", 1.6, PSEUDO),
    Mode("portrait", 1, colours="dark"),
    Mode("landscape", 1.25, colours="light"),
    Mode("portrait", 1, low=True),
    Mode("portrait", 2, "en", "dark", low=True),
)
ALL = tuple(Mode(*every) for every in product(DIRECTIONS, SCALES, LANGUAGES, COLOURS, (False, True)))


def shown_in(mode: Mode, screen: StationScreen, *, every: bool = False) -> Iterator[str]:
    """Show one page after another as the mode has it, and yield its name; see `pages`."""
    wait_until(lambda: screen.station.property("ready"))
    screen.speak(mode.texts)
    yield from pages(screen, mode.scale, mode.colours, mode.low, every=every)
    if every:
        yield from chain(matching_pages(screen), content(screen), meetings(screen), live_pages(screen))


def _take(mode: Mode, folder: Path, faults: list[str] | None = None) -> list[Path]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pictures: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch:
        stand = Stand.build(Path(scratch) / "station", FixedClock())
        stand.home.media.mkdir()
        shows = broadcasts(stand.clock.now(), captioned(stand.home.media))
        stand.publish([posting(number) for number in range(42)], items=[*starter_items(), *shows])
        screen = stand.screen(mode.size)
        screen.show()
        for page in shown_in(mode, screen, every=True):
            if faults is not None:
                faults += [f"{mode.name} {page}: {fault}" for fault in unreadable(screen) + untouchable(screen)]
            path = folder / f"{len(pictures) + 1:02d}-{page.replace(' ', '-')}.png"
            picture = screen.window.grabWindow()
            picture.scaledToWidth(
                WIDTH if mode.direction == "portrait" else WIDTH * 16 // 9, Qt.TransformationMode.SmoothTransformation
            ).save(str(path))
            pictures.append(path)
        screen.close()
    return pictures


def _index(taken: dict[Mode, list[Path]]) -> str:
    links = "".join(f'<a href="#{mode.name}">{mode.name}</a> ' for mode in taken)
    parts = [
        f'<h2 id="{mode.name}">{mode.name}</h2><div>'
        + "".join(
            f'<figure><img loading="lazy" src="{html.escape(path.relative_to(OUT).as_posix())}">'
            f"<figcaption>{html.escape(path.stem)}</figcaption></figure>"
            for path in pictures
        )
        + "</div>"
        for mode, pictures in taken.items()
    ]
    style = (
        "body{font:16px sans-serif;background:#eee;margin:24px}div{display:flex;flex-wrap:wrap;gap:12px}"
        "figure{margin:0}img{height:420px;border:1px solid #999}nav{line-height:1.8}"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Every screen</title><style>{style}</style>'
        f"<h1>Every screen</h1><nav>{links}</nav>{''.join(parts)}</html>\n"
    )


@click.command()
@click.option("--all", "everything", is_flag=True, help=f"All {len(ALL)} ways, not a sample of {len(SAMPLE)}.")
@click.option("--measure", is_flag=True, help="Say what is cut, off the screen or too small; fail if anything is.")
@click.option("--only", default="", help="Only ways whose name has this in it.")
def main(everything: bool, measure: bool, only: str) -> None:
    """Draw every page in every way it can look into out/tour, with index.html to look through."""
    make_application(["tour"])
    taken: dict[Mode, list[Path]] = {}
    faults: list[str] | None = [] if measure else None
    for mode in ALL if everything else SAMPLE:
        if only in mode.name:
            taken[mode] = _take(mode, OUT / mode.name, faults)
            click.echo(f"{mode.name}: {len(taken[mode])} pictures")
    (OUT / "index.html").write_text(_index(taken), "utf-8")
    click.echo(f"look at {OUT / 'index.html'}")
    if faults:
        raise click.ClickException("\n".join(["these cannot be read or touched:", *faults]))


if __name__ == "__main__":
    main()
