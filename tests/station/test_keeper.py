"""The keeper, unprivileged, in a folder: it counts, mends, goes back, judges, and is killed wherever it can be."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

KEEPER = Path(__file__).resolve().parents[2] / "config" / "units" / "keeper"
SYNC = '#!/bin/sh\necho "sync-$(basename "$(dirname "$(readlink -f "$0")")") $*" >>"$CALLS"\n'
INSTALLING = 'case "$*" in *install*) "$KEEPER" begin-trial 2.0 1.0 ;; esac\n'
SYSTEMCTL = """#!/bin/sh
case "$1" in
show) cat "$EXCHANGE" ;;
*) echo "systemctl $*" >>"$CALLS" ;;
esac
"""
KILLER = """#!/bin/sh
exec 8>>"$COUNT.lock"
$FLOCK 8
read -r n <"$COUNT"
n=$((n + 1))
echo "$n" >"$COUNT"
exec 8>&-
[ "$n" != "$KILL_BEFORE" ] || kill -9 "-$GROUP"
"$REAL" "$@"
status=$?
[ "$n" != "$KILL_AFTER" ] || kill -9 "-$GROUP"
exit $status
"""
COMMANDS = ("basename", "cat", "cut", "flock", "grep", "head", "ln", "mkdir", "mv", "readlink", "rm", "sed", "sync")
OLD, NEW = "1.0", "2.0"
STEP = int(os.environ.get("KEEPER_STEP", "7"))
"""It is killed at every so many-th command; 1 for all of them."""

pytestmark = pytest.mark.skipif(not shutil.which("flock"), reason="no flock here (util-linux)")


class Box:
    """A machine with two versions and a clock of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program, self.state, self.run = folder / "opt", folder / "keeper", folder / "run"
        self.calls_file, self.exchange = folder / "calls", folder / "exchange"
        for made in ("opt/versions", "keeper", "run", "station/updates", "proc/sys/kernel/random", "bin", "drm"):
            (folder / made).mkdir(parents=True)
        self.calls_file.touch()
        for version in (OLD, NEW):
            self.version(version)
        (self.program / "current").symlink_to(f"versions/{OLD}")
        self.program_file(folder / "bin" / "systemctl", SYSTEMCTL)
        self.boot = "aaaa"
        self.at(1_000)
        self.exchange_since(0)

    def version(self, name: str, *, sync: str = SYNC) -> None:
        folder = self.program / "versions" / name
        folder.mkdir(exist_ok=True)
        self.program_file(folder / "kiosk", "#!/bin/sh\n")
        self.program_file(folder / "kiosk-sync", sync)

    @staticmethod
    def program_file(path: Path, text: str) -> None:
        path.write_text(text, "utf-8")
        path.chmod(0o755)

    def at(self, uptime: int, boot: str = "") -> None:
        """Let the machine have been up for so many seconds."""
        self.boot = boot or self.boot
        self.now = uptime
        (self.folder / "proc/uptime").write_text(f"{uptime}.55 1.00\n")
        (self.folder / "proc/sys/kernel/random/boot_id").write_text(self.boot + "\n")

    def exchange_since(self, uptime: int, state: str = "active") -> None:
        text = f"ActiveState={state}\nActiveEnterTimestampMonotonic={uptime * 1_000_000 + 123_456}\n"
        self.exchange.write_text(text, "utf-8")

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "KEEPER": str(KEEPER),
            "KEEPER_PROGRAM": str(self.program),
            "KEEPER_HOME": str(self.folder / "station"),
            "KEEPER_STATE": str(self.state),
            "KEEPER_PROC": str(self.folder / "proc"),
            "KEEPER_DRM": str(self.folder / "drm"),
            "KEEPER_SYSTEMCTL": str(self.folder / "bin/systemctl"),
            "KEEPER_AS": "",
            "KEEPER_NAP": "echo napped",
            "JOB_STATION_RUN": str(self.run),
            "CALLS": str(self.calls_file),
            "EXCHANGE": str(self.exchange),
        }

    def keeper(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(KEEPER), *words],
            env=self.environment() | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def start(self, times: int = 1) -> str:
        """Start the screen so often; it never gets well. Return what the last one said and did."""
        for _ in range(times):
            self.calls_file.write_text("")
            done = self.keeper("before-start")
            assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr + self.calls()

    def well(self, since: int, version: str = "") -> None:
        said = f"version={version or self.current()}\nsince={since}\nuptime={self.now}\n"
        (self.run / "well").write_text(said)

    def judge(self) -> str:
        self.calls_file.write_text("")
        done = self.keeper("judge")
        assert done.returncode == 0, done.stderr
        return done.stderr + self.calls()

    def begin_trial(self) -> None:
        done = self.keeper("begin-trial", NEW, OLD)
        assert done.returncode == 0, done.stderr
        self.start()

    def current(self) -> str:
        return (self.program / "current").readlink().name

    def calls(self) -> str:
        return self.calls_file.read_text("utf-8")

    def status(self) -> dict[str, object]:
        done = self.keeper("status")
        assert done.returncode == 0, done.stderr
        told: dict[str, object] = json.loads(done.stdout)
        return told


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


