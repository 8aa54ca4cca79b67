"""Icons in any colour: the software renderer cannot tint, so they are drawn in colour once and kept."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

FALLBACK_PX = 96


class IconProvider(QQuickImageProvider):
    """Answers ``image://icon/<name>/<rrggbb>`` from the folder of icons, at the size asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803
        name, _, colour = id.partition("/")
        wide = requestedSize.width() if requestedSize.width() > 0 else FALLBACK_PX
        high = requestedSize.height() if requestedSize.height() > 0 else wide
        return _draw(self._folder / f"{name}.svg", f"#{colour}", wide, high)


@lru_cache(maxsize=512)
def _draw(path: Path, colour: str, wide: int, high: int) -> QImage:
    """Return the icon in one colour. The drawings are black, so what they cover is filled with the colour."""
    picture = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    drawing = QSvgRenderer(QByteArray(path.read_bytes()))
    drawing.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, wide, high))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(picture.rect(), QColor(colour))
    painter.end()
    return picture
