import type { Fault } from "./fault";

/**
 * What Mailman 2.1's own programs say (facts, section 5), its lines joined by a space: all of it is on stderr, nearly
 * all of it with exit 0.
 */
export const MAILMAN_FAULTS: readonly Fault[] = [
	{
		code: "mailman-already-running",
		shape: /another master qrunner is already running/,
		sentence: () => "Mailman's queue runners are already running.",
		remedy: "Nothing to do, unless they were to be new: then restart them.",
	},
	{
		code: "mailman-stale-lock",
		shape: /stale master qrunner lock/,
		sentence: () => "A lock was left behind when Mailman's queue runners ended, so they were not started.",
		remedy: "Run `mailmanctl -s start`, which removes a lock that nobody holds.",
	},
	{
		code: "mailman-other-host",
		shape: /some process on some other host may have acquired it(?:.*Lock host: (\S+))?/,
		sentence: (m) => `The lock of Mailman's queue runners belongs to another host${m[1] ? `, ${m[1]}` : ""}.`,
		remedy: "See that no other host runs this installation, remove the lock in locks/, then try again.",
	},
	{
		code: "mailman-no-site-list",
		shape: /Site list is missing: (\S+)/i,
		sentence: (m) => `The installation has no site list ${m[1]}, without which Mailman doesn't start.`,
		remedy: (m) => `Create it with \`bin/newlist ${m[1]}\`, then try again.`,
	},
	{
		code: "mailman-wrong-user",
		shape: /Run this program as root or as the (\S+) user, or use -u/,
		sentence: (m) => `Mailman's programs must run as root or as ${m[1]}.`,
		remedy: "Correct the installation's user, then try again.",
	},
	{
		code: "mailman-not-running",
		shape: /No child with pid: (\d+)|Is qrunner even running\?/,
		sentence: () => "Mailman's queue runners were not running.",
		remedy: "Start them with `mailmanctl start`.",
	},
	{
		code: "mailman-restart-limit",
		shape: /(\S+) (?:qrunner|runner) reached maximum restart limit of (\d+)|maximum restart limit of (\d+)/i,
		sentence: (m) =>
			`A queue runner failed ${m[2] ?? m[3]} times and was given up; a restart does not bring it back.`,
		remedy: "Look at the installation's logs/error, then stop Mailman and start it again.",
	},
	{
		code: "mailman-python-missing",
		shape: /(?:bad interpreter|env: [‘'"]?(\S+?)[’'"]?): No such file or directory/,
		sentence: (m) => `The interpreter that Mailman runs with${m[1] ? `, ${m[1]},` : ""} is not there.`,
		remedy: "Install it, or correct the installation's interpreter, then try again.",
	},
	{
		code: "mm-cfg-text",
		shape:
			/(IndentationError|SyntaxError|NameError|ImportError|ModuleNotFoundError|AttributeError|TypeError): (.*)/,
		sentence: (m) => `Mailman can't import its settings: ${m[2]} (${m[1]}).`,
		remedy: "Correct the line that is named in mm_cfg.py, then check again.",
	},
];
