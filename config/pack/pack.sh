#!/bin/sh
# Builds the station: a folder that needs no Python, the Debian package around it, and the bundle the feed carries.
#   out/pack/job-station/  job-station_VERSION_amd64.deb  job-station-VERSION-linux-x86_64.tar.zst
# Nothing of the hour or of the order of files gets into them. Needs .venv with the test packages, binutils and dpkg-deb.
set -eu
cd "$(dirname "$0")/../.."

out=$PWD/out/pack
bin=$PWD/.venv/bin
version=$("$bin/python" -c 'import kiosk; print(kiosk.__version__)')
name=job-station_${version}_amd64
# What stands in files for "now", and in what order sets are written.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)
PYTHONHASHSEED=0
PYTHONPATH=$PWD
LC_ALL=C.UTF-8
export SOURCE_DATE_EPOCH PYTHONHASHSEED PYTHONPATH LC_ALL

give_up() {
    echo "pack: $*" >&2
    exit 1
}
for tool in strip objdump dpkg-deb; do
    command -v $tool >/dev/null || give_up "needs $tool. Type: sudo apt-get install binutils dpkg"
done
began=$(date +%s)
took() { echo "pack: $1 took $(($(date +%s) - began)) s" && began=$(date +%s); }

umask 022
mkdir -p "$out"
rm -rf "$out/job-station" "$out/build" "$out/root"
"$bin/pyinstaller" --noconfirm --log-level ERROR --distpath "$out" --workpath "$out/build" kiosk.spec
"$bin/python" -m config.pack.finish "$out/job-station" config/pack/debian/control
took "the folder"

root=$out/root
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/job-station/packed" "$root/usr/share/doc/job-station"
cp -a "$out/job-station" "$root/usr/lib/job-station/packed/$version"
cp LICENSE "$root/usr/share/doc/job-station/copyright"
install -m 755 config/pack/debian/kiosk config/pack/debian/kiosk-sync "$root/usr/bin/"

# The units and all that goes with them, by their own table.
grep -v '^#' config/units/INSTALL | while read -r kind from to mode; do
    case $kind in
    file | config)
        [ -f "config/units/$from" ] || give_up "config/units/INSTALL names $from, which is not there"
        install -D -m "$mode" "config/units/$from" "$root$to"
        [ "$kind" = file ] || echo "$to" >>"$root/DEBIAN/conffiles"
        ;;
    link)
        mkdir -p "$root$(dirname "$to")"
        ln -s "$from" "$root$to"
        ;;
    '') ;;
    *) give_up "config/units/INSTALL says $kind, which this script does not know" ;;
    esac
done

size=$(du -k -s --apparent-size "$root" | cut -f1)
for file in control postinst prerm postrm; do
    sed "s/@VERSION@/$version/g; s/@SIZE@/$size/g" "config/pack/debian/$file" >"$root/DEBIAN/$file"
    [ $file = control ] || chmod 755 "$root/DEBIAN/$file"
done
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zzstd -z12 --build "$root" "$out/$name.deb" >/dev/null
took "the package"

"$bin/python" -m config.pack.bundle "$out/job-station" "$version" "$out"
took "the bundle"
rm -rf "$root"
(cd "$out" && du -sh job-station && ls -l "$name.deb" "job-station-$version-linux-x86_64.tar.zst" && sha256sum "$name.deb")
