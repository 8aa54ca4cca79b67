"""Settings of a station: one TOML file in its home, checked when read; and where its files lie."""

from __future__ import annotations

import logging
import os
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from kiosk.domain.clock import CHINA
from kiosk.domain.errors import NotProvisioned, PlaceError, SettingsError
from kiosk.domain.place import Datum, Point
from kiosk.domain.quiet import quiet_hours
from kiosk.files import keep_summed_copy, last_good, lost_a_bit, write_durably

logger = logging.getLogger(__name__)

Tables = Mapping[str, Mapping[str, object]]
"""Tables of options by their names, as in a TOML file."""

CHECKOUT = Path(__file__).resolve().parent.parent
ASSETS = CHECKOUT / "assets"
TEMPLATE = CHECKOUT / "config" / "station.toml"
HALF, FULL = 50, 100
"""How loud anything may be, in per cent: in hours of quiet, and else."""


class CentreSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the centre is and what it calls this station; ``ca`` names the only authority believed for it."""

    url: str
    ca: str = ""
    station: str = ""
    district: str = ""
    district_name: str = ""


class StationSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the station stands and what it is called."""

    name: str = "社区就业驿站"
    latitude: float | None = None
    longitude: float | None = None
    datum: Datum | None = None


class HelperSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The community worker residents can turn to."""

    name: str = ""
    phone: str = ""
    hours: str = ""


class PanelSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The touch panel: diagonal in inches, height of its lower edge above the floor in millimetres.

    Without ``touch`` it is a board that is only looked at.
    """

    diagonal_inch: Annotated[float, msgspec.Meta(ge=7, le=100)] = 21.5
    lower_edge_mm: Annotated[int, msgspec.Meta(ge=0, le=1050)] = 800
    orientation: Literal["portrait", "landscape"] = "portrait"
    touch: bool = True


class SoundSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether there is a loudspeaker or a socket for earphones, and when it is quiet, e.g. ``22:00-07:00``."""

    speaker: bool = True
    quiet: str = ""

    def __post_init__(self) -> None:
        if self.quiet and quiet_hours(self.quiet) is None:
            raise ValueError(f"quiet hours are written like 22:00-07:00, not {self.quiet!r}")

    def loudest(self, now: datetime) -> int:
        """Return how loud anything may be now, in per cent; nothing is heard without a loudspeaker."""
        if not self.speaker:
            return 0
        start, end = quiet_hours(self.quiet) or ("", "")
        time = f"{now.astimezone(CHINA):%H:%M}"
        return HALF if (start <= time < end if start <= end else time >= start or time < end) else FULL


class ExchangeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often the exchange runs, in seconds, and the folder where a technician's stick is found."""

    every_s: Annotated[int, msgspec.Meta(ge=10, le=86_400)] = 300
    stick: str = "/run/job-station-stick"


class MediaSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much room recordings of broadcasts may take, in megabytes; 0 for none."""

    quota_mb: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 512


class PrinterSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The printer of slips, and where it is: which of the addresses counts depends on its kind."""

    kind: Literal["none", "usb", "serial", "network", "file"] = "none"
    width_mm: Literal[58, 80] = 58
    vendor: Annotated[int, msgspec.Meta(ge=0, le=0xFFFF)] = 0
    product: Annotated[int, msgspec.Meta(ge=0, le=0xFFFF)] = 0
    device: str = ""
    baud: Annotated[int, msgspec.Meta(ge=38_400, le=921_600)] = 115_200
    host: str = ""
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)] = 9100


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of one station; every option is explained in ``config/station.toml``."""

    centre: CentreSettings
    station: StationSettings = StationSettings()
    helper: HelperSettings = HelperSettings()
    panel: PanelSettings = PanelSettings()
    sound: SoundSettings = SoundSettings()
    exchange: ExchangeSettings = ExchangeSettings()
    media: MediaSettings = MediaSettings()
    printer: PrinterSettings = PrinterSettings()

    def here(self) -> Point | None:
        """Return where the station stands, or None if it is not known.

        Raises SettingsError if only part of the place is given or it is not in China.
        """
        at = self.station
        given = (at.latitude, at.longitude, at.datum)
        if at.latitude is None or at.longitude is None or at.datum is None:
            if any(part is not None for part in given):
                raise SettingsError("[station] needs latitude, longitude and datum together, or none of them")
            return None
        try:
            return Point(at.latitude, at.longitude, at.datum)
        except ValueError as problem:
            raise SettingsError(f"[station] {problem}") from problem


@dataclass(frozen=True, slots=True)
class Home:
    """The folder a station lives in."""

    folder: Path

    @property
    def settings(self) -> Path:
        """Where the settings are."""
        return self.folder / "station.toml"

    @property
    def key(self) -> Path:
        """Where the station's signing key is."""
        return self.folder / "station.key"

    @property
    def new_key(self) -> Path:
        """Where the key is with which a station out of service joins again, until it has."""
        return self.folder / "station.key.new"

    @property
    def root(self) -> Path:
        """Where the root of the feed trusted at provisioning is."""
        return self.folder / "root.json"

    @property
    def feed(self) -> Path:
        """Where the feed's metadata is kept between runs."""
        return self.folder / "feed"

    @property
    def packs(self) -> Path:
        """Where packs are staged."""
        return self.folder / "packs"

    @property
    def catalogue(self) -> Path:
        """The folder the catalogue is in."""
        return self.folder / "catalogue"

    @property
    def floor(self) -> Path:
        """Where it is kept what was seen signed, below which nothing is believed."""
        return self.folder / "floor.db"

    @property
    def progress(self) -> Path:
        """Where the exchange says what it is doing."""
        return self.folder / "exchange.json"

    @property
    def outbox(self) -> Path:
        """Where the outbox is."""
        return self.folder / "outbox.db"

    @property
    def media(self) -> Path:
        """The folder of recorded broadcasts that came with the feed."""
        return self.folder / "media"

    @property
    def pin(self) -> Path:
        """Where the hash of the technician's PIN is."""
        return self.folder / "technician.pin"

    @property
    def screen_note(self) -> Path:
        """Where the screen says how it is, for the exchange to tell the centre."""
        return self.folder / "screen.json"

    @property
    def orders(self) -> Path:
        """Where it is kept which of the centre's orders were carried out."""
        return self.folder / "orders.json"

    @property
    def updates(self) -> Path:
        """The folder in which versions of the program gather that came with the feed."""
        return self.folder / "updates"

    @property
    def reserve(self) -> Path:
        """The file that keeps room free for envelopes to leave when the disk is full."""
        return self.folder / "reserve"

    @property
    def answers(self) -> Path:
        """Where it is kept what a technician said of the station, until it is provisioned."""
        return self.folder / "provision.toml.part"

    @property
    def sheet(self) -> Path:
        """Where it is written what was found when the station was provisioned."""
        return self.folder / "provision-sheet.txt"

    @property
    def summons(self) -> Path:
        """A sign of the screen's for the exchange to begin now: the screen itself may have no network."""
        return self.folder / "exchange.now"

    @property
    def clips(self) -> Path:
        """The folder of texts recorded by a person."""
        return self.folder / "clips"


