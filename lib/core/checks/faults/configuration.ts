import { type Blame, blame, blameDriver, blameLine } from "../place";
import type { Fault } from "./fault";

/** Where it is a line of Listkeeper's. */
export const CORRECT =
	"Correct the setting that is named, then check again. If it is none of yours, report it.";
const escaped = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Reasons of a configuration error, and of a panic that comes of the configuration. The place comes with the error. */
export const CONFIGURATION_FAULTS: readonly Fault[] = [
	{
		code: "unknown-option",
		shape:
			/(?:main )?option "([^"]+)" unknown|(?:main )?option "([^"]+)" (?:is )?not (?:recognized|supported)/,
		sentence: (m) => `This Exim knows no option ${m[1] ?? m[2]}.`,
		remedy:
			"It may have been built without it (`exim -bV`): install exim4-daemon-heavy, or remove the option.",
	},
	{
		code: "unknown-driver",
		shape: /(router|transport|authenticator) (\S+): cannot find \1 driver "([^"]+)"/,
		sentence: (m) => `The ${m[1]} ${m[2]} names the driver ${m[3]}, which this Exim doesn't have.`,
		remedy: "Install exim4-daemon-heavy, which has every driver, or choose another, then check again.",
	},
	{
		code: "acl-statement",
		shape:
			/error in ACL: unknown ACL (?:condition\/modifier|verb|condition) in "([^"]*)"|unknown ACL condition\/modifier in "([^"]*)"/,
		sentence: (m) => `Exim doesn't understand the policy statement “${(m[1] ?? m[2] ?? "").trim()}”.`,
		remedy: CORRECT,
	},
	{
		code: "missing-acl",
		shape: /unknown ACL verb "([^"]+)" in "([^"]+)"/,
		sentence: (m) => `The ACL ${m[2]} is named but not defined, so every command it is asked about gets 451.`,
		remedy: "Define it in the ACL section, or remove the option that names it, then check again.",
		blame: (m, staged, file) =>
			blameLine(staged, file, new RegExp(`^acl_\\w+\\s*=\\s*${escaped(m[2] ?? "")}\\s*$`)),
	},
	{
		code: "unknown-user",
		shape: /^user "?(\S+?)"? was not found/,
		sentence: (m) => `There is no user ${m[1]} on this host.`,
		remedy: (m) =>
			`Create it (\`adduser --system ${m[1]}\`) or correct the installation's user, then check again.`,
	},
	{
		code: "unknown-group",
		shape: /^group "?(\S+?)"? was not found/,
		sentence: (m) => `There is no group ${m[1]} on this host.`,
		remedy: (m) =>
			`Create it (\`addgroup --system ${m[1]}\`) or correct the installation's group, then check again.`,
	},
	{
		code: "duplicate-driver",
		shape: /there are two (router|transport|authenticator)s called "([^"]+)"/,
		sentence: (m) => `Two ${m[1]}s have the name ${m[2]}.`,
		remedy: "Rename or remove one of them, then check again.",
		blame: (m, staged, file) =>
			secondLine(m[2] ?? "", staged.textOf(file), (line) => blame(staged, file, line)),
	},
	{
		code: "duplicate-macro",
		shape: /macro "([^"]+)" is already defined/,
		sentence: (m) => `The macro ${m[1]} is defined twice.`,
		remedy: "Remove one of the two definitions, then check again.",
		blame: (m, staged, file) => blameLine(staged, file, new RegExp(`^${escaped(m[1] ?? "")}\\s*=`)),
	},
	{
		code: "duplicate-list",
		shape: /duplicate name "([^"]+)" for a named (\w+) list/,
		sentence: (m) => `The ${m[2]} list ${m[1]} is defined twice.`,
		remedy: "Remove one of the two definitions, then check again.",
	},
	{
		code: "missing-include",
		shape: /failed to open included configuration file (\S+)/,
		sentence: (m) => `The included file ${m[1]} can't be read.`,
		remedy: "Put it back, or remove the line that includes it, then check again.",
	},
	{
		code: "missing-configuration",
		shape: /non-existent configuration file\(s\): (\S+)/,
		sentence: (m) => `There is no configuration at ${m[1]}.`,
		remedy: "Deploy again; if a link leads there, look where it points.",
	},
	{
		code: "configuration-mode",
		shape: /configuration file (\S+) has the wrong owner, group, or mode/,
		sentence: (m) => `Exim refuses ${m[1]} because somebody besides root could have written it.`,
		remedy: (m) => `\`chown root:root ${m[1]} && chmod 644 ${m[1]}\`, then try again.`,
	},
	{
		code: "configuration-unreadable",
		shape: /failed to open configuration file (\S+?): (.*?)(?: \(euid=(\d+).*)?$/,
		sentence: (m) => `Exim can't read ${m[1]}: ${(m[2] ?? "").toLowerCase()}.`,
		remedy: "Give the file and the directories above it a mode that Exim's user can read, then try again.",
	},
	{
		code: "value",
		shape:
			/integer expected for (\S+)|"([^"]*)" is not a valid value for the "([^"]+)" option|bad time value for (\S+)/,
		sentence: (m) => `The value of ${m[1] ?? m[3] ?? m[4]} is none that Exim takes there.`,
		remedy: CORRECT,
	},
	{
		code: "missing-transport",
		shape: /transport "([^"]+)" not found in (\S+) router/,
		sentence: (m) => `The router ${m[2]} names the transport ${m[1]}, which there isn't.`,
		remedy: "Define the transport, or correct the router, then check again.",
		blame: (m, staged, file) =>
			blameLine(staged, file, new RegExp(`^\\s*transport\\s*=\\s*${escaped(m[1] ?? "")}\\s*$`)),
	},
	{
		code: "undefined-list",
		shape: /unknown named ([\w ]+) list "\+?([^"]+)"/,
		sentence: (m) => `The ${m[1]} list +${m[2]} is used but not defined, so Exim defers what it decides.`,
		remedy: "Define it in the main section, or correct its name where it is used, then check again.",
		blame: (m, staged, file) => blameLine(staged, file, new RegExp(`\\+${escaped(m[2] ?? "")}\\b`)),
	},
	{
		code: "unknown-lookup",
		shape: /unknown lookup type "([^"]+)"/,
		sentence: (m) => `This Exim knows no lookup type ${m[1]}.`,
		remedy: "Correct its spelling, or install exim4-daemon-heavy, then check again.",
		blame: (m, staged, file) => blameLine(staged, file, new RegExp(`\\b${escaped(m[1] ?? "")}\\b`)),
	},
	{
		code: "undefined-macro",
		shape: /(?:require_files: "|failed to open )([A-Z]{2,}_[A-Z_]+)\S*"? (?:is not absolute|for \w+ search)/,
		sentence: (m) => `The macro ${m[1]} is used but not defined.`,
		remedy: "Define it in the main section before its first use, then check again.",
		blame: (m, staged, file) => blameLine(staged, file, new RegExp(`\\b${escaped(m[1] ?? "")}\\b`)),
	},
	{
		code: "router-condition",
		shape: /failed to expand condition "([\s\S]*?)" for (\S+) router: (.*)/,
		sentence: (m) =>
			`The condition of the router ${m[2]} can't be expanded, so Exim skips that router: ${m[3]}.`,
		remedy: "Correct the braces and words of the condition, then check again.",
		// Several conditions of a router are expanded as one, which stands nowhere as it is said.
		blame: (m, staged, file) =>
			condition(m[1] ?? "", staged.textOf(file), (line) =>
				line === null ? blameDriver(staged, file, m[2] ?? "") : blame(staged, file, line),
			),
	},
	{
		code: "policy-text",
		shape: /failed to expand ACL string "([\s\S]*?)": (.*)/,
		sentence: (m) => `A policy statement can't be expanded, so mail it decides on gets 451: ${m[2]}.`,
		remedy: "Correct the braces and words of the statement, then check again.",
		blame: (m, staged, file) =>
			condition(m[1] ?? "", staged.textOf(file), (line) => blame(staged, file, line)),
	},
	{
		code: "router-text",
		shape: /expansion of "([\s\S]*?)" failed in (\S+) router: (.*)/i,
		sentence: (m) => `A value of the router ${m[2]} can't be expanded: ${m[3]}.`,
		remedy: "Correct the value, or put back the file that it looks up, then check again.",
		blame: (m, staged, file) =>
			condition(m[1] ?? "", staged.textOf(file), (line) => blame(staged, file, line)),
	},
];

const lineNumber = (text: string | null, fits: (line: string, at: number) => boolean): number | null => {
	const at = text?.split("\n").findIndex(fits) ?? -1;
	return at < 0 ? null : at + 1;
};

/** The line that holds an expanded text. */
const condition = (words: string, text: string | null, at: (line: number | null) => Blame): Blame =>
	at(lineNumber(text, (line) => line.includes(words)));

/** The second line on which a driver's name stands. */
function secondLine(name: string, text: string | null, at: (line: number | null) => Blame): Blame {
	let seen = 0;
	return at(lineNumber(text, (line) => line.startsWith(`${name}:`) && ++seen === 2));
}
