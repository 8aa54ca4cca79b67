"""A mirror holds what the feed holds, in an order that never leaves its readers without something promised."""

from __future__ import annotations

import builtins
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import pytest
from click.testing import Result
from fsspec.implementations.memory import MemoryFileSystem
from msgspec import structs

from kiosk.domain.clock import SystemClock
from kiosk.domain.errors import Refused, SettingsError
from kiosk.trust import feed
from kiosk.trust.feed import Seen
from sync.centre import settings as settings_of
from sync.centre.centre import Centre
from sync.centre.home import Home
from sync.centre.publishing import publish
from sync.centre.repository import KEPT
from tests.sync.centre.feeds import believed, set_content

MEMORY = "memory://bucket/feed"


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    """An object store in memory, empty."""
    fs = fsspec.filesystem("memory")
    fs.store.clear()
    fs.pseudo_dirs[:] = [""]
    yield fs
    fs.store.clear()


def mirrored(centre: Centre, *mirrors: str) -> Centre:
    said = structs.replace(centre.settings.feed, mirrors=mirrors)
    return replace(centre, settings=structs.replace(centre.settings, feed=said))


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def believed_from_memory(centre: Centre, fs: MemoryFileSystem, station: Path) -> int:
    def fetch(path: str) -> Iterator[bytes]:
        if not fs.exists(f"/bucket/feed/{path}"):
            raise Refused(path)
        yield fs.cat_file(f"/bucket/feed/{path}")

    root = centre.repository.root()
    return feed.refresh(station, root, centre.district, fetch, Seen(), SystemClock().now()).manifest.version


def test_a_folder_is_a_mirror(centre: Centre, tmp_path: Path) -> None:
    place = tmp_path / "www" / "feed"
    centre = mirrored(centre, place.as_uri())
    for revision in range(KEPT + 2):
        set_content(centre, {1: revision})
        (done,) = publish(centre).mirrors
        assert done.copied > 0
        assert files_in(place) == files_in(centre.home.feed)
    assert believed(centre, tmp_path / "s", folder=place).manifest.version == KEPT + 3
    assert publish(centre).mirrors[0].copied == 0


def test_an_object_store_is_a_mirror(centre: Centre, memory: MemoryFileSystem, tmp_path: Path) -> None:
    centre = mirrored(centre, MEMORY)
    for revision in range(KEPT + 2):
        set_content(centre, {1: revision})
        publish(centre)
    held = {name.removeprefix("/bucket/feed/"): memory.cat_file(name) for name in memory.find("/bucket/feed")}
    assert held == files_in(centre.home.feed)
    assert believed_from_memory(centre, memory, tmp_path / "s") == KEPT + 3


def test_readers_find_all_that_is_promised_at_every_step(
    centre: Centre, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    centre = mirrored(centre, MEMORY)
    set_content(centre, dict.fromkeys(range(9), 0))
    publish(centre)
    seen: list[int] = []
    put, remove = MemoryFileSystem.pipe_file, MemoryFileSystem.rm_file

    def look() -> None:
        shutil.rmtree(tmp_path / "s", ignore_errors=True)
        seen.append(believed_from_memory(centre, memory, tmp_path / "s"))

    def put_and_look(fs: MemoryFileSystem, *args: Any, **options: Any) -> None:
        put(fs, *args, **options)
        look()

    def remove_and_look(fs: MemoryFileSystem, *args: Any, **options: Any) -> None:
        remove(fs, *args, **options)
        look()

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", put_and_look)
    monkeypatch.setattr(MemoryFileSystem, "rm_file", remove_and_look)
    for revision in range(1, KEPT + 2):
        set_content(centre, dict.fromkeys(range(9), revision))
        publish(centre)
    assert seen == sorted(seen)
    assert set(seen) == set(range(2, KEPT + 4))
    assert len(seen) > 5 * KEPT


def test_a_mirror_that_fails_spoils_nothing_and_catches_up(centre: Centre, tmp_path: Path) -> None:
    place = tmp_path / "www"
    place.write_bytes(b"no folder yet")
    other = tmp_path / "other"
    centre = mirrored(centre, place.as_uri(), other.as_uri())
    set_content(centre, {1: 1})
    done = publish(centre)
    assert done.version == 2
    assert done.mirrors[0].trouble
    assert "\n" not in done.mirrors[0].trouble
    assert not done.mirrors[1].trouble
    assert files_in(other) == files_in(centre.home.feed)
    place.unlink()
    again = publish(centre)
    assert not again.new
    assert not again.mirrors[0].trouble
    assert files_in(place) == files_in(centre.home.feed)


def test_what_arrived_in_part_is_copied_again(centre: Centre, tmp_path: Path) -> None:
    centre = mirrored(centre, (tmp_path / "www").as_uri())
    set_content(centre, {1: 1})
    publish(centre)
    (pack,) = (tmp_path / "www" / "packs").iterdir()
    pack.write_bytes(pack.read_bytes()[:-1])
    publish(centre)
    assert files_in(tmp_path / "www") == files_in(centre.home.feed)


def test_metadata_of_the_same_length_is_held_against_ours(centre: Centre, tmp_path: Path) -> None:
    centre = mirrored(centre, (tmp_path / "www").as_uri())
    publish(centre)
    other = tmp_path / "www" / "metadata" / "1.targets.json"
    other.write_bytes(bytes(other.stat().st_size))
    assert publish(centre).mirrors[0].copied == 1
    assert files_in(tmp_path / "www") == files_in(centre.home.feed)


def test_what_is_not_ours_stays(centre: Centre, tmp_path: Path) -> None:
    place = tmp_path / "www"
    for name in ("index.html", "packs/readme.txt", "metadata/notes.json"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("mine")
    centre = mirrored(centre, place.as_uri())
    set_content(centre, {1: 1})
    publish(centre)
    assert (place / "metadata" / "timestamp.json").exists()
    for name in ("index.html", "packs/readme.txt", "metadata/notes.json"):
        assert (place / name).read_text() == "mine"


def test_the_feed_of_another_centre_is_never_written_over(centre: Centre, tmp_path: Path) -> None:
    place = tmp_path / "www"
    (place / "metadata").mkdir(parents=True)
    (place / "metadata" / "1.root.json").write_text("another's")
    (done,) = publish(mirrored(centre, place.as_uri())).mirrors
    assert "holds the feed of another centre" in done.trouble
    assert [file.name for file in place.rglob("*") if file.is_file()] == ["1.root.json"]


def test_a_missing_module_is_named_with_what_to_install(
    centre: Centre, home: Home, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without_s3fs(name: str, *args: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "s3fs":
            raise ImportError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without_s3fs)
    text = home.settings.read_text("utf-8")
    home.settings.write_text(text.replace("mirrors = []", 'mirrors = ["s3://bucket/feed", "nothing://x"]'), "utf-8")
    result = run("publish")
    assert result.exit_code == 0
    first, second = result.stderr.splitlines()
    assert first.startswith("mirror s3://bucket/feed is not up to date: ")
    assert first.endswith(": .venv/bin/pip install s3fs")
    assert second.startswith("mirror nothing://x is not up to date: ")


@pytest.mark.parametrize("mirror", ["/srv/www", "", "file", "s3://"])
def test_what_is_no_address_is_refused_with_the_settings(mirror: str) -> None:
    with pytest.raises(SettingsError, match="mirrors"):
        settings_of.parse(f"[feed]\nmirrors = ['{mirror}']\n", "centre.toml")
