"""``kiosk poster``: the operating guide (操作指南) for the wall beside a station, with the words of the in-app help."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from kiosk import settings as stations
from kiosk.app.station import draw_offscreen
from kiosk.domain.errors import NotProvisioned, PlaceError
from kiosk.files import write_durably
from kiosk.service.handoff import qr_code
from kiosk.service.helping import HelpLine, poster_words, steps, tips, ways
from kiosk.settings import ASSETS, HelperSettings, Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.ui.application import FAMILY, make_application
from kiosk.ui.bridge.qr import QUIET

WIDE, HIGH = 4200, 5940
"""The sheet as it is drawn, in tenths of a millimetre of A2; larger and smaller ones are drawn to scale."""
MARGIN = 200
HEAD, TITLE, TEXT, LEAST = 380, 185, 120, 92
"""Heights of letters: nothing is smaller than 9 mm on A2, which is read from two metres."""
DOTS_PER_MM = 4
"""Of a picture: about 100 dots an inch."""
DEEP, LAKE, INK, INK_2, PAPER, MINT, AMBER = "#06352F", "#084F47", "#14241F", "#3D4A45", "#FAF6EE", "#E0F0EA", "#FFC23D"
WHITE, BLACK = "#FFFFFF", "#000000"


class Size(StrEnum):
    """Sizes of paper (ISO 216), upright."""

    A1 = "A1"
    A2 = "A2"
    A3 = "A3"


SIDES_MM = {Size.A1: (594, 841), Size.A2: (420, 594), Size.A3: (297, 420)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What one station's poster says besides what every one says. What is empty is left out."""

    name: str
    helper: HelperSettings = field(default_factory=HelperSettings)
    address: str = ""
    """Where phones reach the centre."""
    spoken: bool = True


def poster(home: Home, file: Path, size: str, name: str) -> None:
    """Draw the poster of the station that lives here, or of one called ``name``, as a PDF or a PNG.

    Raises NotProvisioned without a station and a name, SettingsError, PlaceError if the file cannot be written.
    """
    told = told_of(home, name)
    kind = file.suffix.lower()
    if kind not in (".pdf", ".png"):
        raise PlaceError(f"a poster is a .pdf or a .png, not {file.name}")
    draw_offscreen()
    make_application(sys.argv[:1])
    drawn = QBuffer()
    drawn.open(QIODevice.OpenModeFlag.WriteOnly)
    if kind == ".pdf":
        _write_pdf(told, Size(size), drawn)
    else:
        as_picture(told, Size(size)).save(drawn, "PNG")  # type: ignore[call-overload]
    write_durably(file, bytes(drawn.data().data()))


