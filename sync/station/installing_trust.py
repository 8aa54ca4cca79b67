"""What whoever installs versions believes: a root and a floor of its own, which the exchange cannot reach.

The root is taken over from the home once, when a machine is first provisioned, and never again: an exchange that is
taken over later cannot put another centre in its place. The floor keeps it from being shown an older signed feed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from kiosk.domain.errors import CarrierError, Damaged, PlaceError, Refused, TrustError
from kiosk.files import make_folder, write_durably
from kiosk.store.floor import Floor
from kiosk.trust.feed import believed_program, check_root, root_fingerprint
from kiosk.trust.program import Program
from sync.station.installing_files import Foreign

logger = logging.getLogger(__name__)

ROOT_MAX = 512 * 1024
PRIVATE = 0o700
_ROOT = re.compile(r"metadata/(\d+\.root\.json)")
_SIGNED = re.compile(r"metadata/(?:\d+\.)?((?:timestamp|snapshot|targets)\.json)")
_TARGET = re.compile(r"targets/[0-9a-f]{64}\.(program\.json)")


class Trust:
    """The folder beside the versions that only whoever installs can read and write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root = folder / "root.json"

    def take_over(self, home: Foreign) -> bool:
        """Keep the root of a home that was provisioned, unless one is kept already; tell whether there is one.

        Raises TrustError if it is not sound, PlaceError if it cannot be kept.
        """
        if self._root.exists():
            return True
        root = home.read("root.json", ROOT_MAX)
        if root is None:
            return False
        check_root(root, root_fingerprint(root))
        try:
            make_folder(self._folder)
            self._folder.chmod(PRIVATE)
        except OSError as problem:
            raise PlaceError(f"{self._folder} cannot be made ({problem.strerror}): mend that") from problem
        write_durably(self._root, root)
        logger.info("versions are believed from now on if centre %s signs them", root_fingerprint(root))
        return True

    def believe(self, files: dict[str, str], clock: datetime) -> Program | None:
        """Return the version of the program that these files, kept by the exchange, prove the centre to want.

        Raises Expired if a signature has run out, TrustError if they prove nothing, PlaceError if the floor is out of
        reach.
        """

        def fetch(path: str) -> Iterator[bytes]:
            text = files.get(_name_in_home(path))
            if text is None:
                raise Refused(f"no {path}")
            yield text.encode("utf-8", "surrogatepass")

        try:
            root = self._root.read_bytes()
        except OSError as problem:
            raise PlaceError(f"{self._root} cannot be read ({problem.strerror}): mend that") from problem
        with closing(self._open_floor()) as floor:
            seen = floor.read()
            try:
                program, now = believed_program(self._folder / "feed", root, fetch, seen, clock)
            except CarrierError as problem:
                raise TrustError(f"what is staged does not prove that the centre wants it: {problem}") from problem
            if now != seen:
                floor.raise_to(now)
        return program

    def _open_floor(self) -> Floor:
        path = self._folder / "floor.db"
        try:
            floor = Floor(path)
            try:
                floor.read()
            except BaseException:
                floor.close()
                raise
        except (Damaged, TrustError) as problem:
            # Nobody is there to mend it, and TUF's own files and the version that runs are a floor as well.
            logger.error("%s; it is begun anew", problem)
            for suffix in ("", "-journal"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            return Floor(path)
        return floor


def _name_in_home(path: str) -> str:
    """Return what the exchange calls a file of the feed that it keeps, or nothing for one it does not."""
    if found := _ROOT.fullmatch(path):
        return f"root_history/{found[1]}"
    if found := _SIGNED.fullmatch(path):
        return found[1]
    if found := _TARGET.fullmatch(path):
        return f"targets/{found[1]}"
    return ""
