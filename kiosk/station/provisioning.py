"""Making a folder into a station of a centre. Whatever stops it, doing it again goes on from there."""

from __future__ import annotations

import difflib
import os
import pwd
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from kiosk import settings
from kiosk.domain.errors import PlaceError, SettingsError, StationError
from kiosk.domain.records import decode
from kiosk.service.wording import arriving
from kiosk.settings import Home, Settings
from kiosk.station import programs
from kiosk.station.provision_told import Told
from kiosk.store.obeyed import ask_for_restart, read_obeyed
from kiosk.store.pin import Pin
from kiosk.store.progress import read_progress
from kiosk.trust import station_key

LOOK_S = 0.2
"""How often it is looked how far the first content is."""


def refuse_unless_whole(home: Home, told: Told) -> Settings:
    """Return the settings as they will be, but for the station's name at the centre. Nothing is written.

    Raises SettingsError that names what is missing or impossible, or whose folder it is.
    """
    planned = settings.parse(settings.merged(home, told.values()), str(home.settings))
    planned.here()
    if told.pin:
        Pin(home.pin).refuse_unless_one(told.pin)
    if told.stick is None and not planned.centre.url:
        raise SettingsError("nothing says where the centre is: --centre URL or --stick FOLDER is missing")
    if not told.token and not has_joined(home):
        raise SettingsError("the centre's token is missing: --token TOKEN (or KIOSK_TOKEN, or [provision] token)")
    _refuse_what_belongs_to_another(home)
    return planned


def has_joined(home: Home) -> bool:
    """Tell whether this folder is a station in service at a centre already, which then needs no token."""
    try:
        station = settings.load(home)
        same = station.centre.station == station_key.own_id(home.key)
        return home.root.exists() and same and not read_obeyed(home.orders).revoked
    except StationError:
        return False


def changes(home: Home, told: Told) -> str:
    """Return how ``station.toml`` would change, as a unified diff; it gets the station's name when it joins."""
    before, after = settings.present(home), settings.merged(home, told.values())
    name = home.settings.name
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=0, lineterm="")
    return "\n".join(lines)


def try_way(home: Home, told: Told) -> str:
    """See that the way to the centre leads there, and that the token is one of this centre; it is not used up.

    Return the district it is a token of, or the one the station is in.

    Raises PlaceError with the sentence that says why not.
    """
    planned = refuse_unless_whole(home, told)
    if not told.token:
        return planned.centre.district
    return str(decode(_join(home, told, planned, "--try"))["district"])


def provision(home: Home, told: Told, now: datetime) -> Settings:
    """Make the station's key, join the centre, and write the settings; doing it again mends what is there.

    Everything is checked before the token is used; settings are written in one step at the end. Programs that run
    here begin anew if something has changed.
    Raises SettingsError for what is impossible, PlaceError if the centre cannot be joined.
    """
    planned = refuse_unless_whole(home, told)
    if told.pin:
        Pin(home.pin).set(told.pin)
    values = told.values()
    if told.token:
        answer = decode(_join(home, told, planned))
        values["centre"] |= {name: answer[name] for name in ("station", "district", "district_name")}
    before = home.settings.read_bytes() if home.settings.exists() else b""
    settings.save(home, values)
    if told.token or home.settings.read_bytes() != before:
        ask_for_restart(home.orders, now)
    return settings.load(home)


def fetch(home: Home, told: Told, show: Callable[[str], None] = lambda words: None) -> str:
    """Exchange once, by the stick if there is one, and return what the exchange says of it.

    ``show`` gets words about how far it is. What came before it was stopped is not fetched again.
    Raises PlaceError with the sentence that says why no content came.
    """
    by_stick = ["--stick", str(told.stick.absolute())] if told.stick else []
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            programs.exchange(home.folder, "once", *by_stick), stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as child,
    ):
        assert child.stdout is not None
        while True:
            with suppress(subprocess.TimeoutExpired):
                child.wait(LOOK_S)
                break
            show(arriving(read_progress(home.progress)))
        if child.returncode:
            complaints.seek(0)
            said = complaints.read().strip().splitlines()
            raise PlaceError(said[-1].partition(": ")[2] if said else "the exchange did not end well")
        return child.stdout.read().strip()


def on_the_stick(told: Told, home: Home) -> str:
    """Return the TOML text a stick holds for the station it provisions, or nothing.

    Raises PlaceError if the stick cannot be read.
    """
    words = ["answers", str(told.stick)]
    return programs.ask(programs.exchange(home.folder, *words), quietly=True)


def _join(home: Home, told: Told, planned: Settings, *more: str) -> str:
    """Let the exchange join; a stick goes first, for it needs no network."""
    if told.stick is not None:
        way = ["--stick", str(told.stick.absolute())]
    else:
        way = ["--centre", planned.centre.url, *(["--ca", planned.centre.ca] if planned.centre.ca else [])]
    command = programs.exchange(home.folder, "join", *way, "--name", planned.station.name, *more)
    return programs.ask(command, {"KIOSK_TOKEN": told.token}, quietly=True)


def _refuse_what_belongs_to_another(home: Home) -> None:
    """Raise SettingsError if what is written here could not be read by the user the station runs as."""
    if not home.folder.exists():
        return
    owner = home.folder.stat().st_uid
    if owner != os.geteuid():
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)
        raise SettingsError(f"{home.folder} belongs to {name}: type the same after `sudo -u {name}`")
