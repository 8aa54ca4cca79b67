"""Making a folder into a station of a centre."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk import settings
from kiosk.domain.records import decode
from kiosk.settings import Home
from kiosk.station import programs


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a technician says of a station. None or empty leaves what the settings have."""

    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    datum: str = ""
    helper_name: str = ""
    helper_phone: str = ""
    helper_hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way to the centre: its address (and the only authority believed for it), a stick, or both."""

    url: str = ""
    ca: str = ""
    stick: Path | None = None

    def words(self) -> list[str]:
        """Return the way as `kiosk-sync join` is told it; a stick goes first, for it needs no network."""
        if self.stick is not None:
            return ["--stick", str(self.stick.absolute())]
        return ["--centre", self.url, *(["--ca", self.ca] if self.ca else [])]


def provision(home: Home, way: Way, token: str, wishes: Wishes) -> settings.Settings:
    """Make the station's key, join the centre, and write the settings; doing it again mends what is there.

    Settings are checked before the token is used and written in one step at the end.
    Raises SettingsError for impossible wishes, PlaceError if the centre cannot be joined.
    """
    told: dict[str, dict[str, object]] = {
        "centre": _given(url=way.url.rstrip("/"), ca=way.ca),
        "station": _given(name=wishes.name, latitude=wishes.latitude, longitude=wishes.longitude, datum=wishes.datum),
        "helper": _given(name=wishes.helper_name, phone=wishes.helper_phone, hours=wishes.helper_hours),
    }
    text = settings.merged(home, told)
    planned = settings.parse(text, str(home.settings))
    planned.here()
    answer = decode(
        programs.ask(
            programs.exchange(home.folder, "join", *way.words(), "--name", planned.station.name),
            {"KIOSK_TOKEN": token},
            quietly=True,
        )
    )
    told["centre"] |= {name: answer[name] for name in ("station", "district", "district_name")}
    settings.save(home, told)
    return settings.load(home)


def _given(**options: object) -> dict[str, object]:
    return {name: value for name, value in options.items() if value not in (None, "")}
