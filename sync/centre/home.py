"""Where a centre's files lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import NotProvisioned

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent
TEMPLATE = CHECKOUT / "config" / "centre.toml"
STARTER = CHECKOUT / "assets" / "starter"
ICONS = CHECKOUT / "assets" / "icons"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder a centre lives in."""

    folder: Path

    @property
    def settings(self) -> Path:
        """Where the settings are."""
        return self.folder / "centre.toml"

    @property
    def database(self) -> Path:
        """Where the database is, unless the settings name another."""
        return self.folder / "centre.db"

    @property
    def keys(self) -> Path:
        """Where private keys are."""
        return self.folder / "keys"

    @property
    def feed(self) -> Path:
        """The static folder that stations read; any web server may serve it."""
        return self.folder / "public" / "feed"

    @property
    def packs(self) -> Path:
        """The part of the feed that holds the content."""
        return self.feed / "packs"

    @property
    def refused(self) -> Path:
        """Where rows that became no posting are kept with their reasons."""
        return self.folder / "refused"

    @property
    def import_lock(self) -> Path:
        """The file whose lock keeps two imports apart."""
        return self.folder / "import.lock"

    @property
    def publish_lock(self) -> Path:
        """The file whose lock keeps two publishers apart."""
        return self.folder / "publish.lock"

    def not_a_centre(self) -> NotProvisioned:
        """Return what to say when there is no centre here."""
        return NotProvisioned(f"no centre in {self.folder}: type `kiosk-centre --home {self.folder} init` first")
