"""The programs this product is made of, as commands to start: one starts another, none imports it."""

from __future__ import annotations

import runpy
import sys
from collections.abc import MutableMapping

AS = "--as"
"""With this first word the self-contained program is the one that the next word names."""
LIBRARIES, LIBRARIES_BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"
"""Where a program looks for libraries first; the self-contained one has its own there, and what was there before."""
LOADER = "_PYI_"
"""How names begin that the self-contained program's loader leaves in the environment."""


def is_packed() -> bool:
    """Tell whether this is the self-contained program, which holds a station and no centre."""
    return bool(getattr(sys, "frozen", False))


def command(module: str, *words: str) -> list[str]:
    """Return the command line that runs ``python -m module``, or the same of a self-contained program."""
    if is_packed():
        return [sys.executable, AS, module, *words]
    return [sys.executable, "-m", module, *words]


def run_packed(words: list[str], environment: MutableMapping[str, str]) -> None:
    """Be the program that the first words ask for: ``kiosk``, or with ``--as MODULE`` another of ours.

    What is started from here gets the environment as it was outside: programs of the system with our libraries
    would find others than they were made for, and ours set their own anew.
    """
    before = environment.pop(LIBRARIES_BEFORE, "")
    environment.pop(LIBRARIES, None)
    if before:
        environment[LIBRARIES] = before
    for name in [name for name in environment if name.startswith(LOADER)]:
        del environment[name]
    module = "kiosk"
    if words[1:2] == [AS] and len(words) > 2:
        module = words[2]
        del words[1:3]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
