"""Numbers as Chinese says them: the engine would read 2026 年 as an amount, and 2 点 as number two."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
_MEASURES = "个点天年元块公米小分次件人位名顿份家条张岁周倍班万千百"
_PER = {"月": "一个月", "天": "一天", "日": "一天", "小时": "一小时", "件": "一件", "次": "一次", "年": "一年"}


# Letters and digits in one word, as in the number of a receipt: spelt.
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9-]*[A-Z])(?=[A-Z-]*[0-9])[A-Z0-9]{2,}(?:-[A-Z0-9]+)*(?![A-Za-z0-9])", re.ASCII
)


def one_by_one(digits: str) -> str:
    """Return digits said one after the other: ``2026`` is 二零二六."""
    return "".join(DIGITS[int(digit)] for digit in digits)


def number(whole: int) -> str:
    """Return a whole number below a hundred million in words: ``10200`` is 一万零二百."""
    if whole >= 100_000_000:
        return one_by_one(str(whole))
    if whole >= 10_000:
        high, low = divmod(whole, 10_000)
        said = ("两" if high == 2 else number(high)) + "万"
        return said + ("零" if 0 < low < 1000 else "") + (number(low) if low else "")
    said, gap = "", False
    for worth, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, whole = divmod(whole, worth)
        if digit:
            said += ("零" if gap and said else "") + _digit(digit, worth) + name
            gap = False
        else:
            gap = True
    said = said.removeprefix("一") if said.startswith("一十") else said
    return said or "零"


def in_words(text: str) -> str:
    """Return a Chinese text (full-width forms already made plain) with its numbers in words."""
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = _CODE.sub(lambda hit: " ".join(DIGITS[int(sign)] if sign.isdigit() else sign for sign in hit[0]), text)
    text = re.sub(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", r"\1年\2月\3日", text)
    text = re.sub(r"(\d{4})\s*年", lambda hit: one_by_one(hit[1]) + "年", text)
    text = re.sub(r"(?<!\d)(\d{1,2}):(\d\d)(?!\d)", _time, text)
    text = re.sub(
        r"(\d+)\s*/\s*(\d+)(\+?)\s*页", lambda hit: f"第{hit[1]}页，共{hit[2]}页{'以上' * bool(hit[3])}", text
    )
    text = re.sub(r"元\s*/\s*(小时|[月天日件次年])", lambda hit: f"元{_PER[hit[1]]}", text)
    text = re.sub(r"(?<=[\d点分半])\s*[-–—~]\s*(?=\d)", "到", text)
    text = re.sub(r"(\d+(?:\.\d+)?)\s*%", r"百分之\1", text)
    return re.sub(rf"(\d+)(?:\.(\d+))?(?=\s*([{_MEASURES}]?))", _number, text)


def _digit(digit: int, worth: int) -> str:
    return "两" if digit == 2 and worth == 1000 else DIGITS[digit]


def _time(hit: re.Match[str]) -> str:
    hour, minute = int(hit[1]), int(hit[2])
    said = f"{'两' if hour == 2 else number(hour)}点"
    if minute == 0:
        return said
    return said + ("半" if minute == 30 else f"{'零' if minute < 10 else ''}{number(minute)}分")


def _number(hit: re.Match[str]) -> str:
    whole, part, measure = hit[1], hit[2], hit[3]
    if part is None and len(whole) > 1 and whole.startswith("0"):
        return one_by_one(whole)
    if part is None and whole == "2" and measure:
        return "两"
    return number(int(whole)) + (f"点{one_by_one(part)}" if part else "")
