"""No network for the screen: every request QML might make is refused."""

from __future__ import annotations

from PySide6.QtCore import QIODevice, QObject
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
