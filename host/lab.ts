import { randomBytes } from "node:crypto";
import path from "node:path";
import { answerOf, type LabAnswer, type LabSession } from "@/lib/core/checks/lab";
import { parseSession } from "@/lib/core/checks/parse-session";
import { caseDialogue } from "@/lib/core/checks/policy-sessions";
import type { HostEvent } from "@/lib/core/host/events";
import type { HostRequest } from "@/lib/core/host/protocol";
import { placeFiles } from "@/lib/core/release/build";
import { EXIM_CONF } from "@/lib/core/render/exim/exim-conf";
import { renderFiles } from "@/lib/core/render/render";
import { abreast } from "./abreast";
import { asRead } from "./as-read";
import { liveEximFile } from "./config";
import { type Host, limitMs } from "./context";
import { refuseForeignPrefixes } from "./deploy/lock";
import { makeDirectories, removeTree } from "./durable";
import { exim } from "./exim";
import { eximWeaves } from "./exim-weaves";
import { stagedOn } from "./staged";
import { DIRECTORY_MODE, FILE_MODE, liveRelease } from "./store";

type Request = Extract<HostRequest, { verb: "sessions" }>;
type Answer = Extract<HostEvent, { type: "result"; verb: "sessions" }>;

/** A laboratory older than this was left by a program that was killed. */
const LEFT_MS = 10 * 60_000;
const NAME = /^lab-(\d+)-/;

function removeLeft(host: Host) {
	for (const name of host.system.list(host.state) ?? []) {
		const made = NAME.exec(name)?.[1];
		if (made !== undefined && host.system.now() - Number(made) > LEFT_MS)
			removeTree(host.system, path.join(host.state, name));
	}
}

/**
 * Plays one session. Callouts are made as for real mail (`-bhc`), and scanners and DNS are asked; nothing is delivered.
 * In: the configuration's file.
 */
export async function playSession(host: Host, file: string, session: LabSession): Promise<LabAnswer> {
	const input = caseDialogue(
		{
			name: "",
			from: session.from,
			helo: session.helo,
			sender: session.sender,
			size: session.size,
			recipients: session.recipients,
			...(session.data === null ? {} : { data: session.data }),
			expect: { phase: session.data === null ? "rcpt" : "data", code: 2 },
		},
		{},
	);
	const begin = host.system.uptime();
	const ran = await exim(host, file, ["-bhc", session.from], {
		stdin: input,
		timeoutMs: limitMs(host, "canary"),
	});
	const ms = host.system.uptime() - begin;
	return answerOf(parseSession(ran.stdout, ran.stderr, input), stagedOn(host), ms);
}

/** What was staged last: whoever tries sessions out asks the same settings about one after the other. */
let staged: { key: string; directory: string; remove: () => void } | null = null;

/** Takes away what was staged for sessions; for the end of the program. */
export function leaveLab() {
	staged?.remove();
	staged = null;
}

/** Writes what Exim reads of a system into a directory of its own, unless that lies there already. Out: the file to start from. */
async function stageLab(host: Host, system: NonNullable<Request["system"]>): Promise<string> {
	const key = JSON.stringify([host.config.target, system]);
	if (staged?.key !== key || host.system.facts(path.join(staged.directory, EXIM_CONF)) === null) {
		leaveLab();
		const name = `lab-${host.system.now()}-${randomBytes(4).toString("hex")}`;
		const directory = path.join(host.state, name);
		staged = { key, directory, remove: () => removeTree(host.system, directory) };
		makeDirectories(host.system, path.dirname(path.join(directory, EXIM_CONF)), DIRECTORY_MODE);
		const files = renderFiles(system, host.config.target).filter(({ target }) =>
			target.startsWith(`${path.posix.dirname(EXIM_CONF)}/`),
		);
		for (const { target, text } of placeFiles(files, directory))
			host.system.write(path.join(directory, target), text, FILE_MODE);
		asRead(host, await eximWeaves(host), directory, directory);
	}
	return path.join(staged.directory, EXIM_CONF);
}

/**
 * Plays sessions against the live release, and against a system that isn't deployed. Takes no lock: what is live is
 * read as it is, and the rest lies in a directory of its own until `leaveLab`. Throws HostFailure for a foreign prefix.
 */
export async function playSessions(host: Host, { system, sessions }: Request): Promise<Answer> {
	if (system) refuseForeignPrefixes(host, system);
	removeLeft(host);
	const live = liveRelease(host.system, host.state) === null ? null : liveEximFile(host.config);
	const proposed = system === null ? null : await stageLab(host, system);
	const runs = sessions.flatMap((session) => [live, proposed].map((file) => ({ file, session })));
	const played = await abreast(runs, async ({ file, session }) =>
		file === null ? null : playSession(host, file, session),
	);
	const answers = sessions.map((_, at) => ({
		live: played[2 * at] ?? null,
		proposed: played[2 * at + 1] ?? null,
	}));
	return { type: "result", verb: "sessions", answers };
}
