"""A registration (求职登记): what one resident asks to be found, checked once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import FieldProblem
from kiosk.domain.tongue import say

FORM = "registration/1"
"""Name and version of this form; the centre keeps accepting old versions for years."""

MAX_KINDS = 3
MOBILE_DIGITS = 11

_MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What travels sealed to the centre. ``phone`` is empty if the resident chose to leave none."""

    form: str
    made: datetime
    kinds: tuple[WorkKind, ...]
    times: tuple[FreeTime, ...]
    phone: str
    notice: str
    """Version of the words the resident agreed to (see `NOTICE`)."""
    posting: str = ""
    """The posting looked at last, if the resident came from one."""


NOTICE = "2026-11"
"""Version of the privacy notice shown beside the last question."""


def parse_mobile(digits: str) -> str:
    """Return a mainland mobile number as 11 digits, or raise FieldProblem in the resident's words.

    The rule is 1, then 3–9, then nine digits (domain.md §3.6); prefixes are not listed because they keep growing.
    """
    if not digits:
        raise FieldProblem("phone", say("请按您的手机号，一共 11 位"))
    if not digits.startswith("1") or len(digits) != MOBILE_DIGITS:
        raise FieldProblem("phone", say("手机号是 1 开头的 11 位，您按了 {number} 位", number=len(digits)))
    if not _MOBILE.fullmatch(digits):
        raise FieldProblem("phone", say("没有这样开头的手机号，请看看第 2 位"))
    return digits


def make_registration(
    *,
    made: datetime,
    kinds: tuple[WorkKind, ...],
    times: tuple[FreeTime, ...],
    phone: str,
    without_phone: bool = False,
    posting: str = "",
) -> Registration:
    """Return the answers as a registration.

    Raises FieldProblem for the first answer that cannot be used yet; nothing typed is changed.
    """
    if len(kinds) > MAX_KINDS:
        raise FieldProblem("kinds", say("最多选 {number} 个", number=MAX_KINDS))
    number = "" if without_phone else parse_mobile(phone)
    return Registration(form=FORM, made=made, kinds=kinds, times=times, phone=number, notice=NOTICE, posting=posting)


def mask_mobile(digits: str) -> str:
    """Return what may be shown of a number typed so far: the middle four covered (``138 •••• 56``)."""
    covered = "".join("•" if 3 <= place < 7 else digit for place, digit in enumerate(digits))
    return group_mobile(covered)


def group_mobile(digits: str) -> str:
    """Return the digits in the groups people read them in: 3, 4 and 4."""
    return " ".join(part for part in (digits[:3], digits[3:7], digits[7:]) if part)
