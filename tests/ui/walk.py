"""Brings a screen to each of its pages, and measures what is on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import hypot

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.settings import PanelSettings
from kiosk.ui.screen import StationScreen
from tests.ui.stand import find, items, rest, wait_until
from tests.ui.walk_technician import technician_pages

TARGET_MM = 20
"""The short side of the smallest target (ux.md §6, bar 1)."""
GAP_MM = 2.54
STANDING_MM, SEATED_MM = 1220, 1100
"""How high above the floor a control may stand (bar 2)."""


def pages(
    screen: StationScreen, scale: float, colours: str = "standard", low: bool = False, *, every: bool = False
) -> Iterator[str]:
    """Show one page after another, each in full if it has several leaves, and yield its name.

    Of those laid out alike one is shown, unless it is to be every one.
    """
    screen.station.note_voice(True)  # with a voice there is more on the screen
    visit, browse, register, wanting = screen.visit, screen.browse, screen.register, screen.wanting
    number, kept = screen.number, screen.kept
    if scale == 1 and not low:
        yield from leaves(screen, "attract")
    visit.begin()
    visit.setProperty("textScale", scale)
    visit.setProperty("colours", colours)
    visit.setProperty("lowReach", low)
    yield from leaves(screen, "home")
    visit.go("groups")
    yield from leaves(screen, "groups")
    visit.go("nearby")
    wait_until(lambda: find(screen, "card0") is not None)
    yield from leaves(screen, "nearby", 2)
    visit.openSheet("want-keys")
    yield from leaves(screen, "want-keys")
    visit.openSheet("")
    wanting.toggle("kinds/cleaning")
    wanting.toggle("kinds/elder_care")
    for sheet in ("kinds", "hours", "pay", "more"):
        visit.openSheet(f"want-{sheet}")
        wait_until(lambda: wanting.property("total") >= 0)
        yield from leaves(screen, f"want-{sheet}")
    visit.openSheet("want-words")
    for letter in "bao":
        screen.typing.press(letter)
    wait_until(lambda: screen.typing.property("candidates"))
    yield from leaves(screen, "want-words")
    screen.typing.toggleNumbers()
    yield from leaves(screen, "want-words in numbers")
    visit.openSheet("")
    yield from leaves(screen, "narrowed", 2)
    wanting.toggle("pay_hour/30")
    wanting.toggle("employment/full_time")
    wanting.toggle("not_asked/schooling")
    wanting.setProperty("words", "护理员")
    wait_until(lambda: browse.property("ways"))
    yield from leaves(screen, "nothing-found")
    wanting.setProperty("words", "宇航员")
    wait_until(lambda: not browse.property("ways"))
    yield from leaves(screen, "nothing-at-all")
    wanting.clear()
    visit.go("help")
    yield from leaves(screen, "help")
    browse.open(featured(screen))
    visit.go("job")
    wait_until(lambda: browse.property("hasJob"))
    yield from leaves(screen, "job")
    yield from asked(screen, every=every)
    register.begin("")
    visit.go("register")
    register.toggleKind("cleaning")
    yield from leaves(screen, "register-work")
    register.next()
    register.toggleTime("evening")
    yield from leaves(screen, "register-time")
    register.next()
    for digit in "199000000":
        number.press(digit)
    yield from leaves(screen, "register-phone")
    register.submit()
    wait_until(lambda: register.property("problem"))
    yield from leaves(screen, "register-problem")
    for sheet in ("display", "leave"):
        visit.openSheet(sheet)
        yield from leaves(screen, f"sheet-{sheet}")
    visit.openSheet("")
    number.press("0")
    number.press("0")
    register.submit()
    wait_until(lambda: kept.property("hasReceipt"))
    yield from leaves(screen, "receipt")
    pictures, kept_number = list(kept.property("pictures")), kept.property("number")
    visit.go("lookup")
    screen.lookup.pick(pictures[0])
    yield from leaves(screen, "lookup")
    for picture in pictures[1:]:
        screen.lookup.pick(picture)
    wait_until(lambda: screen.lookup.property("outcome"))
    yield from leaves(screen, "lookup-found")
    screen.lookup.withdraw(0)
    for sign in str(kept_number).replace("-", ""):
        screen.lookup.press(sign)
    wait_until(lambda: screen.lookup.property("leaving"))
    yield from leaves(screen, "lookup-erase")
    screen.lookup.keep()
    screen.lookup.askNumber()
    for sign in "7K3":
        screen.lookup.press(sign)
    yield from leaves(screen, "lookup-elsewhere")
    yield from technician_pages(screen, leaves)


def asked(screen: StationScreen, *, every: bool) -> Iterator[str]:
    """Show the questions before something is sent, one of each sort; or every one."""
    visit, asking, number = screen.visit, screen.asking, screen.number
    job = screen.browse.property("jobId")
    asking.begin("apply", job, screen.browse.property("employer"))
    visit.go("ask")
    yield from leaves(screen, "ask-consent")
    if every:
        asking.begin("call", job, screen.browse.property("jobTitle"))
        for digit in "1990":
            number.press(digit)
        yield from leaves(screen, "ask-call")
        number.restart()
    asking.begin("report", job, "")
    yield from leaves(screen, "ask-report")
    if every:
        asking.begin("help", "", "")
        yield from leaves(screen, "ask-help")
    asking.begin("wish", "", "")
    asking.choose("training")
    if every:
        yield from leaves(screen, "ask-wish")
    asking.choose("own")
    visit.openSheet("")
    yield from leaves(screen, "ask-words")
    if every:
        asking.begin("hiring", "", "")
        asking.choose("cleaning")
        yield from leaves(screen, "ask-kinds")
        asking.next()
        asking.write("李家豆腐店")
        asking.next()
        visit.openSheet("")
        yield from leaves(screen, "ask-code")
        visit.openSheet("ask-words")
        for sign in "9111":
            screen.typing.press(sign)
        yield from leaves(screen, "ask-typing")
        visit.openSheet("")
    asking.clear()
    visit.go("phone")
    screen.phone_first.begin("registration", "")
    wait_until(lambda: screen.phone_first.property("qrRows") or screen.phone_first.property("failed"))
    yield from leaves(screen, "by-phone")


def featured(screen: StationScreen) -> str:
    """Return the id of the first job of the attract screen."""
    model = screen.station.property("featured")
    key = next(role for role, name in model.roleNames().items() if bytes(name) == b"key")
    return str(model.data(model.index(0, 0), key))


def leaves(screen: StationScreen, name: str, most: int = 9) -> Iterator[str]:
    """Yield every leaf of a page."""
    settle(screen)
    yield name
    for leaf in range(2, most + 1):
        turn = next((item for item in items(top(screen)) if item.objectName() == "nextPage"), None)
        if turn is None:
            return
        wait_until(lambda turn=turn: not screen.settling and not turn.property("resting"))  # type: ignore[misc]
        turn.triggered.emit()  # type: ignore[attr-defined]
        settle(screen)
        yield f"{name} {leaf}"


def settle(screen: StationScreen) -> None:
    """Wait until nothing moves any more."""
    before: list[QRectF] = []
    for _ in range(20):
        rest(25)
        now = [box(word) for word in words(screen)]
        if now == before:
            return
        before = now


def box(item: QQuickItem) -> QRectF:
    """Return where an item is on the screen."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def words(screen: StationScreen) -> list[QQuickItem]:
    """Return the words that can be read now: of a sheet if one lies on top, else of the page."""
    return [one for one in items(top(screen)) if one.inherits("QQuickText") and one.property("text")]


