#!/bin/sh
# Runs `make run` and `make test` on the last commit inside a new Debian that has only git, make and
# python3, as a person with a new machine would. Needs root and debootstrap; leaves logs in out/fresh/.
#   SUITE=trixie fresh.sh       another Debian (default: bookworm, which is Debian 12)
#   WORDS="setup test" fresh.sh other words of the Makefile than `run test`
set -eu
cd "$(dirname "$0")/../.."

suite=${SUITE:-bookworm}
words=${WORDS:-run test}

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
    echo "fresh-test: needs root and debootstrap. Type: sudo apt-get install debootstrap && sudo make fresh-test" >&2
    exit 1
fi
# In name spaces of its own, so that mounts and left-over programs end with it, however it ends.
if [ -z "${FRESH_INSIDE:-}" ]; then
    FRESH_INSIDE=1 exec unshare --mount --pid --fork --kill-child --propagation private sh "$0" "$@"
fi

who=fresh-test
logs=$PWD/out/fresh
mkdir -p "$logs"
room=$(mktemp -d)
chmod 755 "$room" # as the root of any machine is: some programs run as nobody
clean_up() {
    umount -q "$room/proc" "$room/dev/shm" "$room/dev/pts" 2>/dev/null || true
    rm -rf --one-file-system "$room"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

. config/setup/step.sh

# This machine's own package source, and how it is reached, hold inside too.
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    grep -v '^#' | grep -Eo '(https?|file)://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ')

step "making $suite" debootstrap --variant=minbase --include=git,make,python3 "$suite" "$room" ${mirror:+"$mirror"}

cp -L /etc/resolv.conf "$room/etc/resolv.conf"
cp -L /etc/hosts "$room/etc/hosts"
cp -r /etc/apt/apt.conf.d/. "$room/etc/apt/apt.conf.d/"
for file in /etc/apt/apt.conf /etc/apt/auth.conf /etc/pip.conf; do
    [ ! -e "$file" ] || cp "$file" "$room$file"
done
mkdir -p "$room/root/.config/pip" "$room/usr/local/share/ca-certificates"
[ ! -e ~/.config/pip/pip.conf ] || cp ~/.config/pip/pip.conf "$room/root/.config/pip/"
cp -r /usr/local/share/ca-certificates/. "$room/usr/local/share/ca-certificates/"
authorities=
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    authorities=/root/authorities.crt # not where the ca-certificates package will put its own
    cp -L /etc/ssl/certs/ca-certificates.crt "$room$authorities"
fi

mount -t proc proc "$room/proc"
mkdir -p "$room/dev/shm" "$room/dev/pts"
mount -t tmpfs tmpfs "$room/dev/shm"
mount -t devpts devpts "$room/dev/pts"

git clone --quiet . "$room/root/job-station"
inside() {
    # A new environment but for proxies and pip's settings.
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
        $(env | grep -iE '^(https?_proxy|no_proxy|ftp_proxy|pip_[a-z_]+)=' | grep -v '^PIP_CERT=' | grep -v ' ') \
        ${authorities:+PIP_CERT=$authorities} \
        chroot "$room" sh -c 'cd /root/job-station && "$@"' sh "$@"
}

for word in $words; do
    step "make $word" inside make "$word"
    grep -E '^set-up:|passed|failed|\.png$' "$log" | tail -n 20 | sed 's/^/    /' || true
done
step "make setup again" inside make setup
grep -q 'already set up' "$log" || { echo "fresh-test:   FAILED: the second set-up did something" && exit 1; }
echo "fresh-test: $suite with git, make and python3: $words passed"
