"""Copies of real postings, as records: whole dataclasses would take three times as long for a million."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from math import cos, radians
from random import Random
from typing import Any

from kiosk.domain.clock import CHINA, to_text
from kiosk.domain.codes import EmploymentType, Group
from kiosk.domain.posting import TITLE_MAX, Posting, posting_id
from kiosk.domain.records import Record, to_record

PUBLIC = frozenset(("GGFW_HRSS_GD", "JOBONLINE"))
PARTS = (("public", 0.60), ("other", 0.30), ("it", 0.10))
OTHER_EMPLOYER, SUFFIXED, PAY_SIGMA, JITTER_M = 0.70, 0.30, 0.12, 400.0
ENGAGED = ((EmploymentType.FULL_TIME, 78), (EmploymentType.PART_TIME, 9), (EmploymentType.SHORT_SHIFT, 8))
ENGAGED_ELSE = EmploymentType.FLEXIBLE
GROUPS = (
    (Group.CARER, 0.12),
    (Group.SENIOR, 0.06),
    (Group.EX_FISHER, 0.003),
    (Group.GRADUATE, 0.15),
    (Group.VETERAN, 0.02),
    (Group.HARD_TO_PLACE, 0.05),
    (Group.DISABLED, 0.03),
)
SHIFTS = ((540, 720), (840, 1080), (360, 600), (1020, 1260), (480, 1020), (1200, 360), (1320, 480))
SHIFTED, MEALS, LODGING, VERIFIED, HALF_LIFE_DAYS = 0.10, 0.25, 0.15, 0.20, 20.0
CITY_AROUND_DEG = 0.7

_IT = re.compile(
    r"开发|软件|前端|后端|全栈|java|python|php|c\+\+|\.net|golang|算法|测试|运维|架构|程序|数据|网络|"
    r"android|ios|嵌入式|web|产品经理|ui|ai",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"[（(+＋-][^（）()+＋-]{2,12}[)）]?$")
_SAID = re.compile(r"双休|险|包吃|包住|食宿|补贴|加班|白班|夜班|薪|奖|应届|兼职|体检|年假|[区镇街]\W?$")
_CITY = re.compile(r"(?:\w{2,3}省)?(\w{2,4}?)(?:市|·|$)")
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{2}区")


class Resampler:
    """Makes the record of a number; the same number gives the same record."""

    def __init__(self, originals: list[Posting], today: date) -> None:
        self._random = Random()
        self._midnight = datetime.combine(today, time(), CHINA)
        self._parts: dict[str, list[Record]] = {name: [] for name, _ in PARTS}
        for one in originals:
            self._parts[_part(one)].append(to_record(one))
        everything = [record for records in self._parts.values() for record in records]
        self._employers = {
            name: [record["employer"]["name"] for record in records] for name, records in self._parts.items()
        }
        for name, records in self._parts.items():  # the starter content has no public part
            if not records:
                self._parts[name] = everything
                self._employers[name] = [record["employer"]["name"] for record in everything]
        self.city, self.points = _city(originals)
        self._suffixes = _suffixes(originals, self.city)

    def record(self, number: int, *, again: bool = False) -> Record:
        """Return the posting of a number, as first published or as changed later."""
        random = self._random
        random.seed(number)
        part = random.choices([name for name, _ in PARTS], [share for _, share in PARTS])[0]
        record = dict(random.choice(self._parts[part]))
        source_id = f"{record['source_id'][:180]}-{number}"
        record |= {"source_id": source_id, "id": posting_id(record["source"], source_id)}
        if random.random() < OTHER_EMPLOYER:
            record["employer"] = {"name": random.choice(self._employers[part])}
        if self._suffixes and random.random() < SUFFIXED:
            suffix = random.choice(self._suffixes)
            record["title"] = record["title"][: TITLE_MAX - len(suffix)] + suffix
        self._place(record)
        self._pay(record)
        self._invent(record)
        self._date(record)
        if again:
            record["title"] = record["title"][: TITLE_MAX - 4] + random.choice(("（急招）", "（新）", "（直招）"))
            record["updated"] = to_text(self._midnight + timedelta(seconds=random.randrange(20_000)))
        return record

    def _place(self, record: Record) -> None:
        random = self._random
        lat, lon = random.choice(self.points)
        lat += random.gauss(0, JITTER_M) / 111_200
        lon += random.gauss(0, JITTER_M) / (111_200 * cos(radians(lat)))
        point = {"datum": "gcj02", "lat": round(lat, 6), "lon": round(lon, 6)}
        record["place"] = {**record.get("place", {}), "point": point}

    def _pay(self, record: Record) -> None:
        random = self._random
        factor = min(2.0, max(0.5, random.gauss(1.0, PAY_SIGMA)))
        extras: dict[str, Any] = {}
        if random.random() < MEALS:
            extras["meals"] = random.choice(("包一餐", "包三餐", "餐补"))
        if random.random() < LODGING:
            extras["lodging"] = random.choice(("包住", "住宿补贴"))
        pay = record.get("pay")
        if pay:
            step = {"month": 50, "day": 5, "hour": 0.5}.get(pay["unit"], 0.1)
            low, high = (max(step, round(pay[end] * factor / step) * step) for end in ("min", "max"))
            record["pay"] = {**pay, "min": float(low), "max": float(high), **extras}

    def _invent(self, record: Record) -> None:
        random = self._random
        thrown = random.random() * 100
        engaged = ENGAGED_ELSE
        for kind, share in ENGAGED:
            if thrown < share:
                engaged = kind
                break
            thrown -= share
        record["employment"] = engaged.value
        groups = [group.value for group, share in GROUPS if random.random() < share]
        if groups:
            record["groups"] = [{"group": group, "why": "本岗位面向这一群体"} for group in groups]
        else:
            record.pop("groups", None)
        if engaged is EmploymentType.SHORT_SHIFT or random.random() < SHIFTED:
            start, end = random.choice(SHIFTS)
            record["hours"] = {**record.get("hours", {}), "shifts": [{"start": start, "end": end}]}

    def _date(self, record: Record) -> None:
        random = self._random
        ago = min(180 * 86_400.0, random.expovariate(1 / (HALF_LIFE_DAYS * 86_400 / 0.6931)))
        updated = self._midnight + timedelta(hours=8) - timedelta(seconds=int(ago))
        record["updated"] = to_text(updated)
        record["published"] = str(updated.date())
        if random.random() < VERIFIED:
            record["verified_on"] = str(updated.date())
            record["verified_by"] = "街道就业服务站"


def _part(one: Posting) -> str:
    if one.source in PUBLIC:
        return "public"
    return "it" if _IT.search(one.title) else "other"


def _city(originals: list[Posting]) -> tuple[str, list[tuple[float, float]]]:
    """Return the city with most distinct points, and those of its points that lie around their middle."""
    found: dict[str, set[tuple[float, float]]] = defaultdict(set)
    for one in originals:
        named = _CITY.match(one.place.region)
        if one.place.point is not None and named:
            found[named[1]].add((one.place.point.lat, one.place.point.lon))
    if not found:  # the starter content may have none
        return "", [(31.70, 118.51)]
    city = max(found, key=lambda name: (len(found[name]), name))
    points = sorted(found[city])
    middle = tuple(sorted(one[axis] for one in points)[len(points) // 2] for axis in (0, 1))
    return city, [one for one in points if all(abs(one[axis] - middle[axis]) < CITY_AROUND_DEG for axis in (0, 1))]


def _suffixes(originals: list[Posting], city: str) -> list[str]:
    """Return real endings of titles that name a district or what is offered, as often as they occur."""
    found = []
    districts = []
    for one in originals:
        ending = _SUFFIX.search(one.title)
        if ending and _SAID.search(ending.group()):
            found.append(ending.group())
        if city and city in one.place.region:
            districts += [f"（{name}）" for name in _DISTRICT.findall(one.place.region.partition(city)[2])[:1]]
    return found + districts[: len(found)]
