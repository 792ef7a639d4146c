#!/bin/sh
# exim-root.sh SUITE [DIR]: unpacks the Exim of a Debian SUITE (bullseye, trixie …), with what it needs to run under
# chroot, into DIR; and beside it, as usr/sbin/exim4-here, the same program told to find its libraries there, so that it
# runs without. Nothing of it is installed on this machine. Needs root, apt, dpkg and patchelf. A second run does nothing.
# DIR is $LISTKEEPER_EXIM_ROOTS/SUITE if none is given, and without that below /var/cache/listkeeper/exim-roots.
set -eu

suite=${1:?usage: exim-root.sh SUITE [DIR]}
dir=${2:-${LISTKEEPER_EXIM_ROOTS:-/var/cache/listkeeper/exim-roots}/$suite}
# Files are shared with programs outside, so Exim's user has the same numbers there and here.
uid=$(id -u Debian-exim 2>/dev/null || echo 101)
gid=$(id -g Debian-exim 2>/dev/null || echo 101)
recipe="2 $dir $uid:$gid"
stamp=$dir/.listkeeper-recipe

fail() { echo "exim-root.sh: $1" >&2; exit 1; }
version() { chroot "$1" /usr/sbin/exim4 -C /dev/null -bV 2>/dev/null | sed -n '1s/^Exim version \([^ ]*\).*/\1/p'; }

if [ "$(cat "$stamp" 2>/dev/null)" = "$recipe" ]; then
	echo "Exim $(version "$dir") of $suite is in $dir."
	exit 0
fi
[ "$(id -u)" = 0 ] || fail "only root can unpack Exim for chroot. Run it as root: sudo bin/exim-root.sh $suite"
command -v apt-get >/dev/null || fail "apt-get is missing; this works on Debian only."
command -v patchelf >/dev/null || fail "patchelf is missing: apt-get install patchelf"

work=$(mktemp -d)
trap 'rm -rf "$work" "$dir.new"' EXIT

# Where this machine gets Debian from: deb822 files or one-line lists, security archives left out.
archive=$(
	{
		cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*//p' | tr ' ' '\n'
		cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
			sed -n 's/^deb[[:space:]]\{1,\}\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\2/p'
	} | grep -i debian | grep -v -i security | head -n 1
)
[ -n "$archive" ] || fail "no Debian archive stands in /etc/apt/sources.list or /etc/apt/sources.list.d."

mkdir -p "$work/lists/partial" "$work/deb/partial"
: > "$work/status"
apt() {
	apt-get -q -o Dir::Etc::sourcelist="$work/sources" -o Dir::Etc::sourceparts=- -o Dir::State::Lists="$work/lists" \
		-o Dir::State::status="$work/status" -o Dir::Cache="$work" -o Dir::Cache::archives="$work/deb" \
		-o APT::Sandbox::User=root -o APT::Get::List-Cleanup=false -o Acquire::Languages=none "$@"
}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keyring] $archive $suite main" > "$work/sources"
if ! apt -o APT::Update::Error-Mode=any update > "$work/log" 2>&1; then
	# An older release's keyring doesn't know the signatures of a newer one.
	grep -q -e NO_PUBKEY -e 'not signed' "$work/log" || { cat "$work/log" >&2; fail "the package lists of $suite can't be had."; }
	echo "exim-root.sh: this machine's keyring doesn't know $suite, so its packages are not verified." >&2
	echo "deb [trusted=yes] $archive $suite main" > "$work/sources"
	apt update > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "the package lists of $suite can't be had."; }
fi
apt install -y --no-install-recommends --download-only exim4-daemon-heavy libc-bin base-passwd coreutils dash \
	> "$work/log" 2>&1 || { cat "$work/log" >&2; fail "the packages of $suite can't be had."; }

new=$dir.new
rm -rf "$new"
mkdir -p "$new/usr/bin" "$new/usr/sbin" "$new/usr/lib" "$new/usr/lib64"
for link in bin sbin lib lib64; do ln -s "usr/$link" "$new/$link"; done
for package in "$work"/deb/*.deb; do
	dpkg-deb --fsys-tarfile "$package" | tar -x -C "$new" --keep-directory-symlink
done
mkdir -p "$new/dev" "$new/tmp" "$new/proc" "$new/etc/exim4" "$new/var/log/exim4" "$new/var/spool"
chmod 1777 "$new/tmp"
[ -e "$new/dev/null" ] || mknod -m 666 "$new/dev/null" c 1 3
[ -e "$new/dev/urandom" ] || mknod -m 666 "$new/dev/urandom" c 1 9
cp "$new/usr/share/base-passwd/passwd.master" "$new/etc/passwd"
cp "$new/usr/share/base-passwd/group.master" "$new/etc/group"
echo "Debian-exim:x:$uid:$gid::/var/spool/exim4:/usr/sbin/nologin" >> "$new/etc/passwd"
echo "Debian-exim:x:$gid:" >> "$new/etc/group"
printf '127.0.0.1 localhost\n::1 localhost\n' > "$new/etc/hosts"
chroot "$new" ldconfig 2>/dev/null || true
found=$(version "$new")
[ -n "$found" ] || fail "the unpacked Exim of $suite does not run under chroot."
here=$new/usr/sbin/exim4-here
cp "$new/usr/sbin/exim4" "$here"
loader=$(chroot "$new" readlink -f "$(patchelf --print-interpreter "$here")")
patchelf --set-interpreter "$dir$loader" --force-rpath --set-rpath "$dir$(dirname "$loader")" "$here"
echo "$recipe" > "$new/.listkeeper-recipe"
rm -rf "$dir"
mkdir -p "$(dirname "$dir")"
mv "$new" "$dir"
echo "Exim $found of $suite is in $dir."
