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
import { liveEximFile } from "./config";
import { type Host, limitMs } from "./context";
import { refuseForeignPrefixes } from "./deploy/lock";
import { makeDirectories, removeTree } from "./durable";
import { exim } from "./exim";
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

/** Writes a system's files into a directory of their own; gives the directory. */
function stageLab(host: Host, system: NonNullable<Request["system"]>): string {
	const name = `lab-${host.system.now()}-${randomBytes(4).toString("hex")}`;
	const directory = path.join(host.state, name);
	for (const { target, text } of placeFiles(renderFiles(system, host.config.target), directory)) {
		makeDirectories(host.system, path.dirname(path.join(directory, target)), DIRECTORY_MODE);
		host.system.write(path.join(directory, target), text, FILE_MODE);
	}
	return directory;
}

/**
 * Plays sessions against the live release, and against a system that isn't deployed. Takes no lock: what is live is
 * read as it is, and the rest lies in a directory of its own. Throws HostFailure for a foreign prefix.
 */
export async function playSessions(host: Host, { system, sessions }: Request): Promise<Answer> {
	if (system) refuseForeignPrefixes(host, system);
	removeLeft(host);
	const live = liveRelease(host.system, host.state) === null ? null : liveEximFile(host.config);
	const directory = system === null ? null : stageLab(host, system);
	try {
		const proposed = directory === null ? null : path.join(directory, EXIM_CONF);
		const runs = sessions.flatMap((session) => [live, proposed].map((file) => ({ file, session })));
		const played = await abreast(runs, async ({ file, session }) =>
			file === null ? null : playSession(host, file, session),
		);
		const answers = sessions.map((_, at) => ({
			live: played[2 * at] ?? null,
			proposed: played[2 * at + 1] ?? null,
		}));
		return { type: "result", verb: "sessions", answers };
	} finally {
		if (directory !== null) removeTree(host.system, directory);
	}
}
