"""Things drawn with a painter: QR codes, the radar's ground, the countdown ring."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N815

from __future__ import annotations

from math import ceil, cos, radians, sin

from PySide6.QtCore import Property, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QConicalGradient, QPainter, QPainterPath, QPen, QRadialGradient
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.service.handoff import QrCode
from kiosk.ui.bridge.records import QStringList

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

QUIET = 4
"""Light modules around a QR code (ISO/IEC 18004)."""
SWEEP_DEG = 34


def qr_rows(code: QrCode) -> list[str]:
    """Return the code as QML takes it: a text of 0 and 1 for each row."""
    return ["".join("1" if module else "0" for module in row) for row in code.rows]


@QmlElement
class QrPicture(QQuickPaintedItem):
    """A QR code, black on white in every theme, on whole pixels, with its quiet zone."""

    rowsChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._rows: list[str] = []
        # PySide keeps what QML made and destroyed (6.11.3); a receipt's code must not stay with it
        self.destroyed.connect(self._rows.clear)

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, self.width(), self.height()), QColor("#FFFFFF"))
        if not self._rows:
            return
        modules = len(self._rows) + 2 * QUIET
        size = int(min(self.width(), self.height()) / modules)
        left = round((self.width() - size * len(self._rows)) / 2)
        top = round((self.height() - size * len(self._rows)) / 2)
        for y, row in enumerate(self._rows):
            for x, module in enumerate(row):
                if module == "1":
                    painter.fillRect(left + x * size, top + y * size, size, size, QColor("#000000"))

    def _get_rows(self) -> list[str]:
        return self._rows

    def _set_rows(self, rows: list[str]) -> None:
        if rows != self._rows:
            self._rows[:] = rows
            self.rowsChanged.emit()
            self.update()

    rows = Property(QStringList, _get_rows, _set_rows, notify=rowsChanged)


class _Coloured(QQuickPaintedItem):
    """A painted item that takes one colour."""

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self.setAntialiasing(True)
        self._colour = QColor("#FFFFFF")

    def _take_colour(self, colour: QColor) -> bool:
        if colour == self._colour:
            return False
        self._colour = QColor(colour)
        self.update()
        return True


@QmlElement
class RadarGround(_Coloured):
    """The still part of the radar: a glow, three rings, and a hint of streets."""

    colourChanged = Signal()
    glowChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._glow = QColor("#00000000")

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = min(self.width(), self.height()) / 2
        middle = QPointF(self.width() / 2, self.height() / 2)
        stroke = max(1.0, radius / 240)
        if self._glow.alpha():
            light = QRadialGradient(middle, radius)
            light.setColorAt(0, self._glow)
            faint = QColor(self._glow)
            faint.setAlpha(0)
            light.setColorAt(1, faint)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(light))
            painter.drawEllipse(middle, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        street = QColor(self._colour)
        street.setAlphaF(0.07)
        painter.setPen(QPen(street, stroke * 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for turn in range(0, 360, 60):
            painter.drawPath(_street(middle, radius, turn))
        ring = QColor(self._colour)
        ring.setAlphaF(0.7)
        dotted = QPen(ring, stroke * 1.4)
        dotted.setCapStyle(Qt.PenCapStyle.RoundCap)
        dotted.setDashPattern([0.2, 4.4])
        painter.setPen(dotted)
        for share in (1 / 3, 2 / 3):
            painter.drawEllipse(middle, radius * share, radius * share)
        ring.setAlphaF(0.5)
        painter.setPen(QPen(ring, stroke))
        edge = radius - ceil(stroke)
        painter.drawEllipse(middle, edge, edge)

    def _get_colour(self) -> QColor:
        return self._colour

    def _set_colour(self, colour: QColor) -> None:
        if self._take_colour(colour):
            self.colourChanged.emit()

    def _get_glow(self) -> QColor:
        return self._glow

    def _set_glow(self, glow: QColor) -> None:
        if glow != self._glow:
            self._glow = QColor(glow)
            self.glowChanged.emit()
            self.update()

    colour = Property(QColor, _get_colour, _set_colour, notify=colourChanged)
    glow = Property(QColor, _get_glow, _set_glow, notify=glowChanged)


@QmlElement
class RadarSweep(_Coloured):
    """The beam of the radar, from north clockwise; it is turned by its ``angle``."""

    colourChanged = Signal()
    angleChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._angle = 0.0

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = min(self.width(), self.height()) / 2 - 1
        middle = QPointF(self.width() / 2, self.height() / 2)
        lead = 90 - self._angle
        beam = QConicalGradient(middle, lead)
        bright, none = QColor(self._colour), QColor(self._colour)
        bright.setAlphaF(0.34)
        none.setAlphaF(0.06)
        beam.setColorAt(0, bright)
        beam.setColorAt(SWEEP_DEG / 360, none)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(beam))
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawPie(box, round(lead * 16), SWEEP_DEG * 16)

    def _get_colour(self) -> QColor:
        return self._colour

    def _set_colour(self, colour: QColor) -> None:
        if self._take_colour(colour):
            self.colourChanged.emit()

    def _get_angle(self) -> float:
        return self._angle

    def _set_angle(self, angle: float) -> None:
        if angle != self._angle:
            self._angle = angle
            self.angleChanged.emit()
            self.update()

    colour = Property(QColor, _get_colour, _set_colour, notify=colourChanged)
    angle = Property(float, _get_angle, _set_angle, notify=angleChanged)


@QmlElement
class CountRing(_Coloured):
    """A ring that empties: ``share`` is how much is left, 0–1."""

    colourChanged = Signal()
    trackChanged = Signal()
    shareChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._track = QColor("#E4DDCD")
        self._share = 1.0

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        stroke = side * 0.08
        box = QRectF(stroke / 2, stroke / 2, side - stroke, side - stroke)
        painter.setPen(QPen(self._track, stroke))
        painter.drawEllipse(box)
        painter.setPen(QPen(self._colour, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(box, 90 * 16, -round(360 * 16 * self._share))

    def _get_colour(self) -> QColor:
        return self._colour

    def _set_colour(self, colour: QColor) -> None:
        if self._take_colour(colour):
            self.colourChanged.emit()

    def _get_track(self) -> QColor:
        return self._track

    def _set_track(self, track: QColor) -> None:
        if track != self._track:
            self._track = QColor(track)
            self.trackChanged.emit()
            self.update()

    def _get_share(self) -> float:
        return self._share

    def _set_share(self, share: float) -> None:
        share = min(1.0, max(0.0, share))
        if share != self._share:
            self._share = share
            self.shareChanged.emit()
            self.update()

    colour = Property(QColor, _get_colour, _set_colour, notify=colourChanged)
    track = Property(QColor, _get_track, _set_track, notify=trackChanged)
    share = Property(float, _get_share, _set_share, notify=shareChanged)


def _street(middle: QPointF, radius: float, turn: int) -> QPainterPath:
    """Return one bent line from near the middle outwards: decoration, not a map."""

    def at(share: float, degrees: float) -> QPointF:
        return middle + QPointF(sin(radians(degrees)), -cos(radians(degrees))) * (radius * share)

    path = QPainterPath(at(0.12, turn + 30))
    path.quadTo(at(0.6, turn - 2), at(1.0, turn + 12))
    return path
