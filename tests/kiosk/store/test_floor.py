"""The floor outlives everything else."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kiosk.store.floor import Floor
from kiosk.trust.feed import RoleSeen, Seen

SEEN = Seen(roles={"timestamp": RoleSeen(keys="ab", version=7)}, signed=datetime(2026, 11, 20, 4, tzinfo=UTC))


def test_what_was_seen_is_there_again(tmp_path: Path) -> None:
    with closing(Floor(tmp_path / "floor.db")) as floor:
        assert floor.read() == Seen()
        floor.raise_to(SEEN)
    with closing(Floor(tmp_path / "floor.db")) as floor:
        assert floor.read() == SEEN
        floor.raise_to(Seen())
        assert floor.read() == Seen()
