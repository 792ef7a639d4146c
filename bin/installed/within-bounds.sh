#!/bin/sh
# Keeps a program within its bounds. In: the one directory it may write, the account it is to be, and its words.
# Root runs it first of all in mount and process namespaces of its own: every file system becomes read-only but that
# directory; /tmp, /var/tmp and /dev/shm are empty ones; of devices there are five. Then it lays down every capability,
# and the way to get any by execve(2), and becomes the account. What is outside is not touched.
set -eu
state=$1 account=$2
shift 2
mount --bind "$state" "$state"
while read -r _ _ device _ point _; do
	# Spaces and the like stand there as \040 (proc(5)).
	point=$(printf %b "$(printf %s "$point" | sed 's/\\\([0-7]\)/\\0\1/g')")
	case $point in "$state" | "$state"/*) continue ;; esac
	mount -o remount,bind,ro "$point" 2>/dev/null && continue
	# What another lies over can't be reached, by nobody.
	[ "$(stat -c %Hd:%Ld "$point" 2>/dev/null)" != "$device" ] && continue
	echo "$point can't be made read-only for the console." >&2
	exit 1
done </proc/self/mountinfo
mount -t tmpfs -o mode=755,size=64k,nosuid,noexec private /tmp
mkdir /tmp/dev /tmp/dev/shm
for one in null zero full random urandom; do
	: >/tmp/dev/$one
	mount --bind /dev/$one /tmp/dev/$one
done
mount --rbind /tmp/dev /dev
mount -o remount,bind,ro /dev
for place in /tmp /var/tmp /dev/shm; do
	[ ! -d "$place" ] || mount -t tmpfs -o ro,mode=755,size=4k,nosuid,nodev,noexec private "$place"
done
cd /
setpriv --reuid "$account" --regid "$account" --init-groups \
	--inh-caps=-all --bounding-set=-all --no-new-privs -- "$@"
