#!/bin/sh
# Installs the Debian package on a new Debian 12 that has no Python, and proves there what it promises: it joins by a
# stick without a network, finds work, and walks through the whole job with the pictures the source draws.
# Needs root, debootstrap and what `make pack` made; leaves logs and pictures in out/pack-test/.
#   BUILD=no pack-test.sh   takes the package that is there
set -eu
cd "$(dirname "$0")/../.."

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
    echo "pack-test: needs root and debootstrap. Type: sudo apt-get install debootstrap && sudo make pack-test" >&2
    exit 1
fi
[ "${BUILD:-yes}" = no ] || sh config/pack/pack.sh
# In name spaces of its own, so that mounts and left-over programs end with it, however it ends.
if [ -z "${PACK_INSIDE:-}" ]; then
    BUILD=no PACK_INSIDE=1 exec unshare --mount --pid --fork --kill-child --propagation private sh "$0" "$@"
fi

who=pack-test
logs=$PWD/out/pack-test
rm -rf "$logs"
mkdir -p "$logs"
deb=$(ls -t out/pack/job-station_*_amd64.deb | head -n 1)
work=$(mktemp -d)
room=$work/room
mkdir "$room"
chmod 755 "$work" "$room"
clean_up() {
    umount -q "$room/proc" "$room/dev/shm" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

. config/setup/step.sh
inside() { env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
    LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive ${KIOSK_TOKEN:+KIOSK_TOKEN=$KIOSK_TOKEN} chroot "$room" "$@"; }
no_network() { unshare --net -- "$@"; }
centre() { .venv/bin/kiosk-centre --home "$work/centre" "$@"; }
token() { centre token | tail -n 1 | awk '{print $NF}'; }
no_python() {
    for name in python3 python python3.11; do
        if inside sh -c "command -v $name"; then fail "there is a $name in the room"; fi
    done
}

mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    grep -v '^#' | grep -Eo '(https?|file)://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ')
step "making a debian without python" debootstrap --variant=minbase bookworm "$room" ${mirror:+"$mirror"}
cp -L /etc/resolv.conf /etc/hosts "$room/etc/"
cp -r /etc/apt/apt.conf.d/. "$room/etc/apt/apt.conf.d/"
for file in /etc/apt/apt.conf /etc/apt/auth.conf; do
    [ ! -e "$file" ] || cp "$file" "$room$file"
done
cp -r /usr/local/share/ca-certificates/. "$room/usr/local/share/ca-certificates/" 2>/dev/null || true
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$room/etc/ssl/certs"
    cp -L /etc/ssl/certs/ca-certificates.crt "$room/etc/ssl/certs/"
fi
mount -t proc proc "$room/proc"
mkdir -p "$room/dev/shm"
mount -t tmpfs tmpfs "$room/dev/shm"
no_python
cp "$deb" "$room/root/"
find "$room" -xdev \( -path "$room/proc" -o -path "$room/dev" -o -path "$room/tmp" -o -path "$room/var/cache" -o \
    -path "$room/var/lib/apt" -o -path "$room/var/lib/dpkg" -o -path "$room/var/log" \) -prune -o -print | sort >"$work/before"

step "looking for packages" inside apt-get -qq update
step "installing with what it depends on" inside apt-get -qq -y install --no-install-recommends "/root/$(basename "$deb")"
no_python
step "its programs" inside sh -c 'kiosk --version && kiosk-sync --help && kiosk find --help'
step "installing what it recommends" inside sh -c "apt-get -qq -y install --no-install-recommends \
    \$(dpkg-query -W -f '\${Recommends}' job-station | tr -d ,)"
no_python

mkdir -p "$room/media/stick"
# A centre of the source, outside.
step "a centre outside" sh -c '.venv/bin/kiosk-centre --home "$1" init --demo &&
    .venv/bin/kiosk-centre --home "$1" starter && .venv/bin/kiosk-centre --home "$1" publish &&
    .venv/bin/kiosk-centre --home "$1" export "$2"' sh "$work/centre" "$room/media/stick"
chmod -R go+rX "$room/media/stick"