@pytest.fixture
def tried(box: Box) -> Box:
    box.begin_trial()
    return box


def test_a_screen_that_gets_well_is_left_alone(box: Box):
    for _ in range(20):
        assert box.start() == ""
        box.well(since=box.now)
    assert box.status()["starts"] == 1


def test_after_three_bad_starts_the_content_is_mended_by_the_version_that_is_here(box: Box):
    assert box.start(3) == ""
    assert "sync-1.0 --home" in (said := box.start()), said
    assert said.rstrip().endswith("mend")
    assert box.start() == "", "once is enough for now"


def test_after_six_the_version_before_is_taken(box: Box):
    (box.program / "previous").symlink_to(f"versions/{NEW}")
    box.start(6)
    assert box.current() == OLD
    assert f"back to {NEW}: {OLD} did not get well" in box.start()
    assert box.current() == NEW
    assert box.status() == {"version": NEW, "previous": NEW, "trial": "", "starts": 1, "refused": [OLD]}


def test_when_nothing_helps_it_goes_on_with_growing_care(box: Box):
    said = [box.start() for _ in range(35)]
    naps = [int(one.split("napped")[1]) for one in said if "napped" in one]
    assert naps == sorted(naps)
    assert (naps[0], naps[-1]) == (14, 60)
    assert sum("mend" in one for one in said) == 4, "and mends now and then"
    assert box.current() == OLD


def test_a_mending_that_fails_does_not_keep_the_screen_from_starting(box: Box):
    box.version(OLD, sync="#!/bin/sh\nexit 3\n")
    assert "could not be mended" in box.start(4)


def test_starts_without_a_panel_do_not_count(box: Box):
    (box.folder / "drm/card0-HDMI-A-1").mkdir()
    (box.folder / "drm/card0-HDMI-A-1/status").write_text("disconnected\n")
    assert "no panel" in box.start(9)
    (box.folder / "drm/card0-HDMI-A-1/status").write_text("connected\n")
    assert box.start() == ""
    assert box.status()["starts"] == 1


def test_a_version_that_is_not_there_any_more_is_replaced_by_one_that_runs(box: Box):
    shutil.rmtree(box.program / "versions" / OLD)
    assert f"{NEW} runs" in box.start()
    assert box.current() == NEW


def test_a_broken_count_is_none(box: Box):
    for said in ("", "-1", "08", "1e9", "99999999999999999999", "\0\0", "a\nb"):
        (box.state / "starts").write_text(said)
        assert "mend" not in box.start()
        assert box.status()["starts"] == 1


def test_a_version_is_kept_when_screen_and_exchange_were_well_for_fifteen_minutes(tried: Box):
    tried.exchange_since(1_010)
    tried.at(1_100)
    tried.well(since=1_070)
    assert "good" not in tried.judge()
    assert tried.status()["trial"] == NEW
    tried.at(1_969)
    tried.well(since=1_070)
    assert "good" not in tried.judge(), "a second too early"
    tried.at(1_970)
    tried.well(since=1_070)
    assert f"{NEW} is good" in tried.judge()
    assert tried.status() == {"version": NEW, "previous": OLD, "trial": "", "starts": 0, "refused": []}


