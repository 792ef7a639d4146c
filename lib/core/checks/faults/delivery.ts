import { blame, blameDriver, blameLine } from "../place";
import type { Fault } from "./fault";

const AGAIN = "then check again";

/** What Exim logs when a delivery fails that `-bV`, `-bt` and `-bh` let pass (facts, section 2). */
export const DELIVERY_FAULTS: readonly Fault[] = [
	{
		code: "tainted-command",
		shape: /Tainted arg (\d+) for (\S+) transport command: '?([^']*)'?/,
		sentence: (m) =>
			`The transport ${m[2]} takes a word of its command from the message (${m[3]}), which Exim refuses to run.`,
		remedy: `Use a looked-up value such as $local_part_data instead of $local_part, ${AGAIN}.`,
		blame: (m, staged, file) => blameDriver(staged, file, m[2] ?? ""),
	},
	{
		code: "tainted-name",
		shape: /[Tt]ainted (?:filename|name|search query|'[^']*'|string) ?(.*)$/,
		sentence: (m) => `Exim refuses a name that comes from the message: ${m[1] || m[0]}.`,
		remedy: `Look the value up in a file or directory first, ${AGAIN}.`,
	},
	{
		code: "command-text",
		shape: /Expansion of "(.*)" from command "(.*)" in (\S+) transport failed: (.*)$/,
		sentence: (m) => `The command of the transport ${m[3]} can't be expanded: ${m[4]}.`,
		remedy: `Correct the braces and words of its command, ${AGAIN}.`,
		blame: (m, staged, file) => blameDriver(staged, file, m[3] ?? ""),
	},
	{
		code: "wrapper-missing",
		shape: /Child process of (\S+) transport returned 127.* from command: (\S+)/,
		sentence: (m) => `Exim can't run ${m[2]}: it is missing, or not executable.`,
		remedy: (m) =>
			`Install Mailman's wrapper at ${m[2]} (it belongs to mode 02755), or correct the installation's prefix, ${AGAIN}.`,
		blame: (m, staged, file) => blameDriver(staged, file, m[1] ?? ""),
	},
	{
		code: "wrapper-group",
		shape: /Child process of (\S+) transport returned 2 .*from command: (\S+)|(Group mismatch error\..*)/,
		sentence: (m) =>
			`The wrapper ${m[2] ?? ""} was built for another group than the one Exim runs it as.`.replace(
				"  ",
				" ",
			),
		remedy: `Set the installation's group to what Mailman was configured with (--with-mail-gid), ${AGAIN}.`,
	},
	{
		code: "wrapper-no-list",
		shape: /Child process of (\S+) transport returned 1 .*from command: (\S+)/,
		sentence: (m) => `The wrapper ${m[2]} knows no such list.`,
		remedy: `See that the list is in the installation's own lists directory, ${AGAIN}.`,
	},
	{
		code: "wrapper-command",
		shape: /Child process of (\S+) transport returned 6 .*from command: (\S+)/,
		sentence: (m) => `The wrapper ${m[2]} was called with a command it doesn't know.`,
		remedy: `Correct the command of the transport, ${AGAIN}.`,
		blame: (m, staged, file) => blameDriver(staged, file, m[1] ?? ""),
	},
	{
		code: "wrapper-failed",
		shape:
			/Child process of (\S+) transport (?:returned (\d+)|was terminated by signal (\d+)).* from command: (\S+)/,
		sentence: (m) =>
			`The wrapper ${m[4]} failed with ${m[2] === undefined ? `signal ${m[3]}` : `status ${m[2]}`}.`,
		remedy: "Look at the installation's logs/error, put right what it says, then check again.",
	},
	{
		code: "prefix-missing",
		shape: /failed to chdir to (\S+)/,
		sentence: (m) => `Exim can't enter ${m[1]}, from which the wrapper is run.`,
		remedy: `Correct the installation's prefix, or give the directory back its mode (r and x for its user), ${AGAIN}.`,
	},
	{
		code: "lists-unreadable",
		shape: /failed to open (\S+) for directory search: Permission denied(?: \(euid=(\d+) egid=(\d+)\))?/,
		sentence: (m) =>
			`Exim's own user can't read ${m[1]}, so mail for its lists gets 421 while tests as root look well.`,
		remedy: (m) =>
			`Let Exim's user read it: \`chmod o+rx ${m[1]}\` and the directories above it, or add that user to Mailman's group, ${AGAIN}.`,
		blame: (_, staged, file) => blameLine(staged, file, /dsearch/),
	},
	{
		code: "lists-missing",
		shape: /failed to open (\S+) for directory search: No such file or directory/,
		sentence: (m) => `There is no directory ${m[1]}.`,
		remedy: (m) =>
			/[A-Z]{2,}_/.test(m[1] ?? "")
				? "It holds a macro that is not defined: define it, then check again."
				: `Correct the installation's prefix, or create the directory as Mailman does, ${AGAIN}.`,
		blame: (_, staged, file) => blameLine(staged, file, /dsearch/),
	},
	{
		code: "map-missing",
		shape: /failed to open (\S+) for (?:linear|\w+) search: (.*)$/,
		sentence: (m) => `Exim can't read the file ${m[1]}: ${m[2]?.replace(/ \(euid.*$/, "").toLowerCase()}.`,
		remedy: `Put the file back, or give it back its mode (readable for Exim's user), ${AGAIN}.`,
		blame: (m, staged) => blame(staged, m[1] ?? null, null),
	},
	{
		code: "unknown-user",
		shape:
			/(?:failed to find user|user) "?([\w-]+)"?(?: from expanded string .*)? (?:for the|was not found|not found|does not exist)/i,
		sentence: (m) => `There is no user ${m[1]} on this host.`,
		remedy: `Create the user, or correct the installation's user, ${AGAIN}.`,
	},
	{
		code: "lost-privilege",
		shape: /exim user lost privilege for using -C option|unable to set gid|changing uid.* failed/i,
		sentence: () =>
			"Exim gives up its rights on this configuration's path, so it can't deliver as Mailman's user.",
		remedy:
			"Add the exact path to Exim's trusted list (on Debian: /etc/exim4/trusted_configs), then check again.",
	},
];
