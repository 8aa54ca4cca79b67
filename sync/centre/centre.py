"""One centre put together: its home, settings, keys, feed, database and clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from kiosk.domain.clock import Clock
from kiosk.domain.errors import SettingsError, StoreError
from kiosk.trust.envelope import SealKey
from kiosk.trust.manifest import CentreKeys, Revoked
from kiosk.trust.receipts import ReceiptKey
from sync.centre import settings as settings_of
from sync.centre.db import Database
from sync.centre.files import in_plain_words
from sync.centre.home import Home
from sync.centre.keys import Keys
from sync.centre.repository import Repository
from sync.centre.settings import Settings
from sync.centre.tables import centre_key, station

SEAL = "seal"
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Centre:
    """What every part of the centre works with."""

    home: Home
    settings: Settings
    keys: Keys
    repository: Repository
    db: Database
    clock: Clock

    @property
    def district(self) -> str:
        """The code of the district this centre serves."""
        return self.settings.district.code

    def public_keys(self) -> CentreKeys:
        """Return the public keys stations are given, newest first, without those that are revoked.

        Raises StoreError if the database knows none.
        """
        believed = select(centre_key).where(centre_key.c.revoked.is_(None))
        with self.db.reading() as connection:
            rows = connection.execute(believed.order_by(centre_key.c.made.desc(), centre_key.c.id)).all()
        try:
            return CentreKeys(
                seal=tuple(SealKey(id=row.id, alg=row.alg, key=row.public) for row in rows if row.purpose == SEAL),
                receipt=tuple(ReceiptKey(id=row.id, key=row.public) for row in rows if row.purpose == RECEIPT),
            )
        except ValueError as problem:
            raise StoreError(f"{problem}: finish `kiosk-centre --home {self.home.folder} init` first") from problem

    def revoked(self) -> Revoked:
        """Return which stations and keys are no longer to be believed."""
        stations = select(station.c.id).where(station.c.revoked.is_not(None)).order_by(station.c.id)
        keys = select(centre_key.c.id).where(centre_key.c.revoked.is_not(None)).order_by(centre_key.c.id)
        with self.db.reading() as connection:
            return Revoked(stations=tuple(connection.scalars(stations)), keys=tuple(connection.scalars(keys)))


@contextmanager
def open_centre(home: Home, clock: Clock, offline_keys: Path | None = None) -> Iterator[Centre]:
    """Give the centre that lives in a home; ``offline_keys`` is where those keys are, if not there.

    Raises NotProvisioned if there is none, and what `settings.load` and `Database` raise.
    """
    settings = settings_of.load(home)
    keys = Keys(home.keys, offline_keys)
    repository = Repository(home.feed, keys)
    if repository.has_root() and not settings.database.url and not home.database.exists():
        raise StoreError(f"{home.database} is gone, and with it all that was taken in: bring back a copy of it")
    db = Database(settings.database_url(home))
    try:
        yield Centre(home, settings, keys, repository, db, clock)
    finally:
        db.close()


def prepare(home: Home, asked: dict[str, dict[str, object]]) -> Settings:
    """Make the settings of a home, unless there are some; ``asked`` fills in the template.

    Raises SettingsError if there are settings for another district.
    """
    with in_plain_words(home.folder):
        home.folder.mkdir(parents=True, exist_ok=True)
    if not home.settings.exists():
        if (home.feed / "metadata" / "1.root.json").exists():
            raise SettingsError(f"{home.settings} is gone, though this is a centre already: bring back a copy of it")
        return settings_of.save(home, asked)
    settings = settings_of.load(home)
    wanted = asked.get("district", {}).get("code", settings.district.code)
    if wanted != settings.district.code:
        raise SettingsError(
            f"{home.folder} is already the centre of {settings.district.code} {settings.district.name}: "
            f"take another --home for {wanted}"
        )
    return settings


def make_keys(centre: Centre) -> None:
    """Make the keys and the first root, unless stations believe in a root already, and note the public halves.

    Raises PlaceError if there is a root and its keys are gone: new ones would convince nobody.
    """
    if not centre.repository.has_root():
        centre.keys.make_missing()
        centre.repository.make_root(centre.clock.now())
    note_public_keys(centre, centre.keys.receipt().public)


def note_public_keys(centre: Centre, receipt: ReceiptKey) -> None:
    """Keep the public halves of the key for receipts and of the opening keys that are here, if they are new."""
    now = centre.clock.now()
    rows = [{"id": receipt.id, "purpose": RECEIPT, "alg": "ed25519", "public": receipt.key, "made": now}]
    for name in centre.keys.opening_ids():
        seal = centre.keys.seal_key(name)
        rows.append({"id": seal.id, "purpose": SEAL, "alg": seal.alg, "public": seal.key, "made": now})
    with centre.db.writing() as connection:
        known = set(connection.scalars(select(centre_key.c.id)))
        fresh = [row for row in rows if row["id"] not in known]
        if fresh:
            connection.execute(insert(centre_key), fresh)