inside chown -R job-station /media/stick # as it is mounted: uid=job-station
KIOSK_TOKEN=$(token)
step "joining by a stick without a network" no_network chroot "$room" env KIOSK_TOKEN="$KIOSK_TOKEN" \
    kiosk provision --stick /media/stick --name 测试社区就业驿站
step "a first search without a network" no_network chroot "$room" kiosk find 保洁 --limit 3
grep -q 共 "$log" || fail "nothing was found; see $log"
[ "$(inside stat -c %U /var/lib/job-station/station.key)" = job-station ] ||
    fail "the station's key belongs to somebody else"
step "the voice and pinyin" no_network chroot "$room" sh -c '
    voice=$(printf "{\"ping\": true}\n" | timeout 60 /opt/job-station/current/kiosk --as kiosk.voice) && echo "$voice" &&
    case $voice in *pong*) ;; *) exit 1 ;; esac
    printf "40 baojie\n" | /opt/job-station/current/kiosk --as kiosk.ui.pinyin_engine libgooglepinyin.so.0 | tee /dev/stderr | grep -q u4fdd'

# The same tour, of the source and of the package, of the same centre.
.venv/bin/kiosk-centre --home "$work/centre" serve --port 8790 >"$logs/centre.log" 2>&1 &
serving=$!
for _ in $(seq 100); do grep -q '^serving on ' "$logs/centre.log" && break || sleep 0.2; done
address=$(sed -n 's/^serving on //p' "$logs/centre.log" | awk '{print $NF}' | sed 's,/$,,')
[ -n "$address" ] || fail "the centre does not serve; see $logs/centre.log"
tour="env QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software"
step "the tour of the source" $tour .venv/bin/kiosk --home "$work/source/demo" demo --centre "$address" --token "$(token)"
step "the tour of the package" chroot "$room" runuser -u job-station -- env HOME=/tmp QT_QPA_PLATFORM=offscreen \
    /opt/job-station/current/kiosk --home /tmp/tour/demo demo --centre "$address" --token "$(token)"
[ "$(centre registrations --json | tr ',' '\n' | grep -c '"receipt"')" -eq 2 ] || fail "the centre does not have both registrations"
kill $serving
mkdir -p "$logs/source" "$logs/package"
cp "$work"/source/tour/*.png "$logs/source/"
cp "$room"/tmp/tour/tour/*.png "$logs/package/"
rm -rf "$room/tmp/tour"
step "the pictures side by side" env PYTHONPATH=. .venv/bin/python -m tests.pack.pictures "$logs/source" "$logs/package"
cat "$log"

step "the units" inside systemd-analyze verify --man=no /usr/lib/systemd/system/job-station-exchange.service \
    /usr/lib/systemd/system/job-station-judge.timer /usr/lib/systemd/system/job-station.path
step "the keeper" inside /usr/lib/job-station/keeper status
cat "$log"

# Sizes and starts.
inside sh -c 'du -sm /opt/job-station/current/ && dpkg-query -W -f "\${Installed-Size} kB installed\n" job-station'
ls -l "$deb" | awk '{printf "pack-test: %s is %.1f MB\n", $NF, $5 / 1e6}'
for _ in 1 2 3; do
    inside sh -c 'began=$(date +%s%N); /opt/job-station/current/kiosk --version >/dev/null
        echo "pack-test: kiosk --version took $((($(date +%s%N) - began) / 1000000)) ms"'
done

step "removing it" inside apt-get -qq -y remove job-station
[ -e "$room/var/lib/job-station/station.key" ] || fail "removing took the station's home away"
[ ! -e "$room/opt/job-station" ] || fail "removing left the program"
step "installing it again" inside dpkg -i "/root/$(basename "$deb")"
no_network chroot "$room" kiosk find 保洁 --limit 1 >/dev/null || fail "the station is not what it was"
step "purging it" inside apt-get -qq -y purge job-station
find "$room" -xdev \( -path "$room/proc" -o -path "$room/dev" -o -path "$room/tmp" \) -prune -o -print | sort >"$work/after"
left=$(comm -13 "$work/before" "$work/after" | grep -i job-station | grep -v "/root/job-station_\|/media/" || true)
[ -z "$left" ] || fail "purging left: $left"
echo "pack-test: passed"
