"""``kiosk``: the station."""

from __future__ import annotations

from kiosk import edge
from kiosk.app.commands import program


def main() -> None:
    """Run the program."""
    edge.run(program, "kiosk")


if __name__ == "__main__":
    main()
