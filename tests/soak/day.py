"""What a day of a station writes to its disk, by what it was written for: the kernel counts (/proc/self/io).

A day: an exchange every five minutes, a delta every hour, one full ingest, 200 registrations that are sent at once, a
copy of the content. All programs of the station live in this one process, the centre in its memory; only the
station's folder may wear anything, and it must lie on a disk (what is written to memory is not counted).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.posting import Posting
from kiosk.service.answers import Registering
from kiosk.service.submitting import Submitting
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from kiosk.store.screen_note import ScreenNote, write_screen_note
from kiosk.trust import station_key
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

POLL_S = 300
CHANGED = 60
"""Postings that change in an hour."""
MB = 1_000_000
SAID = (
    *("洗菜切菜打扫厨房", "有老师傅带着", "包两顿饭", "上六休一", "早班晚班两班倒", "月底发工资", "工资当天结"),
    *("要有健康证", "会骑电动车的先来", "五十五岁以下", "会用手机就行", "楼道和电梯间保洁", "擦玻璃拖地", "照看老人"),
    *("接送孩子上下学", "分拣快递", "装车卸车", "看门登记来往车辆", "夜里巡逻两次", "缝纫锁边", "在家里做也行"),
    *("超市理货补货", "收银台收钱", "修剪花草", "换灯泡修水管", "做饭烧菜", "洗碗收桌子", "送外卖附近三公里"),
)
"""About as many words as a district's postings really share (tests/bench/search has the figures for real ones)."""


@dataclass(slots=True)
class Written:
    """Bytes that went to the disk, by what for."""

    bytes: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def counted(self, name: str) -> Iterator[None]:
        before = written()
        yield
        self.bytes[name] += written() - before


def written() -> int:
    """Return how many bytes this process had written to a disk."""
    for line in Path("/proc/self/io").read_text("ascii").splitlines():
        if line.startswith("write_bytes:"):
            return int(line.split()[1])
    raise AssertionError("the kernel does not count")


def live_a_day(folder: Path, *, postings: int = 2_000, hours: int = 24, a_day: int = 200) -> Written:
    """Live so many hours of a day in a folder; return what was written."""
    clock, chance, count = FixedClock(), Random(8), Written()
    centre = CentreSimulator(clock)
    home = Home(folder / "station")
    join(home, centre, centre.token, "驿站")
    shown = {number: a_posting(number, summary=words(chance)) for number in range(1, postings + 1)}
    centre.publish(list(shown.values()))
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange, closing(Outbox(home.outbox)) as box:
        with count.counted("full ingest"):
            assert exchange.once().taken_in
        os.sync()
        with closing(CatalogueReader(home.catalogue)) as reader:
            key = station_key.load(home.key)
            desk = Submitting(box, reader.keys, station_key.own_id(home.key), key, lambda: "https://c.test", clock)
            left = a_day * hours // 24
            for poll in range(hours * 12):
                clock.pass_time(POLL_S)
                hour = poll % 12 == 5
                if hour:
                    change(shown, chance)
                    centre.publish(list(shown.values()))
                with count.counted("hourly deltas" if hour else "polls"):
                    exchange.once()
                    reader.data_version()
                if poll % 12 == 11:
                    with count.counted("notes of the screen"):
                        note(home, clock)
                for _ in range(left * (poll + 1) // (hours * 12) - left * poll // (hours * 12)):
                    with count.counted("registrations"):
                        desk.submit(Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone="13900001234"))
                        exchange.send()
    assert len(centre.taken) == left
    return count


def change(shown: dict[int, Posting], chance: Random) -> None:
    """Let an hour pass at the centre."""
    for number in chance.sample(sorted(shown), CHANGED):
        shown[number] = a_posting(number, summary=words(chance))


def words(chance: Random) -> str:
    """Return what a posting says of its work: people say the same things again and again."""
    return "，".join(chance.sample(SAID, 4)) + f"，{chance.randrange(1, 30)} 人"


def note(home: Home, clock: FixedClock) -> None:
    """Write what the screen says of itself."""
    now = clock.now()
    write_screen_note(home.screen_note, ScreenNote(program="1.0.0", started=now, looked=now))


def main() -> None:
    """Live a whole day and say what it cost."""
    import sys
    from tempfile import TemporaryDirectory

    where = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    postings = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with TemporaryDirectory(dir=where) as folder:
        count = live_a_day(Path(folder), postings=postings)
    for name, size in count.bytes.most_common():
        print(f"{name:<24}{size / MB:>8.1f} MB")  # noqa: T201
    print(f"{'a day':<24}{count.bytes.total() / MB:>8.1f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
