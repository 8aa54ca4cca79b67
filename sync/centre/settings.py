"""Settings of a centre: one TOML file in its home, checked when read."""

from __future__ import annotations

import re
import tomllib
from ipaddress import ip_network
from typing import Annotated

import msgspec
import tomlkit

from kiosk.domain.errors import SettingsError
from kiosk.files import write_durably
from sync.centre.files import PRIVATE
from sync.centre.home import TEMPLATE, Home

MOST = 1_000_000
"""More than this is no limit that anybody meant."""
_DISTRICT = re.compile(r"[0-9]{6,12}")
_MIRROR = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s]*/?\S+")


class CentreSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the centre is called and the address phones reach it at."""

    name: str = "就业服务中心"
    public_url: str = ""

    def __post_init__(self) -> None:
        if self.public_url and not self.public_url.startswith(("https://", "http://")):
            raise ValueError("public_url must begin with https:// or http://")


class DatabaseSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the database is; empty means ``centre.db`` in the home."""

    url: str = ""


class DistrictSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The district this centre serves."""

    code: str = "340503"
    name: str = "花山区"
    city: str = "马鞍山市"

    def __post_init__(self) -> None:
        if not _DISTRICT.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is not a code of GB/T 2260 (6 to 12 digits)")


class FeedSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the feed says of itself, and where else it is put."""

    demo: bool = False
    stale_after_days: int = 7
    mirrors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for mirror in self.mirrors:
            if not _MIRROR.fullmatch(mirror):
                raise ValueError(f"mirrors: {mirror!r} is no address like file:///srv/www/feed or s3://bucket/feed")
        if not 1 <= self.stale_after_days <= 365:
            raise ValueError("stale_after_days must be 1 to 365")


class LimitsSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much one address, and one station, may ask for; nought means any number."""

    requests_a_minute: int = 600
    envelopes_an_hour: int = 2_000
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")

    def __post_init__(self) -> None:
        for name in ("requests_a_minute", "envelopes_an_hour"):
            if not 0 <= getattr(self, name) <= MOST:
                raise ValueError(f"{name} must be 0 to {MOST}; 0 is no limit")
        for proxy in self.proxies:
            try:
                ip_network(proxy)
            except ValueError:
                raise ValueError(f"proxies: {proxy!r} is no address like 10.0.0.5 or 10.0.0.0/24") from None


class FleetSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From when on something is wrong with a station."""

    silent_hours: Annotated[int, msgspec.Meta(ge=1, le=8_760)] = 24
    silent_days_by_stick: Annotated[int, msgspec.Meta(ge=1, le=365)] = 30
    stale_days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 7
    waiting_hours: Annotated[int, msgspec.Meta(ge=1, le=8_760)] = 48
    disk_mb: Annotated[int, msgspec.Meta(ge=0, le=MOST)] = 1_000


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of one centre; every option is explained in ``config/centre.toml``."""

    centre: CentreSettings = CentreSettings()
    database: DatabaseSettings = DatabaseSettings()
    district: DistrictSettings = DistrictSettings()
    feed: FeedSettings = FeedSettings()
    limits: LimitsSettings = LimitsSettings()
    fleet: FleetSettings = FleetSettings()

    def database_url(self, home: Home) -> str:
        """Return the address of the database as SQLAlchemy takes it."""
        return self.database.url or f"sqlite:///{home.database.absolute()}"


def load(home: Home) -> Settings:
    """Return the centre's settings.

    Raises NotProvisioned if there is no centre, SettingsError naming the option that is wrong.
    """
    try:
        text = home.settings.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise home.not_a_centre() from None
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
        raise SettingsError(f"{name} is not TOML: {problem}; correct it") from problem
    except msgspec.ValidationError as problem:
        raise SettingsError(f"{name}: {problem}; correct it") from problem


def save(home: Home, values: dict[str, dict[str, object]]) -> Settings:
    """Write the commented template with ``values`` filled in, and return what it says.

    Raises SettingsError if a value is not possible; then nothing is written.
    """
    document = tomlkit.parse(TEMPLATE.read_text("utf-8"))
    for table, options in values.items():
        for name, value in options.items():
            document[table][name] = value
    text = tomlkit.dumps(document)
    settings = parse(text, str(home.settings))
    write_durably(home.settings, text.encode("utf-8"), PRIVATE)
    return settings