def targets(screen: StationScreen) -> list[QQuickItem]:
    """Return what can be touched now."""
    return [one for one in items(top(screen)) if one.property("touchable") and _is_press(one) and one.isEnabled()]


def unreadable(screen: StationScreen) -> list[str]:
    """Name every word that is cut, leaves the screen or its button, or runs into another."""
    faults = []
    whole = QRectF(0, 0, screen.window.width(), screen.window.height()).adjusted(-1, -1, 1, 1)
    found = words(screen)
    for word in found:
        text = str(word.property("text"))
        if word.property("truncated") or word.property("contentWidth") > word.width() + 1:
            faults.append(f"cut: {text}")
        if not whole.contains(box(word)):
            faults.append(f"off the screen: {text}")
        buttons = [box(above).adjusted(-1, -1, 1, 1) for above in _above(word) if _is_press(above)]
        if not all(button.contains(box(word)) for button in buttons):
            faults.append(f"outside its button: {text}")
    for (one, here), (other, there) in combinations([(word, box(word)) for word in found], 2):
        shared = here.intersected(there)
        if shared.width() > 2 and shared.height() > 2:
            faults.append(f"run together: {one.property('text')} / {other.property('text')}")
    return faults


def theme(screen: StationScreen, words: str) -> object:
    """Return what an expression about the theme yields now, such as ``body``."""
    root = screen.window.rootObject()
    asked = QQmlExpression(qmlContext(root), root, f"Theme.{words}")
    answer = asked.evaluate()
    assert not asked.hasError(), asked.error().toString()
    return answer[0] if isinstance(answer, tuple) else answer


