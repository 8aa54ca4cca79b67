"""What is counted at a station: numbers of a day, nothing about a person, no time of day (decision 0029)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

FEW = 5
"""On a day with fewer visits nothing is told of them: one person's doing could be read off."""
MOST = 1_000_000
"""More of anything in a day is no count."""
DAYS = 8
"""Days that are told: a week, and one that a report may miss."""
NUMBERS = ("visits", "jobs_opened", "searches_without_result", "sent", "slips", "handed_to_phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """The numbers of one day in China's time. ``starts`` are of the screen's program, the rest of what visitors did.

    ``few`` says that there were fewer visits than `FEW`, none perhaps; the other numbers are nought then.
    """

    day: date
    few: bool = False
    visits: int = 0
    jobs_opened: int = 0
    searches_without_result: int = 0
    sent: int = 0
    slips: int = 0
    handed_to_phone: int = 0
    starts: int = 0

    def __post_init__(self) -> None:
        told = [getattr(self, name) for name in NUMBERS]
        if not all(0 <= number <= MOST for number in (*told, self.starts)):
            raise ValueError("a count is out of bounds")
        if (self.few and any(told)) or (not self.few and self.visits < FEW):
            raise ValueError(f"a day with fewer than {FEW} visits tells no numbers")


@dataclass(slots=True)
class Tally:
    """The numbers of a day that is not over, in memory only."""

    visits: int = 0
    jobs_opened: int = 0
    searches_without_result: int = 0
    sent: int = 0
    slips: int = 0
    handed_to_phone: int = 0
    starts: int = 0

    def told(self, day: date) -> DayCounts:
        """Return what may be told of them."""
        if self.visits < FEW:
            return DayCounts(day=day, few=True, starts=min(MOST, self.starts))
        numbers = {name: min(MOST, getattr(self, name)) for name in (*NUMBERS, "starts")}
        return DayCounts(day=day, **numbers)


def together(former: DayCounts, since: DayCounts) -> DayCounts:
    """Return the numbers of one day that a start of the program cut in two; what was few stays untold."""
    starts = min(MOST, former.starts + since.starts)
    if former.few or since.few:
        return replace(since if former.few else former, starts=starts)
    numbers = {name: min(MOST, getattr(former, name) + getattr(since, name)) for name in NUMBERS}
    return DayCounts(day=since.day, starts=starts, **numbers)
