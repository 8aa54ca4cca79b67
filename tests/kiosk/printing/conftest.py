"""One slip, and the paper it is printed on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.printing.page import Page, read_page
from tests.kiosk.printing.paper import a_message


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def page() -> Page:
    return read_page(a_message())