@pytest.mark.parametrize("state", ["activating", "failed", "active"])
def test_a_version_whose_exchange_does_not_keep_running_is_not_good(tried: Box, state: str):
    for now in (2_000, 3_000):
        tried.at(now)
        tried.exchange_since(now - 500, state)
        tried.well(since=1_070)
        tried.judge()
        assert tried.status()["trial"] == NEW
    tried.at(4_600)
    tried.exchange_since(4_100, state)
    tried.well(since=1_070)
    assert "back to 1.0" in tried.judge()


def test_a_station_served_by_stick_has_no_exchange(tried: Box):
    tried.exchange_since(0, "inactive")
    tried.at(2_000)
    tried.well(since=1_070)
    assert "good" in tried.judge()


def test_a_version_that_is_not_well_for_long_enough_within_an_hour_is_given_up(tried: Box):
    for minute in range(0, 59, 4):
        tried.at(1_000 + 60 * minute)
        tried.well(since=tried.now - min(800, 60 * (minute % 12)))
        assert "back" not in tried.judge()
    tried.at(4_600)
    said = tried.judge()
    assert "back to 1.0" in said
    assert "try-restart job-station-screen.service" in said
    assert tried.status() == {"version": OLD, "previous": OLD, "trial": "", "starts": 0, "refused": [NEW]}
    tried.start()
    assert tried.keeper("begin-trial", NEW, OLD).returncode == 1, "it is not taken again"
    assert tried.keeper("refused", NEW).returncode == 0
    assert tried.keeper("refused", OLD).returncode == 1


def test_three_bad_starts_of_a_version_on_trial_are_enough(tried: Box):
    assert tried.start(2) == ""
    assert "back to 1.0" in tried.start()
    assert tried.current() == OLD
    assert tried.status()["refused"] == [NEW]


def test_what_the_former_version_said_does_not_count(tried: Box):
    tried.at(2_000)
    tried.well(since=1_000, version=OLD)
    assert "good" not in tried.judge()


def test_old_news_does_not_count(tried: Box):
    tried.at(1_950)
    tried.well(since=1_010)
    tried.at(2_200)
    assert "good" not in tried.judge()


def test_a_machine_that_starts_anew_begins_the_hour_anew_but_not_for_ever(tried: Box):
    for number in range(4):
        tried.at(100, boot=f"boot-{number}")
        assert "back" not in tried.judge()
        tried.at(3_600)
        assert "back" not in tried.judge()
    tried.at(100, boot="boot-9")
    assert "back to 1.0" in tried.judge()


def test_a_trial_that_cannot_be_read_is_over(tried: Box):
    (tried.state / "trial").write_text("\0\0\0")
    tried.at(99_999)
    assert "back" not in tried.judge()
    assert not (tried.state / "trial").exists()
    assert tried.current() == NEW


def test_the_screen_cannot_stop_the_keeper(tried: Box):
    """What lies in the screen's folder may be anything: it does not run as root, and may be somebody else's by now."""
    tried.at(99_999)
    for said in (
        "since=08\nuptime=09\n",
        "version=$(touch x)\n",
        "uptime=99999\nsince=99999999999999\n",
        "\xff" * 9999,
    ):
        (tried.run / "well").write_text(said)
        (tried.run / "busy").touch()
        assert tried.keeper("judge").returncode == 0
    assert tried.current() == OLD
    (tried.run / "well").unlink()
    os.mkfifo(tried.run / "well")
    assert tried.keeper("judge").returncode == 0
    (tried.run / "well").unlink()
    (tried.run / "well").symlink_to("/dev/zero")
    assert tried.keeper("judge").returncode == 0
    assert tried.keeper("before-start").returncode == 0


def test_nothing_is_changed_in_the_middle_of_a_visit(box: Box):
    box.start()
    box.version(OLD, sync=SYNC + INSTALLING)
    (box.folder / "station/updates/wanted.json").write_text("{}")
    (box.run / "busy").touch()
    done = box.keeper("install")
    assert done.returncode == 0, done.stderr
    assert box.status()["trial"] == NEW
    assert "restart" not in box.calls() + box.judge()
    (box.run / "busy").unlink()
    assert "systemctl --no-block try-restart job-station-screen.service job-station-exchange.service" in box.judge()
    box.start()
    assert "restart" not in box.judge()


