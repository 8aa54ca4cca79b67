"""The families of errors, named by whose turn it is.

    StationError            anything we foresaw; its text is one sentence for a person
    ├── VisitorError        the resident's turn: a field can be mended
    │   └── FieldProblem
    ├── PlaceError          this machine's turn: disk, settings, a database
    │   ├── SettingsError
    │   ├── StoreError
    │   │   ├── DiskFull
    │   │   ├── Damaged
    │   │   └── NewerDatabase
    │   └── NotProvisioned
    ├── CarrierError        the way there is shut: no server, a refusal, a stick pulled out
    │   ├── Unreachable
    │   └── Refused
    └── TrustError          they sent something wrong; nothing of it is kept
        └── Expired

A bug is none of these: it rises, is logged, and the edge (worker, exchange loop, program) answers for it.
"""

from __future__ import annotations


class StationError(Exception):
    """Something foreseen went wrong; ``str()`` is one sentence that says what and what to do."""


class VisitorError(StationError):
    """The resident can mend it."""


class FieldProblem(VisitorError):
    """One answer is not usable yet.

    ``field`` names the answer; the message is in the resident's words.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PlaceError(StationError):
    """This machine or its files are at fault."""


class SettingsError(PlaceError):
    """A settings file is missing, unreadable or says something impossible."""


class NotProvisioned(PlaceError):
    """This home folder does not hold a station yet."""


class StoreError(PlaceError):
    """A database cannot be used."""


class DiskFull(StoreError):
    """There is no room left to keep anything."""


class Damaged(StoreError):
    """A file does not hold what was put into it, or is no database at all."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of this program."""


class CarrierError(StationError):
    """Bytes could not be moved."""


class Unreachable(CarrierError):
    """Nobody answered; trying again later is right.

    ``wait_s`` is how many seconds the other side asked to be left alone, if it did.
    """

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class Refused(CarrierError):
    """The other side answered and said no; trying again unchanged is useless."""


class TrustError(StationError):
    """What arrived is not what the centre signed; the last good content stays."""


class Expired(TrustError):
    """What arrived was signed, but its time is over; the last good content stays."""
