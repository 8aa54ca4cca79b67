"""Items as YAML that an editor can go on with, and that reads back as it was."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ruamel.yaml import YAML

from kiosk.domain.content import ContentKind
from kiosk.domain.kinds import CONTENT
from kiosk.domain.records import Record
from sync.centre.editing.parts import Shape, is_object, member_of, parts_of
from sync.centre.editing.yaml_text import ITEMS, KIND

WIDE = 100_000
"""No line is broken: a text that runs on is easier to mend than one that does not."""


def written_as_yaml(kind: ContentKind, records: Iterable[Record]) -> str:
    """Return the records of a kind as `sync.centre.editing.yaml_text` reads them."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = WIDE
    text = io.StringIO()
    yaml.dump({KIND: kind.value, ITEMS: [_as_typed(CONTENT[kind], record) for record in records]}, text)
    return text.getvalue()


def _as_typed(shape: Shape, value: Any) -> Any:
    """Return a value as somebody would type it: days and moments without quotation marks."""
    member = member_of(shape)
    if is_object(shape):
        parts = parts_of(shape)
        return {name: _as_typed(parts[name], value[name]) for name in parts if name in value}
    if member is not None:
        return [_as_typed(member, part) for part in value]
    if shape is date:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if shape is datetime else value