def px_per_mm(screen: StationScreen, panel: PanelSettings) -> float:
    """Return how many pixels of the window a millimetre of this panel has."""
    return hypot(screen.window.width(), screen.window.height()) / (panel.diagonal_inch * 25.4)


def apart(a: QRectF, b: QRectF) -> float:
    """Return how far two places are apart, in pixels; below zero if one lies over the other."""
    across = max(a.left(), b.left()) - min(a.right(), b.right())
    down = max(a.top(), b.top()) - min(a.bottom(), b.bottom())
    return max(across, down)


def untouchable(screen: StationScreen, panel: PanelSettings | None = None, reach_mm: float = STANDING_MM) -> list[str]:
    """Name every target that is too small, too near to another, too high, off the screen, or has no name."""
    faults = []
    panel = panel or PanelSettings()
    per_mm = px_per_mm(screen, panel)
    line = screen.window.height() - (reach_mm - panel.lower_edge_mm) * per_mm
    whole = QRectF(0, 0, screen.window.width(), screen.window.height()).adjusted(-1, -1, 1, 1)
    found = targets(screen)
    for target in found:
        name, place = str(target.property("name")), box(target)
        if min(place.width(), place.height()) < TARGET_MM * per_mm:
            faults.append(f"too small ({place.width() / per_mm:.1f} × {place.height() / per_mm:.1f} mm): {name}")
        if place.top() < line - 1:
            faults.append(f"too high: {name}")
        if not whole.contains(place):
            faults.append(f"off the screen: {name}")
        known = QAccessible.queryAccessibleInterface(target)
        if known is None or not known.text(QAccessible.Text.Name):
            faults.append(f"without a name: {target.objectName()}")
        elif known.role() not in (QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton):
            faults.append(f"without a role: {name}")
        if not target.property("activeFocusOnTab"):
            faults.append(f"not reached by Tab: {name}")
    for (one, here), (other, there) in combinations([(target, box(target)) for target in found], 2):
        gap = apart(here, there) / per_mm
        if gap < GAP_MM and not share_a_bar(one, other):
            faults.append(f"too near ({gap:.1f} mm): {one.property('name')} / {other.property('name')}")
    return faults


def top(screen: StationScreen) -> QQuickItem:
    """Return the layer that is used now: the question, else the sheet, else the page."""
    root = screen.window.rootObject()
    layers = {name: root.findChild(QQuickItem, name) for name in ("timeout", "sheet", "content")}
    return next(layer for layer in layers.values() if layer is not None and layer.property("item") is not None)


def _is_press(item: QQuickItem) -> bool:
    return item.metaObject().indexOfSignal("triggered()") >= 0


def share_a_bar(one: QQuickItem, other: QQuickItem) -> bool:
    """Tell whether both stand in the bottom bar, whose places touch and show the gap as a margin."""
    return all(key.property("shortName") is not None for key in (one, other))


def _above(item: QQuickItem) -> Iterator[QQuickItem]:
    above = item.parentItem()
    while above is not None:
        yield above
        above = above.parentItem()
