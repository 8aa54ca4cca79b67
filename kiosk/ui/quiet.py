"""No network for the screen: every request QML might make is refused, and every address to be opened elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QIODevice, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from PySide6.QtQml import QQmlNetworkAccessManagerFactory


class _Refusal(QNetworkReply):
    """An answer that is over before it began."""

    def __init__(self, request: QNetworkRequest, parent: QObject) -> None:
        super().__init__(parent)
        self.setRequest(request)
        self.setUrl(request.url())
        self.setError(QNetworkReply.NetworkError.ContentAccessDenied, "the screen has no network")
        self.setFinished(True)
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def abort(self) -> None:
        """Nothing is under way."""

    def readData(self, maxlen: int) -> bytes:  # noqa: N802
        return b""


class _NoNetwork(QNetworkAccessManager):
    def __init__(self, parent: QObject, refused: list[str]) -> None:
        super().__init__(parent)
        self._refused = refused

    def createRequest(  # noqa: N802
        self,
        op: QNetworkAccessManager.Operation,
        request: QNetworkRequest,
        outgoingData: QIODevice | None = None,  # noqa: N803
    ) -> QNetworkReply:
        self._refused.append(request.url().scheme())
        return _Refusal(request, self)


class NoNetworkFactory(QQmlNetworkAccessManagerFactory):
    """Gives the QML engine managers that refuse. ``refused`` lists the schemes that were tried."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def create(self, parent: QObject) -> QNetworkAccessManager:
        return _NoNetwork(parent, self.refused)


class NowhereElse(QObject):
    """Takes every address that Qt would have another program open, and drops it. ``refused`` lists their schemes."""

    SCHEMES = ("http", "https", "file", "ftp", "mailto", "tel", "sms", "data", "qrc", "")

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.refused: list[str] = []
        for scheme in self.SCHEMES:
            QDesktopServices.setUrlHandler(scheme, self, "refuse")  # type: ignore[arg-type]  # its stub says bytes

    @Slot(QUrl)
    def refuse(self, address: QUrl) -> None:
        """Do nothing."""
        self.refused.append(address.scheme())
