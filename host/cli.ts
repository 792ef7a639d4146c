import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { keptSession, labSession } from "@/lib/core/checks/lab";
import type { HostEvent } from "@/lib/core/host/events";
import { addressTest, type HostRequest, PROTOCOL } from "@/lib/core/host/protocol";
import { buildRelease } from "@/lib/core/release/build";
import type { Proposal } from "@/lib/core/survey/propose";
import { type MailSystem, mailSystem } from "@/lib/core/system/mail-system";
import { namesOf } from "./account";
import type { Host } from "./context";
import { makeDirectories, replaceFile } from "./durable";
import { failureOf } from "./environment";
import { diagnosisOf, errno, HostFailure } from "./errors";
import { readPending } from "./pending";
import { readBounded } from "./serve";
import { sha256 } from "./sha256";
import { FILE_MODE, liveRelease } from "./store";
import { USAGE } from "./usage";

const OPTIONS = {
	root: { type: "string" },
	sysroot: { type: "string" },
	json: { type: "boolean" },
	actor: { type: "string" },
	settings: { type: "string" },
	tests: { type: "string" },
	sessions: { type: "string" },
	out: { type: "string" },
	note: { type: "string" },
	"confirm-within": { type: "string" },
	"replace-drift": { type: "boolean" },
	"break-sessions": { type: "boolean" },
	live: { type: "string" },
	reviewed: { type: "string" },
	sender: { type: "string" },
	"sending-host": { type: "string" },
	keep: { type: "string" },
	weaving: { type: "string" },
	hostname: { type: "string" },
	console: { type: "string", multiple: true },
	url: { type: "string" },
	port: { type: "string" },
	listen: { type: "string" },
	purge: { type: "boolean" },
	help: { type: "boolean", short: "h" },
} as const;

const misused = (sentence: string) =>
	new HostFailure(
		"usage",
		diagnosisOf("usage", sentence, "See the words below.", { said: USAGE.split("\n") }),
	);

export type CommandLine = ReturnType<typeof readCommandLine>;

/** Reads the words of a call. Throws HostFailure `usage`. */
export function readCommandLine(words: readonly string[]) {
	try {
		const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
		const [verb, ...rest] = positionals;
		return { ...values, root: values.root === undefined ? null : path.resolve(values.root), verb, rest };
	} catch (error) {
		throw error instanceof TypeError ? misused(error.message) : error;
	}
}

/** Text from a file, or from standard input where it is called `-`. */
async function readSource(source: string): Promise<string> {
	if (source === "-") return readBounded(process.stdin);
	try {
		return fs.readFileSync(source, "utf8");
	} catch (error) {
		throw errno(error) === "ENOENT" ? misused(`There is no file ${source}.`) : failureOf(error);
	}
}

/** Reads JSON by a schema. Throws HostFailure with a sentence for each field that is wrong. */
async function readAs<T>(schema: z.ZodType<T>, source: string, what: string): Promise<T> {
	let said: unknown;
	try {
		said = JSON.parse(await readSource(source));
	} catch (error) {
		if (error instanceof HostFailure) throw error;
		throw misused(`${source} is not JSON.`);
	}
	const read = schema.safeParse(said);
	if (read.success) return read.data;
	const [first] = read.error.issues;
	throw new HostFailure(
		"refused",
		diagnosisOf("settings", `${what} can't be used: ${first?.message}`, "Correct it and try again.", {
			setting: first?.path.join(".") ?? null,
			said: read.error.issues.slice(0, 40).map((issue) => `${issue.path.join(".")}: ${issue.message}`),
		}),
	);
}

const settingsOf = (line: CommandLine): Promise<MailSystem> => {
	if (line.settings === undefined)
		throw misused("No settings were named. Give a file with --settings, or - for standard input.");
	return readAs(mailSystem, line.settings, "The settings");
};

const wholeNumber = (text: string | undefined, what: string): number => {
	if (text === undefined || !/^\d+$/.test(text)) throw misused(`${what} must be a whole number.`);
	return Number(text);
};

/** Who is at the keyboard: through sudo it is whoever called that. */
export const person = (): string =>
	process.env.SUDO_USER ?? namesOf({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }).user;

/**
 * The request that a command line means.
 * In: the words, and the host they are about. Throws HostFailure.
 */
