import path from "node:path";
import { parseArgs } from "node:util";
import { diagnosisOf, HostFailure } from "../errors";
import { createRehearsalHost } from "./create";
import { runSink } from "./run-sink";
import { type Running, rehearsalRunning, startRehearsalHost, stopRehearsalHost } from "./start";

export const REHEARSAL_USAGE = `listkeeper rehearsal create --root DIR [--mailman PREFIX …] [--user NAME]
listkeeper rehearsal start  --root DIR
listkeeper rehearsal stop   --root DIR
listkeeper rehearsal sink   --root DIR   (the SMTP sink itself, in the foreground)`;

const OPTIONS = {
	root: { type: "string" },
	mailman: { type: "string", multiple: true },
	user: { type: "string" },
	exim: { type: "string" },
	json: { type: "boolean" },
} as const;

/**
 * The verbs of a rehearsal host: make it, start it, stop it, run its sink.
 * In: the words after `rehearsal`, and where a line of output goes. Out: the exit status, 0.
 * Throws HostFailure, of code `usage` where the words are wrong.
 */
export async function rehearsalCommand(
	words: readonly string[],
	print: (line: string) => void,
): Promise<number> {
	const { verb, values } = parse(words);
	if (values.root === undefined) throw usage("No directory was named.");
	const directory = path.resolve(values.root);
	const show = (running: Running) =>
		print(values.json ? JSON.stringify(running) : sentences(running).join("\n"));
	if (verb === "create") {
		const config = await createRehearsalHost({
			directory,
			user: values.user ?? null,
			exim: values.exim ?? null,
			mailman: values.mailman ?? [],
		});
		print(values.json ? JSON.stringify(config) : `A rehearsal host is in ${directory}.`);
	} else if (verb === "start") {
		const script = process.argv[1];
		if (script === undefined) throw new Error("This program doesn't know its own path.");
		show(await startRehearsalHost(directory, [process.execPath, path.resolve(script)]));
	} else if (verb === "stop") {
		await stopRehearsalHost(directory);
		show(rehearsalRunning(directory));
	} else if (verb === "sink") await runSink(directory);
	else
		throw usage(verb === undefined ? "No verb was given." : `“${verb}” is not a verb of a rehearsal host.`);
	return 0;
}

function parse(words: readonly string[]) {
	try {
		const { positionals, values } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
		if (positionals.length > 1) throw usage(`“${positionals[1]}” is one word too many.`);
		return { verb: positionals[0], values };
	} catch (error) {
		if (error instanceof HostFailure || !(error instanceof TypeError)) throw error;
		throw usage(error.message);
	}
}

const usage = (sentence: string) =>
	new HostFailure(
		"usage",
		diagnosisOf("usage", sentence, "See the words below.", { said: REHEARSAL_USAGE.split("\n") }),
	);

const sentences = (running: Running): string[] => [
	running.exim === null ? "Exim is not running." : `Exim runs as process ${running.exim}.`,
	running.sink === null ? "The sink is not running." : `The sink runs as process ${running.sink}.`,
	...running.mailman.map(({ prefix, pid }) =>
		pid === null ? `Mailman in ${prefix} is not running.` : `Mailman in ${prefix} runs as process ${pid}.`,
	),
];
