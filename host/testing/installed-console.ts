import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { takeStart } from "../../bin/lib/instance.mjs";
import type { PrivateMachine } from "./machine";
import { until } from "./until";

/** How long a build may take, ms. */
export const BUILD_MS = 600_000;
export const CHECKOUT = path.resolve(import.meta.dirname, "../..");

/** Builds what an installed console is made of, one at a time; quick where it is built. */
export async function buildConsole() {
	fs.mkdirSync(path.join(CHECKOUT, "dist"), { recursive: true });
	const giveBack = await until(
		"a build",
		() => {
			const taken = takeStart(path.join(CHECKOUT, "dist/.building"));
			return typeof taken === "number" ? null : taken;
		},
		BUILD_MS,
	);
	try {
		execFileSync(process.execPath, [path.join(CHECKOUT, "bin/build.mjs")], { cwd: CHECKOUT, stdio: "pipe" });
	} finally {
		giveBack();
	}
}

/** A process on a machine, as its /proc/PID/status tells. */
export type Process = { pid: number; status: Readonly<Record<string, string>> };

const FIND = `for one in /proc/[0-9]*; do
	read -r name 2>/dev/null <$one/comm || continue
	case $name in "$1"*) cat $one/status && exit ;; esac
done; exit 1`;

/** The process whose name begins like this; null where none runs. */
export function processNamed(machine: PrivateMachine, name: string): Process | null {
	const ran = machine.run(["/bin/sh", "-c", FIND, "sh", name]);
	if (ran.status !== 0) return null;
	const lines = ran.stdout.split("\n").map((line) => /^(\w+):\s*(.*?)\s*$/.exec(line));
	const status = Object.fromEntries(
		lines.flatMap((found) => (found ? [[found[1] ?? "", found[2] ?? ""]] : [])),
	);
	return { pid: Number(status.Pid), status };
}

/** Runs a program where a process runs, with that process's account, groups and lack of privileges. */
export function runWithin(
	machine: PrivateMachine,
	{ pid, status }: Process,
	argv: readonly string[],
	options?: Parameters<PrivateMachine["run"]>[1],
) {
	const [uid = "", gid = ""] = [status.Uid, status.Gid].map((numbers) => numbers?.split("\t")[0]);
	const groups = status.Groups?.trim().split(" ").join(",") ?? "";
	return machine.run(
		[
			...["/usr/bin/nsenter", "-t", String(pid), "--mount", "--pid", "--ipc", "--root"],
			...["/usr/bin/setpriv", "--reuid", uid, "--regid", gid, "--groups", groups],
			...["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", "--", ...argv],
		],
		options,
	);
}

// What is mounted over a name may be of another kind than its directory says: each is looked at by itself.
const WRITABLE = "find / ! -type l -writable -print0 2>/dev/null | xargs -0 stat -c '%F, %t:%T, %n'";

/**
 * Every path that a process could write, of all that it can reach: its kind and, for a device, its number, as stat(1)
 * names them, and the path. Nothing is left out.
 */
export const writableBy = (machine: PrivateMachine, process: Process): string[] =>
	runWithin(machine, process, ["/bin/sh", "-c", WRITABLE])
		.stdout.split("\n")
		.filter((line) => line !== "");

/** A visit to the console by a person's browser without JavaScript: each path, and what is typed into the form there. */
export type Visit = { path: string; form?: { button: string; fields: Record<string, string> } };

/** Runs in the machine's own network: follows each answer, keeps cookies, and sends forms as a browser would. */
const BROWSE = `
const [origin, told] = process.argv.slice(1);
const cookies = new Map();
async function go(path, init = {}) {
	const cookie = [...cookies].map(([name, value]) => name + "=" + value).join("; ");
	const answer = await fetch(new URL(path, origin), { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
	for (const one of answer.headers.getSetCookie()) {
		const [, name, value] = /^([^=]+)=([^;]*)/.exec(one);
		cookies.set(name, value);
	}
	const text = await answer.text();
	const next = answer.headers.get("location");
	return next ? go(next) : { path, status: answer.status, text };
}
const plain = (text) => text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const seen = [];
for (const { path, form } of JSON.parse(told)) {
	let page = await go(path);
	if (form) {
		const found = page.text.match(/<form[\\s\\S]*?<\\/form>/g)?.find((one) => one.includes(form.button));
		if (!found) throw new Error("No form " + form.button + " at " + page.path + ": " + page.status);
		const body = new FormData();
		for (const [input] of found.matchAll(/<input[^>]*>/g)) {
			const name = /name="([^"]*)"/.exec(input)?.[1];
			if (name) body.set(plain(name), plain(/value="([^"]*)"/.exec(input)?.[1] ?? ""));
		}
		for (const [name, value] of Object.entries(form.fields)) body.set(name, value);
		page = await go(page.path, { method: "POST", body, headers: { origin } });
	}
	seen.push({ path: page.path, status: page.status, text: plain(page.text.replace(/<script[\\s\\S]*?<\\/script>/g, "").replace(/<!--[\\s\\S]*?-->/g, "").replace(/<[^>]+>/g, " ")) });
}
process.stdout.write(JSON.stringify(seen));
`;

/** What a person sees who goes from page to page. In: where the console answers on the machine. Throws where a form is missing. */
export function browse(
	machine: PrivateMachine,
	origin: string,
	visits: readonly Visit[],
): { path: string; status: number; text: string }[] {
	const ran = machine.run([process.execPath, "-e", BROWSE, origin, JSON.stringify(visits)]);
	if (ran.status !== 0) throw new Error(ran.stderr);
	return JSON.parse(ran.stdout);
}

/**
 * What asks this machine's program at a socket, and looks at who answers while it does. Its words: the socket and the
 * request. Prints the answer, the answering process's account and control group, whether it may gain privileges, and
 * whether it sees the machine as whoever asks does.
 */
export const ASK = `
const fs = require("node:fs"), net = require("node:net");
const [socket, request] = process.argv.slice(1);
const namespace = (pid) => fs.readlinkSync("/proc/" + pid + "/ns/mnt");
const connection = net.connect(socket, () => connection.write(request + "\\n"));
let text = "";
connection.on("data", (more) => {
	text += more;
	if (!text.endsWith("\\n")) return;
	const answering = fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).find((pid) => {
		try {
			return fs.readFileSync("/proc/" + pid + "/cmdline", "utf8").includes("listkeeper.mjs\\0serve");
		} catch {
			return false;
		}
	});
	const status = fs.readFileSync("/proc/" + answering + "/status", "utf8");
	process.stdout.write(JSON.stringify({
		last: JSON.parse(text),
		uid: /^Uid:\\s+(\\d+)/m.exec(status)[1],
		free: /^NoNewPrivs:\\s+0/m.test(status),
		same: namespace(answering) === namespace("self"),
		group: fs.readFileSync("/proc/" + answering + "/cgroup", "utf8"),
	}));
	connection.destroy();
});`;
