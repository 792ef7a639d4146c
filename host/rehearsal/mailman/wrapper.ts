/**
 * `mail/mailman` of the simulated Mailman: takes a message for a list as the real wrapper does, with its exit
 * statuses (1 no such list, 2 group mismatch, 5 usage, 6 illegal command, 8 nameless group), and keeps a record.
 * A record is `name=value` fields that end in NUL, an empty field, then the message as it came.
 * `@PREFIX@` and `@GROUP@` are filled in when it is installed.
 */
export const WRAPPER = String.raw`#!/bin/sh
# Simulated Mailman 2.1 mail wrapper of a rehearsal host.
# It decides as the real wrapper does and records what it was given in @PREFIX@/simulated.
prefix=@PREFIX@
group=@GROUP@
fatal() { printf '%s\n' "$2" >&2; exit "$1"; }

[ $# -ge 1 ] || fatal 5 "Usage: $0 program [args...]"
case $1 in
admin | bounces | confirm | join | leave | post | owner | request | subscribe | unsubscribe) ;;
*) fatal 6 "Illegal command: $1" ;;
esac

caller=$(id -gn 2>/dev/null) || fatal 8 "Failure to find group name for GID $caller.  Mailman
expected the mail wrapper to be executed as group
\"$group\", but the system's mail server executed the
wrapper as GID $caller for which the name could not be
found.  Try adding GID $caller to your system as \"$group\",
or tweak your mail server to run the wrapper as group
\"$group\"."
[ "$caller" = "$group" ] || fatal 2 "Group mismatch error.  Mailman expected the mail
wrapper script to be executed as group \"$group\", but
the system's mail server executed the mail script as
group \"$caller\".  Try tweaking the mail server to run the
script as group \"$group\", or re-run configure, 
providing the command line option \`--with-mail-gid=$caller'."

[ $# -ge 2 ] && [ -n "$2" ] || fatal 1 "$1 script got no listname."
case $2 in
*/* | . | ..) fatal 1 "$1 script, list not found: $2" ;;
esac
[ -e "$prefix/lists/$2/config.pck" ] || fatal 1 "$1 script, list not found: $2"

umask 007
name="$MESSAGE_ID.$$"
record=$prefix/simulated/received/$name
{
	printf '%s\0' "command=$1" "list=$2" "arguments=$*" "sender=$SENDER" "recipient=$RECIPIENT" \
		"user=$USER" "group=$caller" "home=$HOME" "directory=$PWD" "message=$MESSAGE_ID" ''
	cat
} > "$prefix/simulated/coming/$name" || fatal 1 "$1 script can't write in $prefix/simulated (simulated Mailman)."
if [ "$1" = post ]; then
	ln "$prefix/simulated/coming/$name" "$prefix/qfiles/in/$name"
fi
mv "$prefix/simulated/coming/$name" "$record"
`;