def as_picture(told: Poster, size: Size) -> QImage:
    """Return the poster as a picture. Needs the application."""
    wide, high = (side * DOTS_PER_MM for side in SIDES_MM[size])
    picture = QImage(wide, high, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    _Sheet(painter, wide / WIDE).draw(told)
    painter.end()
    return picture


def told_of(home: Home, name: str) -> Poster:
    """Return what the poster of a station, or of one called ``name``, says. Raises NotProvisioned, SettingsError."""
    try:
        station = stations.load(home)
    except NotProvisioned:
        if not name:
            raise
        return Poster(name=name)
    with closing(CatalogueReader(home.catalogue)) as catalogue:
        manifest = catalogue.manifest()
    return Poster(
        name=name or station.station.name,
        helper=station.helper,
        address=(manifest.phones if manifest else "") or station.centre.url,
        spoken=station.sound.speaker,
    )


def _write_pdf(told: Poster, size: Size, to: QIODevice) -> None:
    writer = QPdfWriter(to)
    writer.setPageSize(QPageSize(QSizeF(*SIDES_MM[size]), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF())
    writer.setTitle(f"{told.name} {poster_words().head}")
    painter = QPainter(writer)
    _Sheet(painter, writer.width() / WIDE).draw(told)
    painter.end()


class _Sheet:
    """Draws on one sheet; all lengths are tenths of a millimetre of A2."""

    def __init__(self, painter: QPainter, scale: float) -> None:
        self._painter = painter
        painter.scale(scale, scale)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)

    def draw(self, told: Poster) -> None:
        """Draw everything, from above to below."""
        self._box(QRectF(0, 0, WIDE, HIGH), PAPER)
        self._head(told)
        for number, line in enumerate(steps(), 1):
            self._step(number, line, 1160 + (number - 1) * 505)
        for place, line in enumerate([*tips(), *ways(spoken=told.spoken)]):
            across, down = place % 2, place // 2
            self._tip(line, QRectF(MARGIN + across * 1925, 3700 + down * 385, 1875, 345))
        self._free()
        self._foot(told)

    def _head(self, told: Poster) -> None:
        words = poster_words()
        self._box(QRectF(0, 0, WIDE, 1090), DEEP)
        self._icon("touch", QRectF(3130, 290, 780, 780), LAKE)
        self._icon("station", QRectF(MARGIN, 130, 170, 170), AMBER)
        self._say(told.name, QPointF(MARGIN + 210, 130), 150, WHITE, wide=2600)
        self._icon("offline", QRectF(3130, 145, 130, 130), AMBER)
        self._say(words.offline, QPointF(3290, 145), 110, WHITE, wide=710)
        self._say(words.head, QPointF(MARGIN, 370), HEAD, AMBER)
        self._say(words.promise, QPointF(MARGIN, 840), 150, WHITE, bold=False)

    def _step(self, number: int, line: HelpLine, top: float) -> None:
        self._box(QRectF(MARGIN, top, WIDE - 2 * MARGIN, 450), WHITE, 60, "#D3C9B6")
        self._box(QRectF(MARGIN + 70, top + 95, 260, 260), AMBER, 130)
        self._say(str(number), QPointF(MARGIN + 70, top + 110), 180, INK, wide=260, centred=True)
        self._box(QRectF(MARGIN + 400, top + 55, 340, 340), LAKE, 60)
        self._icon(line.icon, QRectF(MARGIN + 450, top + 105, 240, 240), WHITE)
        left = MARGIN + 820
        self._say(line.title, QPointF(left, top + 42), TITLE, INK, wide=WIDE - MARGIN - 50 - left)
        self._say(line.note, QPointF(left, top + 280), TEXT, INK_2, bold=False)

    def _tip(self, line: HelpLine, where: QRectF) -> None:
        self._box(where, MINT, 50)
        self._icon(line.icon, QRectF(where.left() + 60, where.top() + 72, 200, 200), LAKE)
        left, wide = where.left() + 320, where.width() - 360
        self._say(line.title, QPointF(left, where.top() + 42), 105, INK, wide=wide)
        self._say(line.note, QPointF(left, where.top() + 196), LEAST, INK_2, bold=False, wide=wide)

    def _free(self) -> None:
        words = poster_words()
        self._box(QRectF(0, 4540, WIDE, 390), AMBER)
        self._icon("no-money", QRectF(MARGIN, 4595, 280, 280), INK)
        self._say(words.free, QPointF(MARGIN + 350, 4607), 235, INK)
        self._say(words.warning, QPointF(2420, 4660), 150, INK, wide=WIDE - MARGIN - 2420)

    def _foot(self, told: Poster) -> None:
        words, helper = poster_words(), told.helper
        left, wide = MARGIN + 350, 2600
        self._icon("help", QRectF(MARGIN, 5060, 270, 270), LAKE)
        self._say(words.helper, QPointF(left, 5040), 130, LAKE)
        who = "  ".join(part for part in (helper.name, helper.phone) if part)
        self._say(who or words.nobody, QPointF(left, 5220), 190, INK, wide=wide)
        if helper.hours:
            self._say(f"{words.hours}：{helper.hours}", QPointF(left, 5475), TEXT, INK_2, bold=False, wide=wide)
        if told.address:
            self._code(told.address, QRectF(3350, 4990, 650, 650))
            self._say(words.phone, QPointF(3350, 5655), LEAST, INK_2, bold=False, wide=650, centred=True)

    def _say(
        self, words: str, at: QPointF, size: int, colour: str, *, bold: bool = True, wide: float = WIDE - 2 * MARGIN,
        centred: bool = False,
    ) -> None:  # fmt: skip
        """Write one line, smaller if it would be wider than there is room."""
        font = QFont(FAMILY)
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setPixelSize(size)
        while (room := QFontMetricsF(font).horizontalAdvance(words)) > wide and font.pixelSize() > 1:
            font.setPixelSize(font.pixelSize() - 1)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        left = at.x() + (wide - room) / 2 if centred else at.x()
        self._painter.drawText(QPointF(left, at.y() + 0.98 * size), words)

    def _box(self, where: QRectF, colour: str, radius: float = 0, line: str = "") -> None:
        self._painter.setPen(QColor(line) if line else Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(colour))
        self._painter.drawRoundedRect(where, radius, radius)

    def _icon(self, name: str, where: QRectF, colour: str) -> None:
        drawing = (ASSETS / "icons" / f"{name}.svg").read_bytes()
        QSvgRenderer(QByteArray(drawing.replace(b"<svg ", f'<svg fill="{colour}" '.encode(), 1))).render(
            self._painter, where
        )

    def _code(self, text: str, where: QRectF) -> None:
        rows = qr_code(text).rows
        self._box(where, WHITE)
        module = where.width() / (len(rows) + 2 * QUIET)
        left, top = where.left() + QUIET * module, where.top() + QUIET * module
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    at = QRectF(left + across * module, top + down * module, module, module)
                    self._painter.fillRect(at, QColor(BLACK))
