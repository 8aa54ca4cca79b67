"""Another language at any moment, everywhere, and room for longer words."""

import re

import pytest

from kiosk.domain.records import encode, to_record
from kiosk.ui.languages import LANGUAGES, read_catalogue
from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, find, posting, rest, shown, wait_until
from tests.ui.tour import PSEUDO, Mode, shown_in
from tests.ui.walk import settle, unreadable, words

HAN = re.compile("[\u4e00-\u9fff]+")
OWN_NAMES = {"中文", "简单说"}
"""Languages call themselves by their own names."""
LONGER = [
    Mode("portrait", 1, "en"),
    Mode("portrait", 2, "en"),
    Mode("landscape", 1.6, "en"),
    Mode("portrait", 1, "simple"),
    Mode("portrait", 1, PSEUDO),
    Mode("landscape", 1.25, PSEUDO),
]


@pytest.mark.parametrize("mode", LONGER, ids=lambda mode: mode.name)
def test_every_page_has_room_for_other_languages(screens: Screens, stand: Stand, mode: Mode):
    screen = screens(stand, mode.size)
    faults = {page: unreadable(screen) for page in shown_in(mode, screen)}
    assert {page: found for page, found in faults.items() if found} == {}


def test_in_english_only_what_employers_and_the_station_wrote_is_chinese(screens: Screens, stand: Stand):
    written = "".join(encode(to_record(posting(number))).decode() for number in range(42))
    written += repr(stand.settings) + "".join(OWN_NAMES) + "护理员 宇航员 看门 电工 包两顿饭"
    screen = screens(stand)
    mixed = {
        (page, run)
        for page in shown_in(Mode(language="en"), screen)
        if not page.startswith("want-words")  # words to choose from are Chinese
        for word in words(screen)
        for run in HAN.findall(str(word.property("text")))
        if run not in written
    }
    assert mixed == set()


def test_another_language_is_spoken_at_once_and_chinese_again_after_the_wipe(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("nearby")
    wait_until(lambda: find(screen, "card0") is not None)
    screen.browse.next()
    wait_until(lambda: screen.browse.property("pageNumber") == 2)
    job = names(screen)[0]
    screen.visit.setProperty("language", "en")
    wait_until(lambda: "min on foot" in shown(screen))
    assert "Jobs nearby" in shown(screen)
    assert job in names(screen)
    screen.visit.setProperty("language", "simple")
    wait_until(lambda: "走路" in shown(screen))
    screen.visit.leave()
    screen.visit.parted()
    settle(screen)
    rest()
    assert screen.visit.property("language") == "zh"
    assert "点这里，开始" in shown(screen)


def names(screen: StationScreen) -> list[str]:
    """Return the titles and places of the cards shown: what employers wrote, in whatever language."""
    cards = [one for number in range(9) if (one := find(screen, f"card{number}")) is not None]
    return [f"{card.property('title')} {card.property('where')}" for card in cards]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_catalogue_can_be_read(language: str):
    assert read_catalogue(language)["首页" if language == "en" else "少要一样，就有："]
