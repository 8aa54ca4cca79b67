"""The pinned PySide6 keeps its references: 6.12.0 loses one to None on every call on Python 3.11, and aborts."""

import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rung = Signal(bool)

app = QCoreApplication([])
bell = Bell()
bell.rung.connect(lambda loudly: None)

def ring():
    for _ in range(1000):
        app.processEvents()
        bell.rung.emit(True)

ring()  # the first round fills caches
nones, trues = sys.getrefcount(None), sys.getrefcount(True)
ring()
print(sys.getrefcount(None) - nones, sys.getrefcount(True) - trues)
"""


def test_a_thousand_signals_lose_no_reference():
    # In a process of its own: a fault of this kind ends the interpreter.
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    nones, trues = map(int, run.stdout.split())
    assert (abs(nones) < 100, abs(trues) < 100) == (True, True), f"None {nones:+d}, True {trues:+d}"
