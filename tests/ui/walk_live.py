"""The pages of broadcasts, and broadcasts to show on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.domain.meetings import Caption, Event, EventSort, Replay
from kiosk.ui.screen import StationScreen
from tests.recordings import make_recording
from tests.ui.stand import posting, wait_until
from tests.ui.walk import leaves

LONG = (
    "大家晚上好，这里是花山区的直播间",
    "今天请来三家单位，一家一家讲",
    "第一家是社区食堂，招两个帮厨。",
    "早上六点到下午两点，包两顿饭",
    "一个月四千二，每月十号发。",
    "第二家是物业公司，招半天的保洁",
    "上午八点到十二点，一小时十八块。",
    "第三家是养老院，招护理员，有人教",
    "想去的，在这台机器上点岗位",
    "也可以请社区的人打给您。",
)


def broadcast(number: int, starts: datetime, **changes: object) -> Event:
    """Return one broadcast, two hours long unless said."""
    plain: dict[str, object] = {
        "id": f"live-{number}",
        "title": f"花山区直播带岗第 {number} 场",
        "sort": EventSort.LIVE,
        "words": "三家单位的人事在直播间讲岗位，当场回答问题",
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "host": "花山区公共就业服务中心",
        "employers": ("社区食堂", "雨山湖物业公司", "康乐养老院"),
        "postings": tuple(posting(each).id for each in range(3)),
        "room": "https://live.example.gov.cn/huashan/20261120",
        "source": "花山区公共就业服务中心",
        "checked_on": date(2026, 11, 19),
        "checked_by": "小周",
    }
    return Event(**(plain | changes))  # type: ignore[arg-type]


def broadcasts(now: datetime, replay: Replay) -> list[Event]:
    """Return one that is on, one today, one to come, one that is over and recorded, and one whose recording is lost."""
    hour = timedelta(hours=1)
    return [
        broadcast(1, now - hour),
        broadcast(2, now + 7.5 * hour),
        broadcast(3, now + 75 * hour, title="专场：照护和家政"),
        broadcast(4, now - 50 * hour, replay=replay),
        broadcast(5, now - 200 * hour, replay=replace(replay, sha256="0" * 64)),
    ]


def captioned(folder: Path) -> Replay:
    """Put a recording into a station's folder, with more said than one page holds."""
    gathered = folder / "gathered"
    replay = make_recording(gathered)
    gathered.rename(folder / replay.sha256)
    step = 2000 // len(LONG)
    said = tuple(Caption(start=at * step, end=(at + 1) * step, words=words) for at, words in enumerate(LONG))
    return replace(replay, captions=said)


def live_pages(screen: StationScreen) -> Iterator[str]:
    """Show the pages of broadcasts; `broadcasts` are published, and the one that is over can be played."""
    visit, live, player = screen.visit, screen.live, screen.player
    visit.go("live")
    wait_until(lambda: live.property("total") > 0)
    yield from leaves(screen, "live")
    for number in (2, 4):
        live.open(f"live-{number}")
        visit.go("broadcast")
        wait_until(lambda: live.property("hasOne"))
        yield from leaves(screen, f"broadcast {number}")
    visit.go("transcript")
    yield from leaves(screen, "transcript")
    live.takeUp()
    visit.go("watch")
    yield from leaves(screen, "watch")
    player.play()
    wait_until(lambda: player.property("state") == "ended")
    yield from leaves(screen, "watch to the end")
    player._fail()
    yield from leaves(screen, "watch failed")
