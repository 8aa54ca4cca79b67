"""What a technician says of a station, and the TOML file in which it can be said.

The file has the tables of ``station.toml``, and ``[provision]`` with ``centre``, ``ca``, ``stick``, ``token`` and
``pin``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import tomlkit

from kiosk.domain.errors import SettingsError
from kiosk.files import write_durably
from kiosk.settings import Home, Settings, Tables

PRIVATE = 0o600
NOWHERE: dict[str, object] = {"latitude": None, "longitude": None, "datum": None}
"""The options of a place that nobody knows."""
_BY_HAND = "provision"


class _Provision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The table ``[provision]``; ``nowhere`` says that nobody knows the place, ``asked`` that all was answered."""

    centre: str = ""
    ca: str = ""
    stick: str = ""
    token: str = ""
    pin: str = ""
    nowhere: bool = False
    asked: bool = False


class _File(msgspec.Struct, frozen=True):
    """What of the file is not in ``station.toml``."""

    provision: _Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a technician says of a station. What is left out stays as the settings have it."""

    centre: str = ""
    """The centre's address, and in ``ca`` the only authority believed for it."""
    ca: str = ""
    stick: Path | None = None
    token: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)
    nowhere: bool = False
    """Nobody knows where the station stands, whatever was said before."""
    asked: bool = False
    """Every question was answered."""
    tables: Tables = field(default_factory=dict)
    """Tables of ``station.toml``, but for ``[centre]``."""

    def over(self, other: Told) -> Told:
        """Return what is said here, and what is left out here from there."""
        tables = {name: dict(options) for name, options in other.tables.items()}
        for name, options in self.tables.items():
            tables[name] = tables.get(name, {}) | dict(options)
        placed = "latitude" in self.tables.get("station", {})
        return Told(
            centre=self.centre or other.centre,
            ca=self.ca or other.ca,
            stick=self.stick or other.stick,
            token=self.token or other.token,
            pin=self.pin or other.pin,
            nowhere=self.nowhere or (other.nowhere and not placed),
            asked=self.asked or other.asked,
            tables=tables,
        )

    def after(self, before: Told) -> Told:
        """Return what is said here after what was said ``before``; another way to the centre replaces the former."""
        if self.centre or self.stick:
            before = replace(before, centre="", ca="", stick=None)
        return self.over(before)

    def values(self) -> dict[str, dict[str, object]]:
        """Return what goes into ``station.toml``: no secret is among it."""
        values = {name: dict(options) for name, options in self.tables.items()}
        if self.nowhere:
            values["station"] = values.get("station", {}) | NOWHERE
        address: dict[str, object] = {"url": self.centre.rstrip("/"), "ca": self.ca}
        return {"centre": {name: value for name, value in address.items() if value}, **values}


def read_told(text: str, name: str) -> Told:
    """Return what a TOML text says; ``name`` is what errors call it.

    Raises SettingsError naming the option that is wrong or unknown.
    """
    try:
        tables: dict[str, Any] = tomllib.loads(text)
        said = msgspec.convert({_BY_HAND: tables.pop(_BY_HAND, {})}, _File).provision
        if "centre" in tables:
            raise SettingsError(f"{name}: [centre] is written when the station joins; say centre and ca in [provision]")
        msgspec.convert({"centre": {"url": ""}, **tables}, Settings)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"{name} is not TOML: {problem}") from problem
    except msgspec.ValidationError as problem:
        raise SettingsError(f"{name}: {_plain(str(problem))}") from problem
    return Told(
        centre=said.centre,
        ca=said.ca,
        stick=Path(said.stick) if said.stick else None,
        token=said.token,
        pin=said.pin,
        nowhere=said.nowhere,
        asked=said.asked,
        tables=tables,
    )


def read_file(path: Path) -> Told:
    """Return what a TOML file says. Raises SettingsError if it cannot be read or says something impossible."""
    try:
        return read_told(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path} cannot be read ({problem})") from problem


def read_stick(text: str, stick: Path) -> Told:
    """Return what a stick says of the station it provisions; it is no reason to write anywhere but to a device.

    Raises SettingsError naming the option that is wrong.
    """
    name = f"provision.toml on the stick {stick}"
    told = read_told(text, name)
    device = str(told.tables.get("printer", {}).get("device", ""))
    if device and (not device.startswith("/dev/") or ".." in device):
        raise SettingsError(f"{name}: [printer] device {device!r} is no device below /dev")
    if told.stick is not None or told.ca:
        raise SettingsError(f"{name}: a stick says neither stick nor ca in [provision]; type them as options")
    if "exchange" in told.tables:
        raise SettingsError(f"{name}: a stick says nothing in [exchange]; type it into station.toml afterwards")
    return Told(stick=stick).over(told)


def keep(home: Home, told: Told) -> None:
    """Keep what was said, for when the provisioning is stopped and begun again; no secret is kept.

    Raises PlaceError if it cannot be written.
    """
    said = _Provision(
        centre=told.centre,
        ca=told.ca,
        stick=str(told.stick.absolute()) if told.stick else "",
        nowhere=told.nowhere,
        asked=told.asked,
    )
    text = tomlkit.dumps({**told.tables, _BY_HAND: msgspec.to_builtins(said)})
    write_durably(home.answers, text.encode(), PRIVATE)


def kept(home: Home) -> Told:
    """Return what was said before the provisioning was stopped; nothing if that is gone or cannot be read."""
    try:
        return read_told(home.answers.read_text("utf-8"), str(home.answers))
    except (OSError, UnicodeDecodeError, SettingsError):
        return Told()


def _plain(problem: str) -> str:
    """Return a complaint with the option it is about as it is written."""
    said, _, where = problem.partition(" - at `$")
    option = where.rstrip("`").lstrip(".")
    return f"[{option}] {said}" if option else said
