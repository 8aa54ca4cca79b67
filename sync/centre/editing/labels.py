"""What the columns of a workbook are called in Chinese, and the words that stand for codes in its cells."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from kiosk.domain.codes import ContactWay, Group, WorkKind
from kiosk.domain.community import WishState
from kiosk.domain.content import ContentKind
from kiosk.domain.forms import WishTopic
from kiosk.domain.meetings import EventSort
from kiosk.domain.place import Datum
from sync.centre.wording import GROUPS, WISH_TOPICS, WORKS

FLAT = (
    ContentKind.COURSE,
    ContentKind.EVENT,
    ContentKind.NOTICE,
    ContentKind.WORKER,
    ContentKind.WISH,
    ContentKind.FIGURE,
    ContentKind.WAGE,
)
"""Kinds that a sheet can hold; the others have lists within lists and are kept in YAML."""

SHEETS: Mapping[str, ContentKind] = {
    **{kind.value: kind for kind in FLAT},
    "培训": ContentKind.COURSE,
    "活动": ContentKind.EVENT,
    "通知": ContentKind.NOTICE,
    "值班": ContentKind.WORKER,
    "愿望": ContentKind.WISH,
    "数字": ContentKind.FIGURE,
    "最低工资": ContentKind.WAGE,
}
NOTES = ("说明", "notes")
"""A sheet called so is for people and passed over."""

LABELS: Mapping[str, str] = {
    "编号": "id",
    "地区": "region",
    "来源": "source",
    "来源网址": "source_url",
    "开始显示": "valid_from",
    "显示到": "valid_to",
    "核对日期": "checked_on",
    "核对人": "checked_by",
    "复核期限": "review_by",
    "标题": "title",
    "内容": "words",
    "工种": "kind",
    "类型": "sort",
    "开始": "starts",
    "结束": "ends",
    "时间说明": "times",
    "课时": "hours",
    "地点": "place",
    "地址": "place.address",
    "地标": "place.landmark",
    "社区": "place.community",
    "纬度": "place.point.lat",
    "经度": "place.point.lon",
    "坐标系": "place.point.datum",
    "名额": "seats",
    "费用": "fee",
    "补贴": "subsidy",
    "证书": "certificate",
    "学了能做": "leads_to",
    "适合人群": "groups",
    "报名截止": "sign_up_until",
    "主办": "organiser",
    "主播": "host",
    "单位": "employers",
    "岗位编号": "postings",
    "直播地址": "room",
    "联系方式": "contact.ways",
    "联系人": "contact.name",
    "联系电话": "contact.phone",
    "联系时间": "contact.hours",
    "驿站": "station",
    "姓名": "name",
    "电话": "phone",
    "值班时间": "duties",
    "主题": "topic",
    "人数": "voices",
    "进展": "state",
    "进展日期": "state_on",
    "答复": "answer",
    "数": "number",
    "背后人数": "people",
    "每月": "month",
    "每小时": "hour",
    "执行日期": "since",
}
"""Chinese names of columns; a column may as well be called by its field, with dots for what is within."""

_STATES = {WishState.HEARD: "听到了", WishState.PLANNED: "在办了", WishState.DONE: "已办到"}
_SORTS = {EventSort.FAIR: "招聘会", EventSort.SPECIAL: "专场", EventSort.LIVE: "直播", EventSort.LECTURE: "讲座"}
_DATUMS = {Datum.WGS84: "GPS", Datum.GCJ02: "高德", Datum.BD09: "百度"}
_WAYS = {
    ContactWay.PHONE: "打电话",
    ContactWay.VISIT: "上门",
    ContactWay.FORM: "填表",
    ContactWay.TEXT: "发文字",
}


def _codes(words: Mapping[Any, str]) -> Mapping[str, str]:
    return {word: code.value for code, word in words.items()}


CODES: Mapping[type[StrEnum], Mapping[str, str]] = {
    WorkKind: _codes(WORKS),
    Group: _codes(GROUPS),
    WishTopic: _codes(WISH_TOPICS),
    WishState: _codes(_STATES),
    EventSort: _codes(_SORTS),
    Datum: _codes(_DATUMS),
    ContactWay: _codes(_WAYS),
}
"""Chinese words for codes, as the pages of the centre say them."""
