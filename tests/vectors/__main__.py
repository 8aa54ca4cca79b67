"""Make the vectors anew: ``python -m tests.vectors``."""

from __future__ import annotations

import shutil

from tests.vectors import FOLDER, Files, envelopes, feeds, packs, records

FOLDERS = ("packs", "feed", "heads", "envelopes")


def make() -> Files:
    """Return every vector."""
    return records.make() | packs.make() | envelopes.make() | feeds.make()


def main() -> None:
    files = make()
    for folder in FOLDERS:
        shutil.rmtree(FOLDER / folder, ignore_errors=True)
    for left in FOLDER.glob("*.json"):
        left.unlink()
    for path, data in files.items():
        (FOLDER / path).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / path).write_bytes(data)


if __name__ == "__main__":
    main()
