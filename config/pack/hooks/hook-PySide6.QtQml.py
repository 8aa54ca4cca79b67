"""Collects the QML that the station's pages import; PyInstaller's own hook takes all there is, a browser with it."""

from pathlib import Path

import contents
from PyInstaller.utils.hooks.qt import add_qt6_dependencies, pyside6_library_info

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
qml = Path(pyside6_library_info.location["QmlImportsPath"])
for name in contents.QML:
    datas.append((str(qml / name / "qmldir"), f"{contents.QT}/qml/{name}"))
    binaries += [(str(plugin), f"{contents.QT}/qml/{name}") for plugin in (qml / name).glob("lib*.so")]
