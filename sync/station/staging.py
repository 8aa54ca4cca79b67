"""Fetching packs so that nothing is fetched twice: a broken line or a power cut costs only the bytes not yet here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from kiosk.domain.errors import PlaceError, TrustError
from kiosk.files import cannot_write, make_folder, settle_file
from kiosk.trust.feed import VerifiedPack, verify_pack
from kiosk.trust.manifest import PackEntry
from sync.station.carrier import Carrier
from sync.station.gathering import gather
from sync.station.plan import Step
from sync.wire.pack import read_pack

Told = Callable[[int], None]
"""Told how many bytes came since the last time."""


class Staging:
    """The folder where packs wait until their version is taken in.

    ``<sha256>.pack`` came whole, ``<sha256>.part`` is on its way and goes on where it stopped.
    """

    def __init__(self, folder: Path, carrier: Carrier) -> None:
        self._folder = folder
        self._carrier = carrier

    def keep_only(self, wanted: Iterable[PackEntry]) -> None:
        """Remove every file that belongs to none of these packs."""
        names = {name for entry in wanted for name in (f"{entry.sha256}.pack", f"{entry.sha256}.part")}
        for left in self._folder.glob("*"):
            if left.name not in names:
                shutil.rmtree(left) if left.is_dir() else left.unlink()

    def missing(self, entries: Iterable[PackEntry]) -> int:
        """Return how many bytes of these packs still have to come."""
        return sum(entry.size - self._here(entry) for entry in entries)

    def fetch(self, step: Step, told: Told) -> tuple[VerifiedPack, ...]:
        """Return the packs of a step, fetching what is not here.

        Raises TrustError if a pack is not what the manifest names, CarrierError if the way is shut, PlaceError if
        the disk cannot keep it.
        """
        return tuple(self._pack(step.kind, entry, told) for entry in step.packs)

    def _pack(self, kind: str, entry: PackEntry, told: Told) -> VerifiedPack:
        had = self._here(entry)
        try:
            return self._verified(kind, entry, told)
        except (TrustError, PlaceError):
            (self._folder / f"{entry.sha256}.pack").unlink(missing_ok=True)
            if not had:
                raise
        # What lay here may have suffered from a power cut: once more from the beginning.
        return self._verified(kind, entry, told)

    def _verified(self, kind: str, entry: PackEntry, told: Told) -> VerifiedPack:
        whole = self._folder / f"{entry.sha256}.pack"
        if not whole.exists():
            self._complete(entry, told)
        return verify_pack(entry, whole, lambda data, records: read_pack(data, kind, records))

    def _complete(self, entry: PackEntry, told: Told) -> None:
        part = self._folder / f"{entry.sha256}.part"
        try:
            make_folder(self._folder)
            if self._here(entry) < entry.size:
                name = f"pack {entry.sha256[:12]}"
                for count in gather(self._carrier, f"packs/{entry.sha256}.pack", part, entry.size, name):
                    told(count)
            settle_file(part, part.with_suffix(".pack"))
        except OSError as problem:
            raise cannot_write(part, problem) from problem

    def _here(self, entry: PackEntry) -> int:
        for suffix in ("pack", "part"):
            try:
                return min((self._folder / f"{entry.sha256}.{suffix}").stat().st_size, entry.size)
            except FileNotFoundError:
                continue
        return 0
