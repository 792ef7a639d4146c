import fs from "node:fs";
import path from "node:path";
import type { HostEvent } from "@/lib/core/host/events";
import { hostRequest, PROTOCOL } from "@/lib/core/host/protocol";
import { namesOf, processAccount } from "./account";
import { type CommandLine, person, readCommandLine, requestOf, writeProposed, writeRendered } from "./cli";
import type { Host } from "./context";
import { diagnosisOf, HostFailure } from "./errors";
import { type Inspection, inspect } from "./inspect";
import { installConsole } from "./install/console";
import { install } from "./install/install";
import { uninstall } from "./install/uninstall";
import { leaveLab } from "./lab";
import { leave } from "./leave";
import { openHost, readHostConfig } from "./open";
import { readPending } from "./pending";
import { linesOf } from "./print";
import { surveyLines } from "./print-survey";
import { weavingLines } from "./print-weaving";
import { realSystem } from "./real-system";
import { logRefusal } from "./refusal-log";
import { rehearsalCommand } from "./rehearsal/cli";
import { refuseUnreachable } from "./rehearsal/runner";
import { rootedSystem } from "./rooted-system";
import { canBecome, runAgainAs } from "./run-as";
import { runTimer } from "./run-timer";
import { errorEvent, parseRequest, requestsOn, serveRequest, statusOf } from "./serve";
import { awaitsConfirmation, countDown } from "./terminal-countdown";
import { knownOf } from "./their-exim";
import { TIMER_VERB } from "./timer";
import { USAGE } from "./usage";

type Open = typeof openHost;

const json = (event: HostEvent) => void process.stdout.write(`${JSON.stringify(event)}\n`);
const human = (event: HostEvent) => {
	const stream = event.type === "error" ? process.stderr : process.stdout;
	for (const line of linesOf(event)) stream.write(`${line}\n`);
};

/** Whoever listens may leave, a terminal may close: what was begun on the host is finished all the same. */
function goOnAlone() {
	for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
	for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
}

/** Whom root has to run this program as, where it can't become that user; null otherwise, and where opening the host will say why not. */
function accountToRunAs(root: string | null) {
	if (root === null || canBecome()) return null;
	try {
		return processAccount(readHostConfig(root));
	} catch {
		return null;
	}
}

/** Answers one request, on a host that is opened for it: what root decided may have changed since the one before. */
async function serveOne(text: string, root: string | null, open: Open): Promise<HostEvent> {
	try {
		const request = parseRequest(text);
		return await serveRequest(open(root, json), request);
	} catch (error) {
		const event = errorEvent(error);
		json(event);
		return event;
	}
}

/** Answers requests until there are no more. Out: the exit status that the last one means. */
async function serve(root: string | null, open: Open): Promise<number> {
	let status = 0;
	try {
		for await (const text of requestsOn(process.stdin)) {
			const event = await serveOne(text, root, open);
			if (root === null) logRefusal(event);
			status = statusOf(event);
		}
		return status;
	} catch (error) {
		const event = errorEvent(error);
		json(event);
		if (root === null) logRefusal(event);
		return statusOf(event);
	}
}

/**
 * Shows what was found on a host, and writes the settings that it comes to where they are asked for.
 * Out: 1 where it has no Exim that Listkeeper can use. Throws HostFailure where those settings lack something.
 */
function look(inspection: Inspection, line: CommandLine): number {
	const { survey, proposal } = inspection;
	process.stdout.write(
		line.json ? `${JSON.stringify({ survey, proposal })}\n` : `${surveyLines(inspection).join("\n")}\n`,
	);
	if (line.out !== undefined) writeProposed(path.resolve(line.out), proposal);
	return survey.exim === null || survey.exim.tooOld ? 1 : 0;
}

