"""The one application, with the station's own fonts."""

from __future__ import annotations

import os

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from kiosk.domain.errors import PlaceError
from kiosk.settings import ASSETS

FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
FAMILY = "Noto Sans SC"


def make_application(argv: list[str]) -> QGuiApplication:
    """Return the one application, drawing in software unless told otherwise, with the station's own font.

    Raises PlaceError if a font is missing.
    """
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    application = QGuiApplication(argv)
    application.setApplicationName("job-station")
    application.setOrganizationName("job-station")
    load_fonts()
    application.setFont(QFont(FAMILY))
    return application


def load_fonts() -> None:
    """Make the station's font known to Qt.

    Raises PlaceError if a file is missing or is not a font.
    """
    for name in FONTS:
        if QFontDatabase.addApplicationFont(str(ASSETS / "fonts" / name)) < 0:
            raise PlaceError(f"the font {ASSETS / 'fonts' / name} cannot be read: install the program again")
