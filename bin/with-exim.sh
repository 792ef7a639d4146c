#!/bin/sh
# with-exim.sh SUITE COMMAND [WORD…]: runs a command where /usr/sbin/exim4, Debian's configuration for it and its examples
# are those of a Debian SUITE, as bin/exim-root.sh has unpacked them. Only the command sees it so: it runs in a mount
# namespace of its own. Needs root.
set -eu

suite=${1:?usage: with-exim.sh SUITE COMMAND}
shift
root=${LISTKEEPER_EXIM_ROOTS:-/var/cache/listkeeper/exim-roots}/$suite

if [ -z "${LISTKEEPER_WITHIN:-}" ]; then
	[ "$(id -u)" = 0 ] || { echo "with-exim.sh: only root can put another Exim in this one's place. Run it as root." >&2; exit 1; }
	[ -x "$root/usr/sbin/exim4-here" ] || { echo "with-exim.sh: Exim of $suite is not in $root. Run bin/exim-root.sh $suite first." >&2; exit 1; }
	LISTKEEPER_WITHIN=1 exec unshare --mount "$0" "$suite" "$@"
fi
unset LISTKEEPER_WITHIN

mount --bind "$root/usr/sbin/exim4-here" /usr/sbin/exim4
mount --bind "$root/usr/sbin/update-exim4.conf" /usr/sbin/update-exim4.conf
mount --bind "$root/usr/share/doc/exim4-base" /usr/share/doc/exim4-base
# The package's scripts would write it from what was answered at its installation.
settings=$(cat /etc/exim4/update-exim4.conf.conf)
mount -t tmpfs -o mode=755 tmpfs /etc/exim4
cp -a "$root/etc/exim4/." /etc/exim4/
printf '%s\n' "$settings" > /etc/exim4/update-exim4.conf.conf
exec "$@"
