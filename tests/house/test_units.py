"""The units, as a package installs them: what is there is whole, hardened, and leaves no way to a console."""

import ctypes
import os
import re
import shutil
import subprocess
from configparser import RawConfigParser
from ctypes.util import find_library
from pathlib import Path

import pytest

from kiosk.app.memory import OVERWRITE, TUNABLES
from kiosk.settings import ExchangeSettings, parse

UNITS = Path(__file__).resolve().parents[2] / "config" / "units"
SYSTEM = Path("/usr/lib/systemd/system")
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
EXPOSURE = {
    "job-station-display.service": 1.4,
    "job-station-exchange.service": 1.5,
    "job-station-install.service": 1.6,
    "job-station-judge.service": 1.4,
    "job-station-screen.service": 1.0,
    "job-station-stick.service": 3.8,
}
"""What `systemd-analyze security` may say at most, of 10; docs/unattended.md says what is left."""
SEEN_BY_OTHERS = "job-station-stick.service"
"""What it mounts has to be seen by the screen, so it can have no view of the files of its own."""
PROGRAMS = (
    "/opt/job-station/current/kiosk",
    "/opt/job-station/current/kiosk-sync",
    "/usr/bin/weston",
    "/usr/bin/env",
    "/usr/bin/setpriv",
)

no_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze") or not SYSTEM.is_dir(), reason="no systemd here to judge units"
)


