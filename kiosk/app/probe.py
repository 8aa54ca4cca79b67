"""``python -m kiosk.app.probe``: starts Qt and ends; it is aborted where no window can be shown."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

if __name__ == "__main__":
    QGuiApplication([])