/** Puts the program on this machine, or takes it away. Out: 0. Throws HostFailure. */
async function setUp(line: CommandLine, script: string): Promise<number> {
	if (process.getuid?.() !== 0)
		throw new HostFailure(
			"refused",
			diagnosisOf("not-root", `Only root can ${line.verb} Listkeeper.`, "Run it again with sudo."),
		);
	const system = realSystem(null);
	const tell = (done: string[]) => void process.stdout.write(`${done.join("\n")}\n`);
	if (line.verb === "uninstall") tell(await uninstall(system, line.purge ?? false));
	else {
		const node = fs.realpathSync(process.execPath);
		tell(await install(system, { script: fs.realpathSync(script), node, hostname: line.hostname ?? null }));
		const { console: parts, url, port, listen } = line;
		if (parts) tell(await installConsole(system, node, { parts, url, port, listen }));
	}
	return 0;
}

/** Lets the person at the terminal confirm what they deployed. Out: how that ended. */
async function atTerminal(host: Host, actor: string): Promise<HostEvent> {
	const caller = { protocol: PROTOCOL, actor } as const;
	const choice = await countDown(host);
	const waiting = readPending(host.system, host.state)?.release.id;
	return choice === "confirm" && waiting !== undefined
		? serveRequest(host, { ...caller, verb: "confirm", release: waiting })
		: serveRequest(host, { ...caller, verb: "status" });
}

/**
 * The program. In: the words after its name, and how a host is opened.
 * Out: the exit status, 0, 1 or 2 (`USAGE`).
 */
export async function main(words: readonly string[], open: Open = openHost): Promise<number> {
	try {
		return await answerWords(words, open);
	} finally {
		leaveLab();
	}
}

async function answerWords(words: readonly string[], open: Open): Promise<number> {
	let tell: Host["emit"] = words.includes("--json") ? json : human;
	try {
		if (words[0] === "rehearsal")
			return await rehearsalCommand(words.slice(1), (line) => void process.stdout.write(`${line}\n`));
		const line = readCommandLine(words);
		if (line.help || line.verb === "help") {
			process.stdout.write(`${USAGE}\n`);
			return 0;
		}
		if (line.verb === "inspect" && line.root === null) {
			const sysroot = path.resolve(line.sysroot ?? "/");
			return look(await inspect(rootedSystem(realSystem(null), sysroot)), line);
		}
		const script = process.argv[1];
		if ((line.verb === "install" || line.verb === "uninstall") && line.root === null && script !== undefined)
			return await setUp(line, script);
		const account = accountToRunAs(line.root);
		if (account && script !== undefined) {
			refuseUnreachable(path.dirname(path.resolve(script)), account, namesOf(account).user);
			const { status, signal } = await runAgainAs(script, words, account);
			// Whoever started us sees the end that the other met.
			if (signal) process.kill(process.pid, signal);
			return status ?? 1;
		}
		goOnAlone();
		if (line.verb === "serve") return await serve(line.root, open);
		const host = open(line.root, (event) => tell(event));
		if (line.verb === TIMER_VERB) return await runTimer(host);
		if (line.verb === "inspect") return look(await inspect(host.system, knownOf(host)), line);
		if (line.verb === "weave") {
			const { lines, possible } = weavingLines(host);
			process.stdout.write(`${lines.join("\n")}\n`);
			return possible ? 0 : 1;
		}
		if (line.verb === "leave") {
			process.stdout.write(`${await leave(host, { actor: line.actor ?? person() })}\n`);
			return 0;
		}
		// The same narrow gate as for a request from elsewhere.
		const request = hostRequest.safeParse(await requestOf(line, host));
		if (!request.success) {
			const said = request.error.issues.map((issue) => issue.message);
			throw new HostFailure("usage", {
				code: "usage",
				sentence: said[0] ?? "",
				remedy: "Correct it and try again.",
				place: null,
				setting: null,
				said,
			});
		}
		if (line.out !== undefined) tell = (event) => (event.type === "result" ? undefined : human(event));
		const last = await serveRequest(host, request.data);
		if (!line.json && awaitsConfirmation(last)) return statusOf(await atTerminal(host, request.data.actor));
		if (line.out !== undefined) writeRendered(host, line.out, last);
		return statusOf(last);
	} catch (error) {
		const event = errorEvent(error);
		tell(event);
		return statusOf(event);
	}
}
