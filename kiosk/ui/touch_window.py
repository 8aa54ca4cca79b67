"""A window with nothing but the test of the touch panel, for before there is a station to show."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickView

from kiosk.domain.errors import PlaceError
from kiosk.settings import ASSETS
from kiosk.ui.bridge.touch_test import TouchTest
from kiosk.ui.bridge.visit import Visit
from kiosk.ui.icons import IconProvider
from kiosk.ui.quiet import NoNetworkFactory
from kiosk.ui.screen import QML


class TouchWindow(QQuickView):
    """The window, not shown yet; its root item has a signal ``closed``. Make the application first.

    Raises PlaceError if the page cannot be loaded.
    """

    def __init__(self, test: TouchTest, visit: Visit, diagonal_inch: float) -> None:
        super().__init__()
        self.no_network = NoNetworkFactory()
        self.engine().setNetworkAccessManagerFactory(self.no_network)
        self.engine().addImageProvider("icon", IconProvider(ASSETS / "icons"))
        self.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.setInitialProperties({"touchTest": test, "visit": visit, "diagonalInch": diagonal_inch})
        self.setSource(QUrl.fromLocalFile(str(QML / "TouchAlone.qml")))
        errors = self.errors()
        if errors:
            raise PlaceError(f"the touch test cannot be loaded: {errors[-1].toString()}")

    def take_away(self) -> None:
        """Close it, and let go of the page before what the page speaks with goes."""
        self.close()
        self.setSource(QUrl())
