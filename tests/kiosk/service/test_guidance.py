"""Guides as they are turned over, and the ones the station begins with."""

from __future__ import annotations

from contextlib import closing
from datetime import date

from kiosk.domain.content import ContentKind
from kiosk.domain.guides import Guide, GuideCard, GuideTopic
from kiosk.domain.records import to_record
from kiosk.service.guidance import ICONS, Guidance
from kiosk.service.shelf import Shelf
from kiosk.settings import ASSETS, Home
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.content import starter_items
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

PICTURES = {path.stem for path in (ASSETS / "icons").glob("*.svg")}
TODAY = date(2026, 11, 20)


def a_guide(identity: str, topic: GuideTopic, picture: str = "phone", **changes: object) -> Guide:
    plain: dict[str, object] = {
        "id": identity,
        "title": "打电话怎么说",
        "topic": topic,
        "picture": picture,
        "cards": (GuideCard(words="先想好三句话", picture="edit"), GuideCard(words="慢慢说", picture="not there")),
        "source": "演示内容",
        "checked_on": date(2026, 11, 18),
        "checked_by": "社区",
    }
    return Guide(**(plain | changes))  # type: ignore[arg-type]


def test_guides_come_topic_by_topic_and_never_with_a_picture_that_is_not_there(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    guides = [
        a_guide("b", GuideTopic.SCAMS, "no such picture"),
        a_guide("a", GuideTopic.CALLING, review_by=date(2026, 11, 19)),
        a_guide("c", GuideTopic.MEETING, valid_to=date(2026, 11, 19)),
    ]
    join(home, centre, centre.token, "驿站")
    centre.publish([], others={"guide": [to_record(one) for one in guides]})
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        exchange.once()
    with closing(CatalogueReader(home.catalogue)) as reader:
        guidance = Guidance(Shelf(reader, lambda: TODAY), PICTURES)
        assert [(one.key, one.icon) for one in guidance.lessons()] == [("a", "phone"), ("b", "warning")]
        deck = guidance.deck("a")
        assert deck
        assert deck.cards == (("先想好三句话", "edit"), ("慢慢说", "phone"))
        assert deck.remark == "待确认，先问一问再照着做"
        assert guidance.deck("c") is None


def test_every_picture_the_guides_name_is_there() -> None:
    guides = [one for one in starter_items(ContentKind.GUIDE) if isinstance(one, Guide)]
    named = {card.picture for guide in guides for card in guide.cards} | {guide.picture for guide in guides}
    assert named | set(ICONS.values()) <= PICTURES
    assert set(GuideTopic) - {GuideTopic.OTHER} == {guide.topic for guide in guides}


def test_what_is_invented_says_so_and_what_is_law_cites_it() -> None:
    items = starter_items(ContentKind.COURSE, ContentKind.EVENT, ContentKind.GUIDE)
    assert [one.id for one in items if "演示内容" not in one.source and "法》第" not in one.source] == []
