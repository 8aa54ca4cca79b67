"""Finishes the folder that was built: the exchange's name, no symbols for debuggers, the licences, and what it needs.

Usage: ``python -m config.pack.finish FOLDER CONTROL``, from the Python it was built with.
Fails if it needs a library of the system that no package named in CONTROL brings.
"""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

from config.pack.contents import ROOT

EXCHANGE = '#!/bin/sh\nexec "${0%/*}/kiosk" --as sync "$@"\n'
ELF = b"\x7fELF"
WITH_LIBC = "libc6"
_WORDS = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)


def main(folder: Path, control: Path) -> None:
    """Do all of it; the names of files decide the order, so that the same folder always comes out the same."""
    exchange = folder / "kiosk-sync"
    exchange.write_text(EXCHANGE, "utf-8")
    exchange.chmod(0o755)
    programs = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_elf(path)]
    for path in programs:
        if (
            not path.parent.name.endswith(".libs") and path.parent != folder
        ):  # those were patched, this carries the code
            subprocess.run(["strip", "--strip-unneeded", path], check=True)
    (folder / "LICENSES.txt").write_text("".join(_licences(folder, programs)), "utf-8")
    lacking = _packages(_needed(programs)) - _named(control)
    if lacking:
        sys.exit(f"pack: {control.name} must name {', '.join(sorted(lacking))}: the folder needs them")
    size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
    sys.stdout.write(f"pack: {folder.name}: {size / 1e6:.0f} MB\n")


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == ELF


def _needed(programs: list[Path]) -> set[str]:
    """Return the libraries that are asked for and are not in the folder."""
    said = subprocess.run(["objdump", "-p", *programs], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^ +NEEDED +(\S+)", said, re.MULTILINE)) - {path.name for path in programs}


def _packages(libraries: Iterable[str]) -> set[str]:
    """Return the Debian packages that libraries of the system are in; the C library's is everywhere."""
    paths = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"^\t(\S+) \(libc6,x86-64.*\) => (\S+)", paths, re.MULTILINE))
    return {_package(Path(found[name])) for name in libraries if name in found} - {WITH_LIBC}


def _package(library: Path) -> str:
    for path in (library, library.resolve(), Path("/usr") / library.relative_to("/")):
        said = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
        if said.returncode == 0:
            return said.stdout.partition(":")[0]
    return str(library)


def _named(control: Path) -> set[str]:
    fields = re.findall(r"^(?:Depends|Recommends):((?:.|\n )*)", control.read_text("utf-8"), re.MULTILINE)
    return {re.split(r"[ (|]", name.strip())[0] for field in fields for name in field.split(",")}


def _licences(folder: Path, programs: list[Path]) -> Iterator[str]:
    """Yield what everything in the folder is licensed under; a text that several share comes once."""
    yield "job-station is free software under the GNU General Public License, version 3 or later. With it come:\n"
    texts: dict[str, list[str]] = {}
    for name, text in [*_of_python(folder), *_of_debian(programs)]:
        texts.setdefault(text.strip(), []).append(name)
    for text, names in sorted(texts.items(), key=lambda item: item[1]):
        yield f"\n{'=' * 100}\n{', '.join(dict.fromkeys(names))}\n{'=' * 100}\n\n{text}\n"


def _of_python(folder: Path) -> Iterator[tuple[str, str]]:
    archive = CArchiveReader(str(folder / "kiosk")).open_embedded_archive("PYZ.pyz")
    packed = {name.partition(".")[0] for name in archive.toc} | {path.name for path in (folder / "_internal").iterdir()}
    homes = importlib.metadata.packages_distributions()
    for name in sorted({one for module in packed for one in homes.get(module, ())} - {"job-station"}):
        known = importlib.metadata.distribution(name)
        said = known.metadata.get("License-Expression") or known.metadata.get("License") or ""
        yield f"{name} {known.version}", f"{said}\n\n{known.metadata.get('Home-page') or ''}"
        for file in known.files or ():
            if ".dist-info" in str(file) and _WORDS.search(file.name):
                yield f"{name} {known.version}", file.read_text("utf-8")
    yield f"Python {sys.version.split()[0]}", "PSF-2.0"
    yield "job-station, Qt and PySide6 (the terms of the LGPL 3 refer to it)", (ROOT / "LICENSE").read_text("utf-8")
    for path in sorted((ROOT / "assets").rglob("LICENSE*")):
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def _of_debian(programs: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield what the libraries of the system that were taken in are licensed under."""
    names = [path.name for path in programs if path.parent.name == "_internal" and path.name.startswith("lib")]
    for package in sorted(_packages(names)):
        told = Path("/usr/share/doc") / package / "copyright"
        if told.is_file():
            yield f"{package} (Debian)", told.read_text("utf-8", "replace")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
