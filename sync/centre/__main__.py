"""The central server as a program: `kiosk-centre`."""

from __future__ import annotations

import logging

from kiosk import edge
from sync.centre.cli import cli


def main() -> None:
    """Run `kiosk-centre`."""
    for name in ("sync.centre", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)  # the commands speak for themselves; `serve` logs events
    edge.run(cli, "kiosk-centre")


if __name__ == "__main__":
    main()
