"""The numbers people type, checked where they are typed, with what to mend in a resident's words.

The checks are those of libraries: ``phonenumbers`` (libphonenumber's data) and ``python-stdnum`` (GB 32100-2015). They
are loaded when a number is checked: a start has no 50 ms for them.
"""

from __future__ import annotations

import re

from kiosk.domain.errors import FieldProblem
from kiosk.domain.tongue import say

MOBILE_DIGITS = 11
LANDLINE_DIGITS = 12
"""Digits of the longest: an area code of four and a number of eight."""

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_USCC_SIGNS = re.compile(r"[0-9A-HJ-NP-RTUWXY]*")


def parse_mobile(digits: str) -> str:
    """Return a mainland mobile number as 11 digits, or raise FieldProblem in the resident's words.

    The rule is 1, then 3–9, then nine digits (domain.md §3.6). Which prefixes are handed out is not asked:
    they keep growing, and a list that has grown old would turn people away.
    """
    if not digits:
        raise FieldProblem("phone", say("请按您的手机号，一共 11 位"))
    if not digits.startswith("1") or len(digits) != MOBILE_DIGITS:
        raise FieldProblem("phone", say("手机号是 1 开头的 11 位，您按了 {number} 位", number=len(digits)))
    if not _MOBILE.fullmatch(digits):
        raise FieldProblem("phone", say("没有这样开头的手机号，请看看第 2 位"))
    return digits


def parse_phone(text: str) -> str:
    """Return a telephone number of an employer, mobile or of a landline, as digits; raise FieldProblem if it is none.

    Digits with spaces and hyphens between them are taken; a landline needs its area code.
    """
    import phonenumbers

    digits = re.sub(r"[ \-()（）－]", "", text)
    if digits.startswith("1") and not digits.startswith("10"):
        return parse_mobile(digits)
    try:
        number = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.country_code != 86 or not digits.isdigit() or not phonenumbers.is_valid_number(number):
        raise FieldProblem("phone", say("这个号码打不通，请看看。座机要加区号"))
    return digits


def parse_uscc(text: str) -> str:
    """Return a 统一社会信用代码 (GB 32100-2015) as 18 signs, or raise FieldProblem in plain words."""
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    signs = re.sub(r"\s", "", text).upper()
    if not signs:
        raise FieldProblem("uscc", say("请输营业执照上的 18 位代码"))
    if not _USCC_SIGNS.fullmatch(signs):
        raise FieldProblem("uscc", say("代码里没有 I、O、S、V、Z，请看看是不是 1、0、5、U、2"))
    try:
        return str(uscc.validate(signs))
    except InvalidLength:
        message = say("代码是 18 位，您输了 {number} 位", number=len(signs))
    except InvalidChecksum:
        message = say("代码有一位不对，请照着执照再看一遍")
    except ValidationError:
        message = say("不像营业执照上的代码，请照着执照再看一遍")
    raise FieldProblem("uscc", message)


def mask_mobile(digits: str) -> str:
    """Return what may be shown of a number typed so far: the middle four covered (``138 •••• 56``)."""
    covered = "".join("•" if 3 <= place < 7 else digit for place, digit in enumerate(digits))
    return group_mobile(covered)


def group_mobile(digits: str) -> str:
    """Return the digits in the groups people read them in: 3, 4 and 4."""
    return " ".join(part for part in (digits[:3], digits[3:7], digits[7:]) if part)
