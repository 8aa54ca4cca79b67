"""The bundle: what a station takes, and always the same bytes of the same folder."""

import os
from pathlib import Path

from config.pack import bundle
from sync.wire.bundle import read_bundle

VERSION = "1.2.3"
TOP = f"job-station-{VERSION}-{bundle.SYSTEM}"


def _folder(at: Path, order: list[str]) -> Path:
    for name in order:
        file = at / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name}\n", "ascii")
        file.chmod(0o755 if name.startswith("kiosk") else 0o600)
        os.utime(file, (len(order), hash(str(at)) % 1_000_000_000))
    return at


def test_the_same_folder_is_the_same_bundle_whenever_it_was_made(tmp_path: Path):
    names = ["kiosk", "kiosk-sync", "_internal/b/two", "_internal/a.so", "LICENSES.txt"]
    made = []
    for place, order in (("one", names), ("other", names[::-1])):
        out = tmp_path / f"out-{place}"
        out.mkdir()
        path = bundle.main(_folder(tmp_path / place, order), VERSION, out)
        assert path.name == f"{TOP}.tar.zst"
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_a_station_reads_it(tmp_path: Path):
    path = bundle.main(_folder(tmp_path / "folder", ["kiosk", "kiosk-sync", "_internal/a"]), VERSION, tmp_path)
    with path.open("rb") as file:
        entries = {entry.path: entry.executable for entry in read_bundle(file, TOP, bundle.ROOM)}
    assert entries == {"": False, "_internal": False, "_internal/a": False, "kiosk": True, "kiosk-sync": True}
