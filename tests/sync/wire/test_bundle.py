"""A bundle is read as if the devil had made it."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator

import pytest
import zstandard

from kiosk.domain.errors import TrustError
from kiosk.trust.program import this_system
from sync.wire import bundle
from sync.wire.bundle import BLOCK, FILES_MAX, bundle_name, pieces, read_bundle, read_name
from tests.bundles import Member, a_bundle, a_file, a_folder, a_link, a_special, inside, packed

TOP = bundle_name("1.1", this_system())
ROOM = 10_000_000


def read(data: bytes, room: int = ROOM) -> dict[str, bytes | str | None]:
    found: dict[str, bytes | str | None] = {}
    for entry in read_bundle(io.BytesIO(data), TOP, room):
        found[entry.path] = entry.target or (b"".join(pieces(entry)) if entry.data else None)
    return found


def test_an_honest_bundle_is_read_whole() -> None:
    found = read(a_bundle("1.1"))
    assert found["kiosk"] == b"#!/bin/sh\necho kiosk, version 1.1\n"
    assert found["kiosk-sync"] == "kiosk"
    assert found["_internal/文字.txt"] == b"1.1"
    assert next(iter(found)) == ""


def test_the_strongest_level_of_zstd_is_read() -> None:
    assert read(a_window(27))["kiosk-sync"] == "kiosk"


def after(*members: Member) -> bytes:
    return packed([*inside("1.1"), *members])


def sparse(path: str) -> Member:
    member, data = a_file(path)
    member.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "999"}
    return member, b"1\n0\n4\n".ljust(512, b"\0") + data


def a_long_header(size: int) -> bytes:
    """Return a tar whose first member is said to have a name of so many bytes."""
    member = tarfile.TarInfo("././@LongLink")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, size
    head = member.tobuf(tarfile.GNU_FORMAT)
    return zstandard.ZstdCompressor().compress(head + bytes(min(size, 20_000_000)))


def headers_without_end() -> bytes:
    """Return extended headers one after the other: each is for the next."""
    block = tarfile.TarInfo("x")
    block.type, block.size = tarfile.XHDTYPE, 0
    return zstandard.ZstdCompressor().compress(block.tobuf(tarfile.USTAR_FORMAT) * 100_000)


def a_window(log: int) -> bytes:
    """Return an honest bundle whose reader would have to remember so much."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=log)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()  # which cannot know how little comes
    return packer.compress(zstandard.ZstdDecompressor().decompress(a_bundle("1.1"))) + packer.flush()


