#!/bin/sh
# Sets up what is missing: system packages when it may, then .venv from the lock file.
#   setup.sh        what the station needs to run
#   setup.sh test   and what its tests need
#   setup.sh bench  and the peers it is measured beside
# Does nothing the second time. Interrupted at any point, it is repaired by running it again.
set -eu
cd "$(dirname "$0")/../.."

what=${1:-run}
case $what in
run) lock=requirements.lock ;;
test) lock=requirements-test.lock ;;
bench) lock=requirements-bench.lock ;;
*) echo "usage: setup.sh [run|test|bench]" >&2 && exit 2 ;;
esac

mkdir -p out
log=out/setup.log
exec 9>out/.setup-lock
flock 9 # a second `make` in another terminal waits for the first

say() { echo "set-up: $*"; }

give_up() {
    echo "set-up: $*" >&2
    exit 1
}

# Runs a step with its words in the log; shows their end when the step fails.
quietly() {
    "$@" >"$log" 2>&1 && return
    grep -v '^WARNING' "$log" | tail -n 15 >&2
    return 1
}

# --- system packages -----------------------------------------------------------------------------

python=$(sh config/setup/python.sh)

# Prints the Debian packages behind the shared libraries (given as library=package) that cannot be
# loaded. Loading them, not asking dpkg, holds for every distribution and every renaming of packages.
missing_libraries() {
    "$python" - "$@" <<'PYTHON'
import ctypes, sys
for library, package in (pair.split("=") for pair in sys.argv[1:]):
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
}

# Without these nothing starts, not even without a display.
needed=$(missing_libraries libGL.so.1=libgl1 libEGL.so.1=libegl1 libglib-2.0.so.0=libglib2.0-0 \
    libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1 libxkbcommon.so.0=libxkbcommon0)
# Without these there is no window, under X or Wayland.
window=$(missing_libraries libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 \
    libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1 \
    libxkbcommon-x11.so.0=libxkbcommon-x11-0 libwayland-cursor.so.0=libwayland-cursor0 \
    libwayland-egl.so.1=libwayland-egl1)
[ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || needed="$needed $window"

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # A Python from the distribution keeps these in a package named after its version.
    needed="$needed $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
if [ "$what" != run ] && ! command -v zbarimg >/dev/null; then
    needed="$needed zbar-tools" # reads our QR codes back from pictures
fi
[ "$what" = run ] || needed="$needed $(missing_libraries libatomic.so.1=libatomic1)" # for what drives the browser
# Without these the station does not read out and plays no recordings; everything else works.
voice=$(missing_libraries libespeak-ng.so.1=libespeak-ng1 libpulse.so.0=libpulse0)
command -v espeak-ng >/dev/null || voice="$voice espeak-ng" # tells whether the Mandarin voice speaks Mandarin
command -v aplay >/dev/null || voice="$voice alsa-utils"
# Without this letters become words of the catalogue only.
pinyin=$(missing_libraries libgooglepinyin.so.0=libgooglepinyin0)
useful="$window $voice $pinyin"
if [ "$what" != run ]; then
    # strace records what a program writes, so that the power can be cut anywhere; faketime moves its
    # clock; shellcheck reads the station's scripts; the others are a panel with a keyboard, and its photographs.
    for pair in strace=strace faketime=faketime shellcheck=shellcheck \
        weston=weston Xvfb=xvfb xdotool=xdotool import=imagemagick; do
        command -v "${pair%=*}" >/dev/null || useful="$useful ${pair#*=}"
    done
fi
if [ "$what" != run ] && grep -qs '^ID=debian' /etc/os-release && # Ubuntu has it as a snap only
    ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null; then
    useful="$useful chromium" # the browser in which the phone pages are tried
fi
if [ "$what" = bench ] && ! command -v nginx >/dev/null; then
    useful="$useful nginx-light" # a static server to stand beside ours
fi
[ -e /etc/ssl/certs/ca-certificates.crt ] || useful="$useful ca-certificates"

needed=$(echo $needed)
if [ -z "$needed" ] && [ -e .venv/set-up ] && [ "$what" != bench ]; then
    useful= # tried once; without a network there is no point in trying at every start
fi
wanted=$(printf '%s\n' $needed $useful | sort -u | xargs)

root=
if [ "$(id -u)" -ne 0 ] && sudo -n true 2>/dev/null; then
    root="sudo -n"
fi

apt() { # --force-confold: nobody is there to answer a question
    $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Options::=--force-confold "$@" </dev/null 9>&-
}

install_packages() {
    $root dpkg --configure -a </dev/null 9>&- # finishes what an interrupted run left
    apt update || true                 # one broken source need not matter
    apt install --no-install-recommends -y $wanted
}

if [ -n "$wanted" ] && command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || [ -n "$root" ]; }; then
    say "installing system packages, one to three minutes: $wanted"
    if ! quietly install_packages; then
        [ -z "$needed" ] || give_up "system packages were not installed. Type: sudo apt-get update && sudo apt-get install $needed"
        say "going on without them"
    fi
elif [ -n "$needed" ]; then
    give_up "needs system packages and may not install them. Type: sudo apt-get install $needed"
fi

# --- .venv ---------------------------------------------------------------------------------------

# Written last, removed first: what it says is in .venv, is. The folder counts because a virtual
# environment does not survive being moved, the project file because it names the programs.
state=.venv/set-up
locks=$({ "$python" -VV; pwd; cat requirements*.lock; } | sha256sum | cut -c1-32)
project=$(sha256sum <pyproject.toml | cut -c1-32)

had_locks= had_what= had_project=
if [ -e "$state" ] && .venv/bin/python -c '' 2>/dev/null; then
    read -r had_locks had_what had_project <"$state" || true
fi
# Each level holds the ones before it.
level() { case $1 in run) echo 1 ;; test) echo 2 ;; bench) echo 3 ;; *) echo 0 ;; esac; }
had=0
[ "$had_locks" != "$locks" ] || had=$(level "$had_what")
if [ "$had" -ge "$(level "$what")" ] && [ "$had_project" = "$project" ]; then
    say "already set up" && exit
fi
rm -f "$state"

if [ "$had_locks" != "$locks" ]; then
    say "making .venv with $("$python" -V)"
    quietly "$python" -m venv --clear .venv || give_up "cannot make .venv; the whole story is in $log"
fi
if [ "$had" -lt "$(level "$what")" ]; then
    say "installing $(grep -c '^[a-z]' $lock) Python packages from $lock, up to three minutes the first time"
    quietly .venv/bin/python -m pip install -qq --require-hashes --only-binary :all: -r $lock ||
        give_up "Python packages were not installed; is the network there? The whole story is in $log"
fi
[ "$had" -le "$(level "$what")" ] || what=$had_what

# compat: a plain path file, because the default finder costs every start of every program.
quietly .venv/bin/python -m pip install -qq --no-deps --no-build-isolation --no-index \
    --config-settings editable_mode=compat --editable . || give_up "this project was not installed; the whole story is in $log"

echo "$locks $what $project" >"$state"
say "done"
