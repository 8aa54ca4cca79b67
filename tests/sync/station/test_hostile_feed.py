"""A hostile feed changes nothing, however it comes and whatever a power cut took; an honest one is believed again."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest

from kiosk.store.catalogue import remove_catalogue
from kiosk.store.catalogue_reader import CatalogueReader
from tests.attacks import ATTACKS, NONSENSE, Attack
from tests.hostile import Way, as_bodies, bodies
from tests.samples import a_posting

HONEST = [a_posting(2, title="保安"), a_posting(4)]


def cut_the_power(stage, what: str) -> None:
    """Take what a power cut may take: everything but the floor, which is on the disk before it is acted upon."""
    if what == "empties the metadata":
        for file in stage.home.feed.rglob("*"):
            if file.is_file():
                file.write_bytes(b"")
    if what in ("removes the metadata", "leaves only the floor"):
        shutil.rmtree(stage.home.feed)
    if what == "leaves only the floor":
        remove_catalogue(stage.home.catalogue)


CUTS = ("does not happen", "empties the metadata", "removes the metadata", "leaves only the floor")


def lie_and_mend(attack: Attack, cut: str, way: Way, stage) -> None:
    kept = bodies(stage.home)
    assert len(kept) == 2
    exchange = stage.exchange(way)
    if cut == CUTS[0]:
        way.serve(stage.centre.files)
        assert exchange.once().content is None
    else:
        exchange.close()
        cut_the_power(stage, cut)
        kept = bodies(stage.home)
        exchange = stage.exchange(way)
    with closing(exchange):
        way.serve(attack.serve(stage))
        outcome = exchange.once()
        assert isinstance(outcome.content, attack.answer), outcome.content
        assert bodies(stage.home) == kept
        if attack.rotate:
            stage.centre.rotate(*attack.rotate)
        stage.centre.publish(HONEST)
        way.serve(stage.centre.files)
        outcome = exchange.once()
        assert outcome.content is None
        assert bodies(stage.home) == as_bodies(HONEST)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_feed_changes_nothing_and_an_honest_one_is_believed_again(
    attack: Attack, cut: str, way: Way, stage
) -> None:
    lie_and_mend(attack, cut, way, stage)


@pytest.mark.parametrize("cut", CUTS[::3])
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_changes_nothing_and_an_honest_feed_is_believed_again(
    nonsense: Attack, cut: str, way: Way, stage
) -> None:
    lie_and_mend(nonsense, cut, way, stage)


def test_a_frozen_feed_keeps_its_content_readable_and_its_age_known(stage, way: Way) -> None:
    with closing(stage.exchange(way)) as exchange, closing(CatalogueReader(stage.home.catalogue)) as reader:
        way.serve(stage.centre.files)
        exchange.once()
        reached = stage.clock.now()
        stage.clock.pass_time(61 * 24 * 3600)
        assert "run out" in str(exchange.once().content)
        assert reader.last_contact() == reached
        assert [one.posting.title for one in reader.near(reached.date(), 0, 10)] == ["保洁员 1", "保洁员 2"]