@dataclass(frozen=True, slots=True)
class Box:
    """Where versions of the program lie on a machine it was installed on; None where it was not."""

    program: Path | None = None
    keeper: Path = Path("/var/lib/job-station-keeper")


def box() -> Box:
    """Return the box this program runs on: a self-contained one lies in ``versions/<version>`` of its folder.

    JOB_STATION_PROGRAM and KEEPER_STATE in the environment say otherwise.
    """
    program, keeper = os.environ.get("JOB_STATION_PROGRAM", ""), os.environ.get("KEEPER_STATE", "")
    versions = Path(sys.executable).resolve().parent.parent
    if not program and getattr(sys, "frozen", False) and versions.name == "versions":
        program = str(versions.parent)
    return Box(Path(program) if program else None, Path(keeper) if keeper else Box().keeper)


def run_folder() -> Path | None:
    """Return where programs of an installed station leave each other signs that go with the power, if there is such."""
    said = os.environ.get("JOB_STATION_RUN", "")
    return Path(said) if said else None


def load(home: Home) -> Settings:
    """Return the station's settings.

    Where they cannot be read those that were in use before are taken (`is_damaged`). Raises NotProvisioned if there
    are none, SettingsError naming the option that is wrong if there were none before.
    """
    try:
        settings = _read(home.settings)
    except SettingsError as problem:
        with suppress(PlaceError):
            settings = _read(last_good(home.settings))
            logger.error("%s; the settings that were in use before are taken", problem)
            return settings
        raise
    keep_summed_copy(home.settings)
    return settings


def is_damaged(home: Home) -> bool:
    """Tell whether the settings cannot be read, so that those in use before are taken."""
    try:
        _read(home.settings)
    except PlaceError:
        return True
    return False


def _read(file: Path) -> Settings:
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise NotProvisioned(
            f"no station in {file.parent}: type `kiosk --home {file.parent} provision --centre URL --token TOKEN`"
        ) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{file} cannot be read ({problem})") from problem
    if lost_a_bit(file):
        raise SettingsError(f"{file} is damaged: nobody wrote it since, and it is another")
    return parse(text, str(file))


def parse(text: str, name: str) -> Settings:
    """Return the settings in a TOML text; ``name`` is what errors call it.

    Raises SettingsError naming the option that is wrong.
    """
    try:
        return msgspec.convert(tomllib.loads(text), Settings)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(f"{name} is not TOML: {problem}; correct it or provision the station again") from problem
    except msgspec.ValidationError as problem:
        raise SettingsError(f"{name}: {problem}; correct it or provision the station again") from problem


def present(home: Home) -> str:
    """Return the settings in the home, or the commented template if there are none, as TOML text."""
    base = home.settings if home.settings.exists() else TEMPLATE
    return base.read_text("utf-8")


def merged(home: Home, values: Tables) -> str:
    """Return the settings in the home (or the commented template) with these values put in, as TOML text.

    Comments stay; an option whose value is None is left out. Raises SettingsError if what is there is not TOML.
    """
    import tomlkit  # it writes settings; they are read without it, at every start
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(present(home))
    except TOMLKitError as problem:
        raise SettingsError(f"{home.settings} is not TOML: {problem}; correct it or move it away") from problem
    for table, options in values.items():
        part = document.setdefault(table, tomlkit.table())
        for name, value in options.items():
            if value is None:
                part.pop(name, None)
            else:
                part[name] = value
    return tomlkit.dumps(document)


def save(home: Home, values: Tables) -> None:
    """Write settings over those already in the home, keeping comments.

    Raises SettingsError if the result would not be sound; then nothing is written.
    """
    text = merged(home, values)
    parse(text, str(home.settings))
    write_durably(home.settings, text.encode())
    keep_summed_copy(home.settings)  # a copy of what was here before might have the same time
