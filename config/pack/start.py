"""Where the self-contained program begins: ``kiosk`` itself, or the program that ``--as MODULE`` names."""

from __future__ import annotations

import os
import sys

from kiosk.programs import run_packed

if __name__ == "__main__":
    run_packed(sys.argv, os.environ)
