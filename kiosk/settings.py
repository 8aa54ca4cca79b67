"""Settings of a station: one TOML file in its home, checked when read; and where its files lie."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import tomlkit
from tomlkit.exceptions import TOMLKitError

from kiosk.domain.errors import NotProvisioned, SettingsError
from kiosk.domain.place import Datum, Point
from kiosk.files import write_durably

CHECKOUT = Path(__file__).resolve().parent.parent
ASSETS = CHECKOUT / "assets"
TEMPLATE = CHECKOUT / "config" / "station.toml"


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
    lower_edge_mm: Annotated[int, msgspec.Meta(ge=0, le=2000)] = 800
    touch: bool = True


class ExchangeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often the exchange runs, in seconds."""

    every_s: Annotated[int, msgspec.Meta(ge=10, le=86_400)] = 300


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
    def clips(self) -> Path:
        """The folder of texts recorded by a person."""
        return self.folder / "clips"


def load(home: Home) -> Settings:
    """Return the station's settings.

    Raises NotProvisioned if there are none, SettingsError naming the option that is wrong.
    """
    try:
        text = home.settings.read_text("utf-8")
    except FileNotFoundError:
        raise NotProvisioned(
            f"no station in {home.folder}: type `kiosk --home {home.folder} provision --centre URL --token TOKEN`"
        ) from None
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{home.settings} cannot be read ({problem})") from problem
    return parse(text, str(home.settings))


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


def merged(home: Home, values: dict[str, dict[str, object]]) -> str:
    """Return the settings in the home (or the commented template) with these values put in, as TOML text.

    Comments stay. Raises SettingsError if what is there is not TOML.
    """
    base = home.settings if home.settings.exists() else TEMPLATE
    try:
        document = tomlkit.parse(base.read_text("utf-8"))
    except TOMLKitError as problem:
        raise SettingsError(f"{base} is not TOML: {problem}; correct it or move it away") from problem
    for table, options in values.items():
        part = document.setdefault(table, tomlkit.table())
        for name, value in options.items():
            part[name] = value
    return tomlkit.dumps(document)


def save(home: Home, values: dict[str, dict[str, object]]) -> None:
    """Write settings over those already in the home, keeping comments.

    Raises SettingsError if the result would not be sound; then nothing is written.
    """
    text = merged(home, values)
    parse(text, str(home.settings))
    write_durably(home.settings, text.encode())
