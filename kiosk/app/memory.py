"""Memory that is overwritten as it is freed: what somebody typed is not left in it for whoever dumps it later."""

from __future__ import annotations

import gc
import os
import platform
import sys

TUNABLES = "GLIBC_TUNABLES"
OVERWRITE = "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"
"""The C library fills freed memory with 0xA5; without the cache each thread has, which would be left as it is."""


def overwrite_what_is_freed() -> None:
    """Begin this program anew with a C library that does so, unless it does already or is another library.

    It reads the setting when a process begins and never again. Programs started from here inherit it.
    """
    if platform.libc_ver()[0] != "glibc" or "glibc.malloc.perturb" in os.environ.get(TUNABLES, ""):
        return
    others = os.environ.get(TUNABLES)
    tunables = f"{others}:{OVERWRITE}" if others else OVERWRITE
    begin_anew({TUNABLES: tunables})


def begin_anew(environment: dict[str, str] | None = None) -> None:
    """Begin this program anew in its own place, with further things in its environment."""
    os.execve(sys.executable, sys.orig_argv, {**os.environ, **(environment or {})})  # noqa: S606


def spare_collections() -> None:
    """Look for no garbage while the program begins: there is none yet, and looking is a tenth of the start."""
    gc.disable()


def begun() -> None:
    """Look for garbage from now on, but never again among what the program itself consists of."""
    gc.freeze()
    gc.enable()