def test_without_anything_wanted_nothing_is_installed(box: Box):
    assert box.keeper("install").returncode == 0
    assert box.calls() == ""


@pytest.mark.parametrize("name", ["3.0", "../2.0", "", ".", "-f", "2.0\n1.0"])
def test_what_cannot_run_is_not_tried(box: Box, name: str):
    assert box.keeper("begin-trial", name, OLD).returncode == 1
    assert box.current() == OLD


def test_unknown_words_are_told(box: Box):
    assert box.keeper("dance").returncode == 2


def unplugged(box: Box) -> Path:
    """Let the panel be off; return the file that says so."""
    status = box.folder / "drm/card0-HDMI-A-1/status"
    status.parent.mkdir()
    status.write_text("disconnected\n")
    return status


def test_a_start_that_the_power_ended_does_not_count(box: Box):
    """Each time the plug is pulled within a minute of the start: neither content nor version is to blame."""
    (box.program / "previous").symlink_to(f"versions/{NEW}")
    for number in range(12):
        box.at(10, boot=f"boot-{number}")
        assert box.start() == ""
    assert (box.current(), box.status()["starts"]) == (OLD, 1)
    assert box.start(2) == ""
    assert "mend" in box.start(), "within one start of the machine they count"


def test_out_of_service_for_a_cause_that_is_not_the_versions_costs_nothing(box: Box):
    (box.program / "previous").symlink_to(f"versions/{NEW}")
    assert box.start(3) == ""
    for _ in range(30):
        (box.run / "trouble").touch()
        assert box.start() == ""
        assert not (box.run / "trouble").exists(), "each start is asked anew"
    assert box.current() == OLD
    assert "mend" in box.start()


@pytest.mark.parametrize("starts", [4, 7])
def test_what_does_not_count_leads_to_nothing_a_second_time(box: Box, starts: int):
    box.start(starts)
    (box.program / "previous").symlink_to(f"versions/{NEW}")
    for number in range(3):
        (box.run / "trouble").touch()
        assert box.start() == ""
        box.at(10, boot=f"boot-{number}")
        assert box.start() == ""
    assert box.current() == OLD


def test_on_trial_it_does_cost_the_version(tried: Box):
    for _ in range(3):
        (tried.run / "trouble").touch()
        said = tried.start()
    assert "back to 1.0" in said


def test_a_start_takes_away_what_the_one_before_left(box: Box):
    for name in ("busy", "well", "stick-wanted"):
        (box.run / name).touch()
    box.start()
    assert list(box.run.iterdir()) == []


def test_while_no_panel_is_connected_no_version_is_judged(tried: Box):
    status = unplugged(tried)
    for number, now in enumerate((2_000, 9_000, 200, 90_000, 100, 60, 50, 40)):
        tried.at(now, boot=f"boot-{number}")
        assert "back" not in tried.judge()
    status.write_text("connected\n")
    tried.at(90_000)
    assert "back" not in tried.judge(), "its hour begins now"
    tried.at(93_599)
    assert "back" not in tried.judge()
    tried.at(93_600)
    assert "back to 1.0" in tried.judge()


def test_the_hour_of_a_version_begins_when_it_is_started(box: Box):
    box.start()
    assert box.keeper("begin-trial", NEW, OLD).returncode == 0
    (box.run / "busy").touch()
    box.judge()
    written = (box.state / "trial").stat().st_mtime_ns
    box.at(99_999)
    assert "back" not in box.judge()
    assert (box.state / "trial").stat().st_mtime_ns == written, "waiting wears no disk"
    box.start()
    box.at(100_100)
    assert "back" not in box.judge()
    box.at(103_700)
    assert "back to 1.0" in box.judge()


def test_what_the_keeper_writes_can_be_read_by_everybody(box: Box):
    line = 'umask 077; exec sh "$0" "$@"'
    for words in (("before-start",), ("begin-trial", NEW, OLD), ("before-start",)):
        subprocess.run(["sh", "-c", line, str(KEEPER), *words], env=box.environment(), check=True, capture_output=True)
    modes = {path.name: path.stat().st_mode & 0o777 for path in box.state.iterdir()}
    assert modes == dict.fromkeys(("starts", "running", "trial", "lock"), 0o644)


