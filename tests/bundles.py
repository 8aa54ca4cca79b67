"""Versions of the program made for tests, honest and hostile, and a box they are installed on."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from kiosk.domain.records import encode, to_record
from kiosk.settings import Box
from kiosk.trust.program import PROGRAM, Bundle, Program, this_system
from sync.station.installing import Hands, begin_trial, says
from sync.wire.bundle import bundle_name
from tests.simulators import CentreSimulator

KEEPER = Path(__file__).resolve().parents[1] / "config" / "units" / "keeper"
ROOM = 1_000_000

Member = tuple[tarfile.TarInfo, bytes]


def script(version: str) -> bytes:
    """Return a program that says which version it is."""
    return f"#!/bin/sh\necho kiosk, version {version}\n".encode()


def a_file(path: str, data: bytes = b"data", mode: int = 0o644) -> Member:
    member = tarfile.TarInfo(path)
    member.size, member.mode = len(data), mode
    return member, data


def a_folder(path: str) -> Member:
    member = tarfile.TarInfo(path)
    member.type, member.mode = tarfile.DIRTYPE, 0o755
    return member, b""


def a_link(path: str, target: str, kind: bytes = tarfile.SYMTYPE) -> Member:
    member = tarfile.TarInfo(path)
    member.type, member.linkname = kind, target
    return member, b""


def a_special(path: str, kind: bytes) -> Member:
    member = tarfile.TarInfo(path)
    member.type, member.mode = kind, 0o644
    return member, b""


def inside(version: str, system: str = "", data: bytes = b"library " * 40) -> list[Member]:
    """Return what an honest bundle holds."""
    top = bundle_name(version, system or this_system())
    return [
        a_folder(top),
        a_file(f"{top}/kiosk", script(version), 0o755),
        a_link(f"{top}/kiosk-sync", "kiosk"),
        a_folder(f"{top}/_internal"),
        a_folder(f"{top}/_internal/lib"),
        a_file(f"{top}/_internal/lib/libqt.so.6", data, 0o755),
        a_link(f"{top}/_internal/libqt.so", "lib/libqt.so.6"),
        a_link(f"{top}/_internal/lib/words", "../文字.txt"),
        a_file(f"{top}/_internal/文字.txt", version.encode()),
    ]


def packed(members: Iterable[Member], *, end: bool = True) -> bytes:
    """Return a bundle with exactly this in it; without ``end`` it is cut between two members."""
    raw = io.BytesIO()
    tar = tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
    for member, data in members:
        tar.addfile(member, io.BytesIO(data))
    if end:
        tar.close()
    return zstandard.ZstdCompressor().compress(raw.getvalue())


def a_bundle(version: str, system: str = "", data: bytes = b"library " * 40) -> bytes:
    return packed(inside(version, system, data))


def a_program(version: str, data: bytes, system: str = "", unpacked: int = ROOM, **changes: object) -> Program:
    plain: dict[str, object] = {
        "system": system or this_system(),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "unpacked": unpacked,
    }
    bundle = Bundle(**(plain | changes))  # type: ignore[arg-type]
    return Program(version=version, published=datetime(2026, 11, 20, tzinfo=UTC), bundles=(bundle,))


def offer(centre: CentreSimulator, program: Program | None, *datas: bytes) -> None:
    """Let a centre want a version, and have these bundles."""
    centre.beside[PROGRAM] = encode(to_record(program)) if program else b"{}"
    for data in datas:
        centre.files[f"programs/{hashlib.sha256(data).hexdigest()}.tar.zst"] = data
    centre.publish([])


@dataclass
class Machine:
    """A box with one version installed, whose keeper is the real one."""

    folder: Path
    version: str = "1.0"
    tried: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.box = Box(self.folder / "opt", self.folder / "keeper")
        self.program = self.folder / "opt"
        self.have(self.version)
        (self.program / "current").symlink_to(f"versions/{self.version}")
        self.box.keeper.mkdir()

    def have(self, version: str) -> None:
        """Put a version there by hand."""
        place = self.program / "versions" / version
        place.mkdir(parents=True)
        for name in ("kiosk", "kiosk-sync"):
            (place / name).write_bytes(script(version))
            (place / name).chmod(0o755)

    def runs(self) -> str:
        """Return what the version that ``current`` leads to says when it is started."""
        return says(self.program / "current" / "kiosk").split()[-1]

    def versions(self) -> set[str]:
        return {place.name for place in (self.program / "versions").iterdir()}

    def hands(self) -> Hands:
        return Hands(says, self.try_out)

    def try_out(self, version: str, previous: str) -> None:
        self.tried.append(version)
        before = dict(os.environ)
        os.environ.update(self.environment())
        try:
            begin_trial(KEEPER, version, previous)
        finally:
            os.environ.clear()
            os.environ.update(before)

    def environment(self) -> dict[str, str]:
        """Return what leads the keeper here."""
        return {
            "KEEPER_PROGRAM": str(self.program),
            "KEEPER_STATE": str(self.box.keeper),
            "JOB_STATION_RUN": str(self.folder / "run"),
            "KEEPER_SYSTEMCTL": "true",
        }

    def keep(self) -> None:
        """Let the version on trial prove good."""
        (self.box.keeper / "trial").unlink(missing_ok=True)

    def give_up(self) -> None:
        """Let the keeper find that the version on trial did not prove good."""
        (self.box.keeper / "running").write_text((self.program / "current").readlink().name + "\n")
        trial = self.box.keeper / "trial"
        trial.write_text(trial.read_text().replace("boots=1", "boots=9"))
        subprocess.run([KEEPER, "judge"], env=os.environ | self.environment(), check=True, capture_output=True)
