"""A page in words, as somebody would read it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem

from kiosk.domain.tongue import say

_ENDS = tuple("。！？!?；;，,：:.…")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words, where on the screen they stand, and whether they can be pressed."""

    text: str
    at: QRectF
    pressed: bool


def words_of(item: QQuickItem) -> str:
    """Return the words visible below an item, top to bottom and left to right, as sentences.

    What can be pressed is read by its name (and description), not by the words drawn in it. What is hushed is not read.
    """
    found = sorted(_words(item, _place(item)), key=lambda one: one.at.top())
    lines: list[list[_Words]] = []
    for one in found:
        # Words whose middle lies beside the first of a line belong to that line.
        if lines and one.at.center().y() < lines[-1][0].at.bottom():
            lines[-1].append(one)
        else:
            lines.append([one])
    return "".join(_ended(text) for line in lines for text in _said(line))


def said_of(item: QQuickItem) -> str:
    """Return what to say of something that can be pressed: its name, and whether it is chosen; else nothing."""
    if not _pressable(item):
        return ""
    if item.property("hushed"):  # a digit: whoever stands near would hear the number
        return say("数字键")
    return _named(item) + (say("，选上了") if item.property("checked") else "")


def _said(line: list[_Words]) -> Iterator[str]:
    """Yield what stands on a line; words that touch are one sentence, as in 有 19 份工作 with a large number."""
    text, before = "", None
    for one in sorted(line, key=lambda one: one.at.left()):
        touching = before is not None and one.at.left() - before.at.right() < one.at.height() / 2
        if touching and before is not None and not before.pressed and not one.pressed:
            text += " " + one.text
        else:
            yield text
            text = one.text
        before = one
    yield text


def _ended(text: str) -> str:
    return text if not text or text.endswith(_ENDS) else text + "。"


def _words(item: QQuickItem, seen_through: QRectF) -> Iterator[_Words]:
    if not item.isVisible() or item.opacity() == 0:
        return
    at = _place(item)
    if item.clip():
        seen_through = seen_through.intersected(at)
    pressed = _pressable(item)
    if item.property("hushed"):
        return
    spoken = item.property("spoken")
    if spoken:
        yield _Words(str(spoken), at, pressed=False)
        return
    if pressed:
        text, below = _named(item), []
    else:
        text, below = str(item.property("text")) if item.inherits("QQuickText") else "", item.childItems()
    text = " ".join(text.split())
    if text and seen_through.contains(at.center()):
        yield _Words(text, at, pressed)
    for child in below:
        yield from _words(child, seen_through)


def _place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _pressable(item: QQuickItem) -> bool:
    kind = item.metaObject()
    return kind.indexOfSignal("triggered()") >= 0 and kind.indexOfProperty("name") >= 0


def _named(item: QQuickItem) -> str:
    name = str(item.property("name"))
    interface = QAccessible.queryAccessibleInterface(item)
    described = interface.text(QAccessible.Text.Description) if interface else ""
    return f"{name}，{described}" if described and described not in name else name
