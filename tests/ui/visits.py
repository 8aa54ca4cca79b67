"""``python -m tests.ui.visits FOLDER COUNT``: a station's screen that many people use, one after another.

Each leaves a telephone number, words and typed letters nobody else has; all follow from a number, so that whoever
looks for them need not be told. Each also sees the code of a receipt, which follows from nothing: a row of it is told,
with light for dark. When the last has left and all is wiped the program says so, and waits to be looked at.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

CODE_ROW = 12
"""A row of a code in which no pattern is that all codes have."""
SWAPPED = str.maketrans("01", "10")


def digits(visitor: int) -> list[int]:
    """Return the digits of a visitor's number."""
    raw = hashlib.sha256(f"number {visitor}".encode()).digest()
    return [1, 9, *(byte % 10 for byte in raw[:9])]


def signs(visitor: int) -> list[int]:
    """Return the code points of the words a visitor leaves: eight Chinese signs."""
    raw = hashlib.sha256(f"words {visitor}".encode()).digest()
    return [0x4E00 + int.from_bytes(raw[at : at + 2], "big") % 0x4000 for at in range(0, 16, 2)]


def letters(visitor: int) -> list[int]:
    """Return the code points of what a visitor types on the keys: ten letters."""
    raw = hashlib.sha256(f"letters {visitor}".encode()).digest()
    return [0x61 + byte % 26 for byte in raw[:10]]


def main() -> None:
    """Let them come and go."""
    from kiosk.ui.application import make_application
    from tests.simulators import FixedClock
    from tests.ui.stand import Stand, find, posting, rest, wait_until

    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    make_application(["visits"])
    stand = Stand.build(folder, FixedClock())
    stand.publish([posting(0)])
    screen = stand.screen()
    screen.show()
    wait_until(lambda: screen.station.property("ready"))
    codes = []
    for visitor in range(count):
        screen.visit.begin()
        screen.asking.begin("wish", "", "")
        screen.visit.go("ask")
        screen.asking.choose("care")
        screen.asking.choose("own")
        screen.visit.openSheet("ask-words")
        screen.typing.toggleMode()
        for code in letters(visitor):
            screen.typing.press(chr(code))
        rest(1)
        screen.visit.openSheet("")
        screen.asking.write("".join(map(chr, signs(visitor))))
        screen.asking.submit()
        wait_until(lambda: screen.kept.property("hasReceipt"))
        screen.visit.home()
        screen.asking.begin("help", "", "")
        screen.visit.go("ask")
        screen.asking.choose("job")
        for digit in digits(visitor):
            screen.number.press(str(digit))
        screen.number.reveal()
        rest(1)
        screen.asking.submit()
        wait_until(lambda: screen.kept.property("qrRows") and find(screen, "qr") is not None)
        rest(1)
        codes.append(str(screen.kept.property("qrRows")[CODE_ROW]).translate(SWAPPED))
        screen.visit.wipeNow()
    screen.visit.leave()
    rest(300)
    print("wiped", *codes, flush=True)  # noqa: T201
    sys.stdin.read(1)
    screen.close()


if __name__ == "__main__":
    main()