export async function requestOf(line: CommandLine, host: Host): Promise<HostRequest> {
	const caller = { protocol: PROTOCOL, actor: line.actor ?? person() } as const;
	const live = () => liveRelease(host.system, host.state)?.id ?? null;
	const tests = () =>
		line.tests === undefined
			? Promise.resolve([])
			: readAs(z.array(addressTest).max(5_000), line.tests, "The tests");
	const note = line.note ?? "";
	switch (line.verb) {
		case "schema":
		case "status":
		case "recover":
		case "doctor":
		case "members":
			return { ...caller, verb: line.verb };
		case "render":
			return { ...caller, verb: "render", system: await settingsOf(line) };
		case "check":
			return { ...caller, verb: "check", system: await settingsOf(line), tests: await tests() };
		case "deploy": {
			const system = await settingsOf(line);
			const minutes = line["confirm-within"];
			return {
				...caller,
				verb: "deploy",
				system,
				reviewed: line.reviewed ?? buildRelease(system, host.config.target, sha256).id,
				live: line.live === undefined ? live() : line.live === "none" ? null : line.live,
				tests: await tests(),
				note,
				confirmMinutes: minutes === undefined ? null : wholeNumber(minutes, "--confirm-within"),
				replaceDrift: line["replace-drift"] ?? false,
				...(line.sessions === undefined
					? {}
					: { sessions: await readAs(z.array(keptSession).max(100), line.sessions, "The sessions") }),
				breakSessions: line["break-sessions"] ?? false,
				...(line.weaving === undefined ? {} : { weaving: line.weaving }),
			};
		}
		case "confirm": {
			const release = line.rest[0] ?? readPending(host.system, host.state)?.release.id;
			if (release === undefined)
				throw new HostFailure(
					"refused",
					diagnosisOf("not-pending", "No release waits to be confirmed.", "Nothing needs to be done."),
				);
			return { ...caller, verb: "confirm", release };
		}
		case "rollback":
			return {
				...caller,
				verb: "rollback",
				number: wholeNumber(line.rest[0], "The release's number"),
				live: live(),
				note,
				breakSessions: line["break-sessions"] ?? false,
			};
		case "verify":
			return { ...caller, verb: "verify", tests: await tests() };
		case "test": {
			if (line.rest.length === 0) throw misused("No address was named.");
			const one = {
				sender: line.sender ?? null,
				sendingHost: line["sending-host"] ?? null,
				expect: { kind: "any" } as const,
				why: "",
			};
			return { ...caller, verb: "test", tests: line.rest.map((address) => ({ address, ...one })) };
		}
		case "simulate": {
			if (line.sessions === undefined) throw misused("No sessions were named: --sessions FILE.");
			return {
				...caller,
				verb: "sessions",
				system: line.settings === undefined ? null : await settingsOf(line),
				sessions: await readAs(z.array(labSession).min(1).max(100), line.sessions, "The sessions"),
			};
		}
		case "prune":
			return { ...caller, verb: "prune", keep: wholeNumber(line.keep, "--keep") };
		default:
			throw misused(line.verb === undefined ? "No verb was given." : `“${line.verb}” is not a verb.`);
	}
}

/** Writes a rendered system's files below a directory, for `render --out`. */
export function writeRendered(host: Host, directory: string, event: HostEvent) {
	if (event.type !== "result" || event.verb !== "render") return;
	for (const { target, text } of event.files) {
		const file = path.join(path.resolve(directory), target);
		makeDirectories(host.system, path.dirname(file), 0o755);
		replaceFile(host.system, file, text, FILE_MODE);
	}
}

/** Writes the settings that a host comes to, for `inspect --out`. Throws HostFailure naming what they lack. */
export function writeProposed(file: string, proposal: Proposal | null) {
	if (!proposal?.system)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"settings-lacking",
				`What was found doesn't come to settings yet${proposal?.lacking[0] ? `: ${proposal.lacking[0]}` : "."}`,
				"Write them by hand, by what is understood above; `listkeeper schema` says what there is.",
				{ said: proposal?.lacking ?? [] },
			),
		);
	fs.writeFileSync(file, `${JSON.stringify(proposal.system, null, "\t")}\n`, { mode: 0o600 });
}