def rows() -> list[list[str]]:
    lines = (UNITS / "INSTALL").read_text("utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def settings(name: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNITS / name, "utf-8")
    return parser


def installed(root: Path) -> Path:
    """Install everything into a folder that is laid out as a machine is."""
    shutil.copytree(SYSTEM, root / "usr/lib/systemd/system", symlinks=True, ignore=shutil.ignore_patterns("job-*"))
    for kind, source, place, *mode in rows():
        target = root / place[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        if kind == "link":
            target.symlink_to(source)
        else:
            shutil.copy(UNITS / source, target)
            target.chmod(int(mode[0], 8))
    for program in (*PROGRAMS, "/bin/sh", "/bin/sleep", "/usr/bin/grep", "/sbin/agetty", "/usr/bin/false"):
        file = root / program[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/sh\n")
        file.chmod(0o755)
    return root


def test_the_table_names_every_file_and_nothing_else():
    named = {source for kind, source, *_ in rows() if kind != "link"}
    assert named | {"INSTALL"} == {path.name for path in UNITS.iterdir()}
    assert all(kind in ("file", "config", "link") for kind, *_ in rows())
    places = [place for _, _, place, *_ in rows()]
    assert len(places) == len(set(places))


@no_systemd
def test_systemd_finds_nothing_to_complain_of(tmp_path: Path):
    root = installed(tmp_path)
    names = [path.name for path in UNITS.iterdir() if path.suffix in (".service", ".target", ".path", ".timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", f"--root={root}", *names], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if "job-station" in line]
    assert (done.returncode, said) == (0, []), done.stderr


@no_systemd
def test_systemd_sees_what_is_wrong_with_a_unit(tmp_path: Path):
    root = installed(tmp_path)
    unit = root / "usr/lib/systemd/system/job-station-screen.service"
    unit.write_text(unit.read_text("utf-8").replace("WatchdogSec=30", "WatchdogSec=soon"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", f"--root={root}", unit.name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "parse sec value" in done.stderr


@no_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_exposed_no_more_than_it_need_be(name: str):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNITS / name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"exposure level for \S+ ([0-9.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) <= EXPOSURE[name]


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_leaves_a_core_file_or_grows_without_end(name: str):
    service = settings(name)["Service"]
    assert service["LimitCORE"] == "0"
    assert service["NoNewPrivileges"] == "yes"
    assert service.get("ProtectSystem") == (None if name == SEEN_BY_OTHERS else "strict")
    assert service["MemoryMax"]


@pytest.mark.parametrize("name", ["display", "screen", "exchange"])
def test_what_should_always_run_is_started_again_for_ever(name: str):
    unit = settings(f"job-station-{name}.service")
    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert unit["Service"]["WatchdogSec"]
    assert unit["Service"]["Type"] == "notify"


def test_the_screen_has_no_network_and_nothing_of_a_developer():
    text = (UNITS / "job-station-screen.service").read_text("utf-8")
    screen = settings("job-station-screen.service")["Service"]
    assert screen["PrivateNetwork"] == "yes"
    assert "AF_INET" not in screen["RestrictAddressFamilies"]
    assert "--no-exchange" in screen["ExecStart"]
    assert "qmljsdebugger" not in text
    assert "Environment=QT_QPA_PLATFORM=wayland\n" in text
    homes = re.findall(r"^Environment=(?:HOME|TMPDIR|XDG_\w+)=(\S+)$", text, re.MULTILINE)
    assert f"Environment={TUNABLES}={OVERWRITE}\n" in text
    assert len(homes) == 6
    assert all(home.startswith("/run/job-station-screen") for home in homes), "in memory"


@pytest.mark.parametrize("name", ["screen", "exchange"])
def test_screen_and_exchange_know_the_folder_of_signs_and_can_read_it(name: str):
    text = (UNITS / f"job-station-{name}.service").read_text("utf-8")
    assert "Environment=JOB_STATION_RUN=/run/job-station\n" in text
    service = settings(f"job-station-{name}.service")["Service"]
    assert "/run/job-station" not in service["InaccessiblePaths"].replace("-/", "/").split()
    assert service["User"] == "job-station"


def test_the_compositor_hears_of_panels_that_are_plugged_in():
    """The kernel tells them by netlink, which a network of one's own does not pass on (systemd.exec(5))."""
    display = settings("job-station-display.service")["Service"]
    assert "PrivateNetwork" not in display
    assert display["RestrictAddressFamilies"] == "AF_UNIX AF_NETLINK"
    assert display["IPAddressDeny"] == "any"


def test_a_stick_is_opened_in_a_folder_of_roots_own():
    assert "d /run/job-station-stick 0755 root root -\n" in (UNITS / "tmpfiles.conf").read_text("utf-8")
    assert ExchangeSettings().stick == "/run/job-station-stick"
    assert parse((UNITS.parent / "station.toml").read_text("utf-8"), "it").exchange == ExchangeSettings()
    path, service = settings("job-station-stick.path")["Path"], settings("job-station-stick.service")["Service"]
    assert path["TriggerLimitIntervalSec"] == "0", "it would be dead after it"
    assert service["ExecStopPost"] == "/bin/sleep 2", "what is tried again without a limit is tried slowly"


def test_a_disk_that_is_no_stick_may_be_the_machines_own():
    rules = (UNITS / "70-job-station-usb.rules").read_text("utf-8")
    hidden = [line for line in rules.splitlines() if "SYSTEMD_READY" in line]
    assert hidden
    assert all('ATTRS{removable}=="1"' in line for line in hidden)


def test_a_machine_whose_disk_is_not_found_starts_again():
    line = (UNITS / "grub.cfg").read_text("utf-8").splitlines()[-1]
    assert {"panic=10", "rd.shell=0"} <= set(line.partition('"')[2].rstrip('"').split())


def test_no_console_is_left():
    masked = {
        Path(place).name for kind, source, place in (row for row in rows() if row[0] == "link") if "null" in source
    }
    assert {"ctrl-alt-del.target", "getty@.service", "autovt@.service", "debug-shell.service"} <= masked
    assert settings("logind.conf")["Login"]["NAutoVTs"] == "0"
    assert settings("logind.conf")["Login"]["ReserveVT"] == "0"
    assert settings("system.conf")["Manager"]["CtrlAltDelBurstAction"] == "none"
    assert "kernel.sysrq = 0\n" in (UNITS / "sysctl.conf").read_text("utf-8")


def test_the_compositor_hears_no_keys_of_its_own():
    weston = settings("weston.ini")
    assert weston["core"]["shell"] == "kiosk-shell.so"
    assert weston["core"]["idle-time"] == "0"
    assert weston["shell"]["binding-modifier"] == "none"
    assert weston["shell"]["allow-zap"] == "false"
    assert weston["keyboard"]["vt-switching"] == "false"


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="no shellcheck here")
@pytest.mark.parametrize("name", ["keeper", "panel", "stick"])
def test_the_scripts_are_sound(name: str):
    done = subprocess.run(["shellcheck", "--shell=sh", str(UNITS / name)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert os.access(UNITS / name, os.X_OK)
    assert len((UNITS / name).read_text("utf-8").splitlines()) < 250


class _Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


@pytest.mark.skipif(
    not find_library("xkbcommon") or not Path("/usr/share/X11/xkb").is_dir(), reason="no keyboard layouts here"
)
@pytest.mark.parametrize(("options", "calls"), [(b"", True), (None, False)], ids=["as usual", "as ours"])
def test_the_windows_key_calls_nothing_of_the_compositor(options: bytes | None, calls: bool):
    """Weston's Super is the modifier Mod4; in our layout no key has it."""
    xkb = ctypes.CDLL(find_library("xkbcommon"))
    for name in ("xkb_context_new", "xkb_keymap_new_from_names", "xkb_state_new"):
        getattr(xkb, name).restype = ctypes.c_void_p
    if options is None:
        options = settings("weston.ini")["keyboard"]["keymap_options"].encode()
    names = _Names(b"evdev", b"pc105", b"us", b"", options)
    context = ctypes.c_void_p(xkb.xkb_context_new(0))
    keymap = ctypes.c_void_p(xkb.xkb_keymap_new_from_names(context, ctypes.byref(names), 0))
    assert keymap, "the layout cannot be made"
    active = False
    for key in range(9, 256):
        state = ctypes.c_void_p(xkb.xkb_state_new(keymap))
        xkb.xkb_state_update_key(state, key, 1)
        active = active or xkb.xkb_state_mod_name_is_active(state, b"Mod4", 1 << 3) > 0
    assert active is calls
