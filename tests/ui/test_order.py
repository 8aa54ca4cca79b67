"""What is called reading order."""

from PySide6.QtCore import QRectF

from tests.ui.keys import as_read, orders


def test_rows_are_read_from_the_top_and_each_from_the_left():
    places = {
        "last": QRectF(0, 230, 300, 100),
        "second": QRectF(110, 4, 100, 90),
        "third": QRectF(0, 120, 300, 100),
        "first": QRectF(0, 0, 100, 100),
    }
    assert as_read(places) == ["first", "second", "third", "last"]


def test_a_head_beside_the_page_is_read_first():
    places = {"page": QRectF(700, 0, 900, 100), "head": QRectF(40, 800, 600, 100), "foot": QRectF(700, 900, 900, 100)}
    assert orders(places, 660)[0] == ["head", "page", "foot"]


def test_a_column_is_read_whole():
    left = {"left above": QRectF(0, 0, 100, 100), "left below": QRectF(0, 120, 100, 100)}
    far = {"right above": QRectF(180, 0, 100, 100), "right below": QRectF(180, 120, 100, 100)}
    near = {name: place.translated(-56, 0) for name, place in far.items()}
    rows = ["left above", "right above", "left below", "right below"]
    assert orders(left | far, 0) == [rows, [*left, *far], [*far, *left]]
    assert orders(left | near, 0) == [rows]
