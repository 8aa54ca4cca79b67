"""The machine all this ran on, and how busy others kept it."""

from __future__ import annotations

import os
import platform
import sqlite3
from pathlib import Path

import psutil


class Machine:
    """Notes the load as the run goes on."""

    def __init__(self) -> None:
        self._loads: list[float] = []
        self.note()

    def note(self) -> None:
        """Note the load of the last minute."""
        self._loads.append(os.getloadavg()[0])

    def said(self) -> dict[str, object]:
        """Return what is known about the machine."""
        models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        return {
            "cores": os.cpu_count(),
            "processor": models[0].partition(":")[2].strip() if models else platform.machine(),
            "memory_gb": round(psutil.virtual_memory().total / 1e9),
            "system": platform.platform(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "load_min": min(self._loads),
            "load_max": max(self._loads),
        }

    def words(self) -> str:
        """Return the same as a line."""
        said = self.said()
        return (
            f"{said['cores']} cores ({said['processor']}), {said['memory_gb']} GB, {said['system']}, "
            f"Python {said['python']}, SQLite {said['sqlite']}, "
            f"load {said['load_min']:.1f}–{said['load_max']:.1f}"
        )
