"""The other programs of this product, as commands to start."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.errors import PlaceError
from kiosk.programs import command as program

PATIENCE_S = 10.0
"""How long a program may take to stop."""


def exchange(home: Path, *words: str) -> list[str]:
    """Return the command line of ``kiosk-sync`` for a station's home."""
    return program("sync", "--home", str(home), *words)


def centre(home: Path, *words: str) -> list[str]:
    """Return the command line of ``kiosk-centre`` for a centre's home."""
    return program("sync.centre", "--home", str(home), *words)


def ask(command: list[str], secrets: dict[str, str] | None = None, *, quietly: bool = False) -> str:
    """Run a program to its end and return what it printed; its complaints go to our standard error.

    ``secrets`` travel in the environment, where other users of the machine cannot read them. ``quietly`` keeps its
    complaints for the error: the last line becomes our own.
    Raises PlaceError if it did not end well.
    """
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if quietly else None,
        text=True,
        check=False,
        env={**os.environ, **(secrets or {})},
    )
    if done.returncode:
        said = (done.stderr or "").strip().splitlines()
        raise PlaceError(said[-1].partition(": ")[2] if said else f"`{_shown(command)}` did not work (see above)")
    return done.stdout


@contextmanager
def beside(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program while the block lasts; its output can be read.

    The program stops when its standard input closes, so it ends with this process however that ends. One that does
    not stop within ten seconds is made to.
    """
    with subprocess.Popen(
        [*command, "--with-parent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        try:
            yield child
        finally:
            child.stdin.close()
            try:
                child.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                child.kill()


def _shown(command: list[str]) -> str:
    name = "kiosk-centre" if command[2] == "sync.centre" else "kiosk-sync"
    return " ".join([name, *command[5:]])