HOSTILE = {
    "nothing": b"",
    "no zstd": b"PK\3\4 this is no bundle",
    "no tar": zstandard.ZstdCompressor().compress(b"not a tar at all " * 100),
    "an empty tar": packed([]),
    "another top folder": packed(inside("1.2")),
    "for another system": packed(inside("1.1", "linux-riscv64")),
    "up and out": after(a_file(f"{TOP}/../../etc/passwd")),
    "beside the folder": after(a_file("elsewhere")),
    "absolute": after(a_file("/etc/cron.d/x")),
    "a dot in the path": after(a_file(f"{TOP}/./x")),
    "an empty step": after(a_file(f"{TOP}//x")),
    "a control sign": after(a_file(f"{TOP}/a\nb")),
    "very deep": after(a_folder(f"{TOP}/a"), *[a_folder(f"{TOP}/" + "a/" * n + "a") for n in range(1, 40)]),
    "a link out": after(a_link(f"{TOP}/x", "../../../etc/passwd")),
    "a link to the folder above": after(a_link(f"{TOP}/x", "..")),
    "an absolute link": after(a_link(f"{TOP}/x", "/etc/passwd")),
    "a link that goes down and up": after(a_link(f"{TOP}/x", "_internal/../../y")),
    "a file through a link": after(a_link(f"{TOP}/d", "_internal"), a_file(f"{TOP}/d/x")),
    "a link to itself": after(a_link(f"{TOP}/d", "d"), a_file(f"{TOP}/d/x")),
    "a hard link": after(a_link(f"{TOP}/x", f"{TOP}/kiosk", tarfile.LNKTYPE)),
    "a hard link out": after(a_link(f"{TOP}/x", "/etc/passwd", tarfile.LNKTYPE)),
    "a character device": after(a_special(f"{TOP}/x", tarfile.CHRTYPE)),
    "a block device": after(a_special(f"{TOP}/x", tarfile.BLKTYPE)),
    "a pipe": after(a_special(f"{TOP}/x", tarfile.FIFOTYPE)),
    "a sort nobody knows": after(a_special(f"{TOP}/x", b"Z")),
    "a setuid bit": after(a_file(f"{TOP}/su", mode=0o4755)),
    "a setgid bit": after(a_file(f"{TOP}/sg", mode=0o2755)),
    "holes": after(sparse(f"{TOP}/x")),
    "a file twice": after(a_file(f"{TOP}/kiosk")),
    "a folder twice": after(a_folder(f"{TOP}/_internal")),
    "a file before its folder": after(a_file(f"{TOP}/later/x"), a_folder(f"{TOP}/later")),
    "a file where the folder was": packed([a_file(TOP)]),
    "no programs": packed([a_folder(TOP), a_file(f"{TOP}/README")]),
    "a program that is a folder": packed([a_folder(TOP), a_folder(f"{TOP}/kiosk"), a_file(f"{TOP}/kiosk-sync")]),
    "a program nobody can start": packed([a_folder(TOP), a_file(f"{TOP}/kiosk"), a_file(f"{TOP}/kiosk-sync")]),
    "no end": packed(inside("1.1"), end=False),
    "cut": a_bundle("1.1", data=os.urandom(100_000))[:60_000],
    "damaged in the middle": (whole := a_bundle("1.1"))[: len(whole) // 2] + b"\xff" + whole[len(whole) // 2 + 1 :],
    "a window of a gigabyte": a_window(30),
    "a name of eight gigabytes": a_long_header(8 * 1024**3 - 1),
    "a name of twenty megabytes": a_long_header(20_000_000),
    "headers without end": headers_without_end(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_may_not_be_in_a_bundle_is_refused(name: str) -> None:
    with pytest.raises(TrustError):
        read(HOSTILE[name])


def test_a_bomb_is_left_when_it_exceeds_what_was_promised() -> None:
    def zeros() -> Iterator[Member]:
        for number in range(200):
            yield a_file(f"{TOP}/{number}", bytes(1_000_000))

    bomb = packed([*inside("1.1"), *zeros()])
    assert len(bomb) < 40_000  # of 200 MB
    with pytest.raises(TrustError, match="more than it may"):
        read(bomb)


def test_a_single_file_is_not_even_begun_that_is_too_large() -> None:
    with pytest.raises(TrustError, match="more than it may"):
        read(after(a_file(f"{TOP}/huge", bytes(ROOM + 1))))


def test_a_million_files_are_refused_after_so_many() -> None:
    block = a_file(f"{TOP}/x", b"")[0]
    raw = io.BytesIO()
    for member, data in inside("1.1"):
        raw.write(member.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % 512))
    for number in range(FILES_MAX + 100):  # those after them are never looked at
        block.name = f"{TOP}/{number}"
        raw.write(block.tobuf(tarfile.USTAR_FORMAT))
    seen = 0
    with pytest.raises(TrustError, match="more than it may"):
        for _ in read_bundle(io.BytesIO(zstandard.ZstdCompressor().compress(raw.getvalue())), TOP, BLOCK * 1_000_000):
            seen += 1
    assert seen == FILES_MAX


@pytest.mark.parametrize(
    "name", ["job-station-1.2.0-linux-x86_64.tar.gz", "kiosk-1.2.tar.zst", "job-station-1..2-linux-x86_64.tar.zst",
             "job-station-1.2-rc1-linux-x86_64.tar.zst", "job-station-1.2.tar.zst"],
)  # fmt: skip
def test_a_name_that_is_not_a_bundles(name: str) -> None:
    with pytest.raises(TrustError, match="is not called like a bundle"):
        read_name(name)


def test_a_name() -> None:
    assert read_name("job-station-1.10.0-linux-x86_64.tar.zst") == ("1.10.0", "linux-x86_64")


def test_the_reader_holds_no_more_than_a_piece() -> None:
    data = after(a_file(f"{TOP}/large", bytes(3_000_000)))
    largest = 0
    for entry in read_bundle(io.BytesIO(data), TOP, ROOM):
        if entry.data is not None:
            largest = max([largest, *map(len, pieces(entry))])
    assert largest <= bundle.PIECE
