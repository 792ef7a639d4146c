// @ts-check
// Stands in for the host's program. How it behaves is the name of the directory it is given as --root.
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

const argv = process.argv.slice(2);
const root = argv.at(-1) ?? "";
const say = (/** @type {unknown} */ event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const line = (/** @type {string} */ text) => say({ type: "line", step: null, at: 0, text });
const hold = () => setInterval(() => {}, 1_000);
/** Starts a process of its own, and names it and itself. */
const withChild = () => line(`${process.pid} ${spawn("sleep", ["1000"], { stdio: "ignore" }).pid}`);

const requests = createInterface({ input: process.stdin });
const request = await new Promise((resolve) => requests.once("line", resolve));
// What is asked once only ends by itself.
if (path.basename(root) !== "stays") requests.close();

/** @type {Record<string, () => unknown>} */
const behaviours = {
	answers() {
		line("one");
		process.stdout.write("this is no event\n");
		line("two");
		say({ type: "result", verb: "schema", schema: { argv, request: JSON.parse(request), env: process.env } });
	},
	refuses: () =>
		say({
			type: "error",
			code: "refused",
			diagnosis: {
				code: "x",
				sentence: "It is Sunday.",
				remedy: "Wait.",
				place: null,
				setting: null,
				said: [],
			},
		}),
	/** As a version after ours might. */
	newer() {
		line("begun");
		say({ type: "result", verb: "schema-of-tomorrow", schema: null });
		hold();
	},
	dies() {
		process.stderr.write("host.json can't be read\n");
		process.exit(1);
	},
	hangs() {
		process.on("SIGTERM", () => {});
		withChild();
		hold();
	},
	/** Answers whatever else it is asked, with its own number and the request's. */
	stays() {
		let asked = 0;
		const answer = () =>
			say({ type: "result", verb: "schema", schema: { pid: process.pid, asked: ++asked } });
		answer();
		requests.on("line", answer);
		requests.on("close", () => process.exit(0));
	},
	lingers() {
		say({ type: "result", verb: "schema", schema: null });
		hold();
	},
	/** Goes on once told to by a file, says more than a pipe holds, and leaves a file at its end. */
	deploys() {
		line("begun");
		const timer = setInterval(() => {
			if (!existsSync(path.join(root, "go"))) return;
			clearInterval(timer);
			for (let i = 0; i < 5_000; i++) line("x".repeat(200));
			process.stdout.write("", () => writeFileSync(path.join(root, "finished"), ""));
		}, 20);
	},
};
behaviours[path.basename(root)]?.();
