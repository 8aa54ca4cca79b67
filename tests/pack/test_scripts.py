"""The scripts of the package: sound shell, and wrappers that give each user the right home."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from config.pack.contents import PACK, ROOT

SCRIPTS = [
    *PACK.glob("*.sh"),
    ROOT / "config" / "setup" / "step.sh",
    *(path for path in (PACK / "debian").iterdir() if path.name != "control"),
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_sound(script: Path):
    subprocess.run(["sh", "-n", script], check=True)
    if shutil.which("shellcheck"):
        words = ["shellcheck", "--severity=warning", "--shell=sh", "--external-sources", script]
        told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        assert told.returncode == 0, told.stdout


def test_the_table_of_units_names_what_is_there():
    table = ROOT / "config" / "units" / "INSTALL"
    lines = [line.split() for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert {line[0] for line in lines} <= {"file", "config", "link"}
    assert [line[1] for line in lines if line[0] != "link" and not (table.parent / line[1]).is_file()] == []


@pytest.mark.parametrize(
    ("user", "groups", "words", "runs"),
    [
        ("0", "root", ["find", "x"], "as job-station -- env HOME=H P --home H find x"),
        ("1000", "people job-station", ["find", "x y"], "P --home H find x y"),
        ("1000", "people", ["find"], "P find"),
        ("0", "root", ["--home", "/else", "find"], "P --home /else find"),
        ("0", "root", ["--home=/else", "find"], "P --home=/else find"),
    ],
)
@pytest.mark.parametrize("name", ["kiosk", "kiosk-sync"])
def test_the_wrapper_gives_each_user_their_home(
    name: str, user: str, groups: str, words: list[str], runs: str, tmp_path: Path
):
    text = (PACK / "debian" / name).read_text("utf-8")
    program = tmp_path / name
    text = text.replace(f"/opt/job-station/current/{name}", str(program)).replace("/var/lib/job-station", "H")
    for tool, says in {
        "id": f'[ "$1" = -u ] && echo {user} || echo {groups}',
        "setpriv": 'echo as "${1#--reuid=}"; shift 5; echo "$@"',
    }.items():
        (tmp_path / tool).write_text(f"#!/bin/sh\n{says}\n", "ascii")
        (tmp_path / tool).chmod(0o755)
    program.write_text(f'#!/bin/sh\necho {program} "$@"\n', "ascii")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    said = subprocess.run(["sh", "-c", text, "sh", *words], env=environment, capture_output=True, text=True, check=True)
    assert " ".join(said.stdout.split()) == runs.replace("P", str(program))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="becoming somebody else needs root")
@pytest.mark.parametrize("name", ["kiosk", "kiosk-sync"])
def test_what_root_types_is_done_with_no_power_of_roots(name: str, tmp_path: Path):
    text = (PACK / "debian" / name).read_text("utf-8").replace("=job-station", "=65534")
    text = text.replace("--init-groups", "--clear-groups").replace(
        f"/opt/job-station/current/{name}", str(tmp_path / "p")
    )
    (tmp_path / "p").write_text("#!/bin/sh\nid -u; grep -E '^Cap(Inh|Prm|Eff|Amb)' /proc/self/status\n", "ascii")
    for folder in (tmp_path, *tmp_path.parents[:3], tmp_path / "p"):
        folder.chmod(0o755)
    said = subprocess.run(["sh", "-c", text, "sh", "find"], capture_output=True, text=True, check=True).stdout.split()
    assert said[0] == "65534"
    assert said[2::2] == ["0" * 16] * 4


@pytest.mark.parametrize(("refuses", "previous", "stays"), [(1, "1.0", False), (0, "1.0", True), (1, "2.0", True)])
def test_a_version_that_is_refused_does_not_stay_behind(refuses: int, previous: str, stays: bool, tmp_path: Path):
    """Neither is it left unpacked nor taken away where something leads to it."""
    text = (PACK / "debian" / "postinst").read_text("utf-8").replace("@VERSION@", "2.0")
    for place in ("/usr/lib/job-station", "/opt/job-station", "/run/systemd/system", "/boot/grub"):
        text = text.replace(place, f"{tmp_path}{place}")
    for place in ("usr/lib/job-station/packed/2.0", "opt/job-station/versions/1.0"):
        (tmp_path / place).mkdir(parents=True)
        shutil.copy("/bin/true", tmp_path / place / "kiosk")
    program = tmp_path / "opt/job-station"
    (program / "current").symlink_to("versions/1.0")
    (program / "previous").symlink_to(f"versions/{previous}")
    (tmp_path / "bin").mkdir()
    tools = {f"bin/{name}": 0 for name in ("systemd-sysusers", "systemd-tmpfiles", "dpkg")}
    for tool, ends in {**tools, "usr/lib/job-station/keeper": refuses}.items():
        (tmp_path / tool).write_text(f"#!/bin/sh\nexit {ends}\n", "ascii")
        (tmp_path / tool).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    subprocess.run(["sh", "-c", text, "sh", "configure"], env=environment, capture_output=True, check=True)
    assert (program / "versions/2.0").exists() is stays
    assert (program / "versions/1.0/kiosk").exists()


def test_removing_stops_every_unit_that_is_started():
    text = (PACK / "debian" / "prerm").read_text("utf-8")
    target = (ROOT / "config" / "units" / "job-station.target").read_text("utf-8")
    started = [word for line in target.splitlines() if "=" in line for word in line.partition("=")[2].split()]
    units = {one for one in started if one.startswith("job-station") and one != "job-station-install.service"}
    assert [unit for unit in {*units, "job-station-stick.service", "job-station.path"} if unit not in text] == []