def test_a_mending_leaves_nothing_for_others_to_read(box: Box):
    box.version(OLD, sync='#!/bin/sh\numask >>"$CALLS"\n')
    assert box.start(4).strip() == "keeper: 3 starts that did not get well: the last good content\n0077"


@pytest.mark.parametrize("name", ["refused", "current"])
def test_where_the_disk_takes_nothing_it_says_so_and_tries_again(tried: Box, name: str):
    """Neither a version that is given up and comes again, nor one that stays without being on trial."""
    blocked = tried.state / "refused.new" if name == "refused" else tried.program / "current.new"
    (blocked / "full").mkdir(parents=True)
    tried.at(99_999)
    assert "back to" not in tried.judge()
    assert (tried.current(), tried.status()["trial"]) == (NEW, NEW)
    shutil.rmtree(blocked)
    assert "back to 1.0" in tried.judge()
    assert tried.status()["refused"] == [NEW]


def test_a_note_of_what_runs_that_was_cut_off_starts_nothing(box: Box):
    box.start()
    (box.state / "running").write_text("")
    assert "restart" not in box.judge()
    box.start()
    assert (box.state / "running").read_text() == f"{OLD}\n"


def test_a_centre_is_forgotten_when_root_says_so(box: Box):
    trust = box.program / "trust"
    trust.mkdir()
    (trust / "root.json").write_text("{}")
    assert box.keeper("forget-centre").returncode == 0
    assert not trust.exists()
    assert box.calls() == "systemctl --no-block start job-station-install.service\n"
    assert box.current() == OLD


def _path(name: str) -> str:
    return shutil.which(name) or name


def killing(box: Box, words: tuple[str, ...], number: int, when: str) -> bool:
    """Kill the keeper with all its children at the n-th command it calls; tell whether there were so many."""
    tools = box.folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in COMMANDS:
        path = tools / name
        if not path.exists():
            box.program_file(path, KILLER.replace("$REAL", _path(name)).replace("$FLOCK", _path("flock")))
    count = box.folder / "count"
    count.write_text("0\n")
    environment = box.environment() | {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "COUNT": str(count),
        "KILL_BEFORE": str(number) if when == "before" else "",
        "KILL_AFTER": str(number) if when == "after" else "",
    }
    line = 'export GROUP=$$; exec sh "$@"'
    done = subprocess.run(
        ["sh", "-c", line, "-", str(KEEPER), *words],
        env=environment, capture_output=True, check=False, timeout=60, start_new_session=True,
    )  # fmt: skip
    killed = done.returncode == -9
    assert killed or (done.returncode == 0 and int(count.read_text()) < number)
    return killed


def whole(box: Box) -> str:
    """Return the version that runs; there is always one."""
    current = box.program / "current"
    assert current.is_symlink()
    assert (current / "kiosk").is_file()
    assert (current / "kiosk-sync").is_file()
    return box.current()


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_anywhere_while_it_switches_one_of_the_two_versions_runs(tmp_path: Path, when: str):
    found = set()
    for number in range(1, 200, STEP):
        box = Box(tmp_path / str(number))
        if not killing(box, ("begin-trial", NEW, OLD), number, when):
            break
        found.add(whole(box))
        box.judge()
        if whole(box) == NEW:
            assert box.status()["trial"] == NEW, "a new version never runs without being on trial"
        else:
            assert box.keeper("begin-trial", NEW, OLD).returncode == 0, "it can be tried again"
            assert box.status()["trial"] == NEW
    assert 10 < number < 200 - STEP
    assert found == {OLD, NEW} if STEP == 1 else OLD in found


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_anywhere_while_it_goes_back_it_gets_there_the_next_time(tmp_path: Path, when: str):
    found = set()
    for number in range(1, 300, STEP):
        box = Box(tmp_path / str(number))
        box.begin_trial()
        box.at(99_999)
        if not killing(box, ("judge",), number, when):
            break
        found.add(whole(box))
        box.judge()
        assert whole(box) == OLD
        assert box.status()["refused"] == [NEW]
        assert box.status()["trial"] == ""
    assert 20 < number < 300 - STEP
    assert found == {OLD, NEW} if STEP == 1 else NEW in found
