"""What every command is given."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from kiosk.domain.clock import Clock
from sync.centre.centre import Centre, open_centre
from sync.centre.home import Home


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the program: where the centre lives and what time it is."""

    home: Home
    clock: Clock

    def centre(self) -> AbstractContextManager[Centre]:
        """Give the centre. Raises NotProvisioned if there is none."""
        return open_centre(self.home, self.clock)
