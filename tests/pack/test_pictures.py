"""The comparison of two tours sees what would be wrong on a station, and not a number that differs."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from tests.pack.pictures import differences, main


def _page(path: Path, *boxes: tuple[int, int, int, int]) -> None:
    path.parent.mkdir(exist_ok=True)
    picture = Image.new("RGB", (540, 960), "white")
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, "black")
    picture.save(path)


def test_the_same_but_for_a_number_is_the_same(tmp_path: Path):
    _page(tmp_path / "a" / "01.png", (50, 50, 90, 60))
    _page(tmp_path / "b" / "01.png", (52, 50, 92, 60))
    assert CliRunner().invoke(main, [str(tmp_path / "a"), str(tmp_path / "b")]).exit_code == 0


def test_what_a_receipt_has_of_its_own_is_not_compared_and_the_rest_is(tmp_path: Path):
    _page(tmp_path / "a" / "10-receipt.png", (40, 500, 300, 760))
    _page(tmp_path / "b" / "10-receipt.png")
    assert CliRunner().invoke(main, [str(tmp_path / "a"), str(tmp_path / "b")]).exit_code == 0
    _page(tmp_path / "b" / "10-receipt.png", (20, 800, 520, 860))
    assert CliRunner().invoke(main, [str(tmp_path / "a"), str(tmp_path / "b")]).exit_code == 1


def test_a_page_without_its_card_is_another(tmp_path: Path):
    _page(tmp_path / "a" / "01.png", (50, 50, 500, 300))
    _page(tmp_path / "b" / "01.png")
    assert CliRunner().invoke(main, [str(tmp_path / "a"), str(tmp_path / "b")]).exit_code == 1


def test_a_picture_too_few_or_of_another_size_is_told(tmp_path: Path):
    _page(tmp_path / "a" / "01.png")
    _page(tmp_path / "b" / "01.png")
    _page(tmp_path / "b" / "02.png")
    with pytest.raises(ValueError, match="same pictures"):
        differences(tmp_path / "a", tmp_path / "b")
