"""What the parts of an item are: by name, by type, and out of what somebody typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from kiosk.domain.clock import CHINA
from sync.centre.sources.text import tidy
from sync.centre.sources.values import flag_of, moment_of, number_of

Shape = Any
"""A type as a dataclass's hint states it, without its None."""


@cache
def parts_of(kind: type) -> Mapping[str, Shape]:
    """Return the fields of a dataclass with their types."""
    hints = get_type_hints(kind)
    return {spec.name: _plain(hints[spec.name]) for spec in fields(kind)}


@cache
def required_of(kind: type) -> tuple[str, ...]:
    """Return the fields of a dataclass that must be given."""
    return tuple(spec.name for spec in fields(kind) if spec.default is MISSING and spec.default_factory is MISSING)


def member_of(shape: Shape) -> Shape | None:
    """Return the type of what a list holds, or None if it is no list."""
    origin: Any = get_origin(shape)
    return get_args(shape)[0] if origin is tuple else None


def is_object(shape: Shape) -> bool:
    """Tell whether it has parts of its own."""
    return isinstance(shape, type) and is_dataclass(shape)


def value_of(shape: Shape, typed: object, text: str) -> object:
    """Return what was typed as a record holds it; what is not of the shape stays text, and is refused later.

    A day and a moment are understood as people write them; a moment without an offset is China's.
    """
    if shape is bool:
        flag = flag_of(text)
        return tidy(text) if flag is None else flag
    if shape in (int, float):
        number = number_of(text)
        if number is None:
            return tidy(text)
        return int(number) if number.is_integer() else number
    if shape in (date, datetime):
        return _time_of(shape, typed if isinstance(typed, (date, datetime)) else text.strip())
    return tidy(text)


def _time_of(shape: Shape, typed: date | datetime | str) -> str:
    moment = moment_of(typed)
    said = typed if isinstance(typed, str) else typed.isoformat()
    if moment is None:
        return said
    local = moment.astimezone(CHINA)
    if shape is datetime:
        return local.isoformat() if ":" in said else said
    return local.date().isoformat() if local.time() == time() else said


def _plain(hint: Shape) -> Shape:
    args = [part for part in get_args(hint) if part is not NoneType]
    return args[0] if NoneType in get_args(hint) and len(args) == 1 else hint
