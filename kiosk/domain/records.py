"""Domain objects as plain records (dicts of JSON values) and back.

A record leaves out what is not said, so it stays small and a newer field is no trouble to an older reader.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from kiosk.domain.errors import TrustError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = dict[str, Any]
T = TypeVar("T")


def to_record(thing: DataclassInstance) -> Record:
    """Return a dataclass as a record of JSON values, without the fields that have their default."""
    record: Record = {}
    for name, default in _defaults(type(thing)):
        value = getattr(thing, name)
        if value != default:
            record[name] = _plain(value)
    return record


def from_record(record: Record, kind: type[T]) -> T:
    """Return the record as the dataclass ``kind``; fields it does not know are left aside.

    Raises TrustError with the path of the first field that is wrong.
    """
    try:
        return msgspec.convert(record, kind)
    except msgspec.ValidationError as problem:
        raise TrustError(f"{kind.__name__} record refused: {problem}") from problem


def encode(record: Record) -> bytes:
    """Return the record as canonical JSON: sorted keys, no spaces, UTF-8. Equal records give equal bytes."""
    return msgspec.json.encode(record, order="sorted")


def decode(data: bytes | str) -> Record:
    """Return the JSON object in ``data``.

    Raises TrustError if it is not one JSON object.
    """
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as problem:
        raise TrustError(f"not a JSON object: {problem}") from problem


@cache
def _defaults(kind: type[DataclassInstance]) -> tuple[tuple[str, object], ...]:
    """Return a dataclass's fields with their defaults. The defaults of frozen dataclasses may be shared."""
    return tuple(
        (spec.name, spec.default_factory() if spec.default_factory is not MISSING else spec.default)
        for spec in fields(kind)
    )


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return to_record(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return msgspec.to_builtins(value)
