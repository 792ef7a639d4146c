/** The account that a console runs as, or its key comes in by. */
export const CONSOLE_USER = "listkeeper";

/** Where each part of an installed console lies. */
export const CONSOLE = {
	/** The builds, each in a directory of its own, and the link to the one in use. */
	library: "/usr/local/lib/listkeeper/console",
	current: "/usr/local/lib/listkeeper/console/current",
	/** Starts and stops it. */
	command: "/usr/local/sbin/listkeeper-console",
	/** What an administrator decides: lines of NAME=value. */
	settings: "/etc/listkeeper/console.env",
	/** All that the web process may write. */
	state: "/var/lib/listkeeper-console",
	/** What runs, where no systemd knows it. */
	runtime: "/run/listkeeper-console",
	/** Where systemd listens for whoever asks this machine's program. */
	socket: "/run/listkeeper-host.sock",
	/** The same where systemd doesn't run: among what is the account's own. */
	ownSocket: "/var/lib/listkeeper-console/host.sock",
} as const;

/** Its parts for systemd. */
export const UNITS = {
	console: "listkeeper-console.service",
	socket: "listkeeper-host.socket",
	asked: "listkeeper-host@.service",
} as const;
