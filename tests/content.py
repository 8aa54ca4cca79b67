"""The starter content as items, as it was written."""

from __future__ import annotations

from ruamel.yaml import YAML

from kiosk.domain.content import ContentKind, Item
from kiosk.domain.kinds import CONTENT
from kiosk.domain.records import from_record
from kiosk.settings import ASSETS

FOLDER = ASSETS / "starter" / "content"


def starter_items(*kinds: ContentKind) -> list[Item]:
    """Return the starter content of these kinds, or of all, with its dates as they were written."""
    return [
        from_record(record, CONTENT[kind])
        for kind in kinds or tuple(ContentKind)
        for record in YAML(typ="safe").load(FOLDER / f"{kind.value}.yaml")["items"]
    ]
