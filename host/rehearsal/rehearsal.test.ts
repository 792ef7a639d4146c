import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findUser } from "../account";
import { hostConfigPath } from "../config";
import { HostFailure } from "../errors";
import { processWith } from "../processes";
import { realSystem } from "../real-system";
import { call } from "../testing/program";
import { type TemporaryRoot, temporaryRoot } from "../testing/temporary-root";
import { createRehearsalHost } from "./create";
import { sendMessage } from "./send";
import { readSinkRecords } from "./sink-records";
import { type Running, rehearsalRunning, stopRehearsalHost } from "./start";

const ROOT = process.getuid?.() === 0;
const world = realSystem(null);
let root: TemporaryRoot;
beforeEach(() => {
	root = temporaryRoot();
});
afterEach(() => root.remove());

const failureOf = async (act: Promise<unknown>): Promise<HostFailure> => {
	const thrown = await act.then(
		() => null,
		(error: unknown) => error,
	);
	if (!(thrown instanceof HostFailure)) throw new Error(`Not refused: ${thrown}`);
	return thrown;
};

describe("making a rehearsal host", () => {
	it("gives two simulated installations with a same-named list each, and a port for Exim and the sink", async () => {
		const config = await createRehearsalHost({ directory: root.path });
		expect(config.installations).toEqual([
			expect.objectContaining({ prefix: path.join(root.path, "srv/com/mailman"), simulated: true }),
			expect.objectContaining({ prefix: path.join(root.path, "srv/org/mailman"), simulated: true }),
		]);
		const lists = config.installations.map(({ prefix }) => fs.readdirSync(path.join(prefix, "lists")).sort());
		expect(lists).toEqual([
			["mailman", "news", "staff"],
			["mailman", "news"],
		]);
		expect(config.target.sinkPort).not.toBe(config.target.runtime?.port);
		expect(config.target.runtime?.interfaces).toContain("127.0.0.1");
	});

	it("changes nothing the second time", async () => {
		const first = await createRehearsalHost({ directory: root.path });
		const file = hostConfigPath(root.path);
		const before = world.facts(file);
		expect(await createRehearsalHost({ directory: root.path })).toEqual(first);
		expect(world.facts(file)).toEqual(before);
	});

	/** A directory with the files by which a Mailman is known. */
	const installed = async (name: string): Promise<string> => {
		const prefix = path.join(root.path, name);
		const { user = "" } =
			(await createRehearsalHost({ directory: path.join(root.path, "other") })).target.runtime ?? {};
		for (const part of ["bin/mailmanctl", "mail/mailman", "lists"])
			fs.mkdirSync(path.join(prefix, part), { recursive: true });
		fs.chownSync(path.join(prefix, "lists"), findUser(user)?.uid ?? -1, process.getgid?.() ?? -1);
		return prefix;
	};

	it("uses a real installation in a simulated one's place, and goes on using it", async () => {
		const real = await installed("real/mailman");
		const directory = path.join(root.path, "host");
		const config = await createRehearsalHost({ directory, mailman: [real] });
		expect(config.installations.map(({ prefix, simulated }) => [prefix, simulated])).toEqual([
			[real, false],
			[path.join(directory, "srv/org/mailman"), true],
		]);
		expect(config.allowedPrefixes).toContain(real);
		expect(fs.readdirSync(path.join(real, "lists"))).toEqual([]);
		expect(fs.existsSync(path.join(directory, "srv/com"))).toBe(false);
		expect(await createRehearsalHost({ directory })).toEqual(config);
	});

	it("refuses a prefix that holds no Mailman", async () => {
		const empty = path.join(root.path, "empty");
		fs.mkdirSync(empty);
		const { diagnosis } = await failureOf(createRehearsalHost({ directory: root.path, mailman: [empty] }));
		expect(diagnosis.sentence).toBe(`${empty} holds no Mailman: bin/mailmanctl is missing.`);
	});

	it("keeps what was changed in host.json by hand", async () => {
		await createRehearsalHost({ directory: root.path });
		const file = hostConfigPath(root.path);
		const edited = { ...JSON.parse(fs.readFileSync(file, "utf8")), keep: 3 };
		fs.writeFileSync(file, JSON.stringify(edited));
		expect((await createRehearsalHost({ directory: root.path })).keep).toBe(3);
		expect(JSON.parse(fs.readFileSync(file, "utf8"))).toEqual(edited);
	});

	it("stays with the user it was made for", async () => {
		const config = await createRehearsalHost({ directory: root.path });
		const { diagnosis } = await failureOf(createRehearsalHost({ directory: root.path, user: "daemon" }));
		expect(diagnosis.sentence).toContain(`runs as ${config.target.runtime?.user}`);
	});

	it.each(["relative/path", "/tmp/with space", "/tmp/with$dollar"])(
		"refuses the directory %s and says why",
		async (directory) => {
			const { diagnosis } = await failureOf(createRehearsalHost({ directory }));
			expect(diagnosis.sentence).toMatch(/^The directory .*\.$/);
			expect(fs.existsSync(directory)).toBe(false);
		},
	);

	it("refuses a directory that its programs can't enter, naming the one that is closed", async () => {
		const closed = path.join(root.path, "closed");
		fs.mkdirSync(closed, { mode: 0o755 });
		const directory = path.join(closed, "host");
		fs.mkdirSync(directory);
		fs.chmodSync(closed, 0o600);
		const { diagnosis } = await failureOf(createRehearsalHost({ directory }));
		fs.chmodSync(closed, 0o755);
		expect(diagnosis.code).toMatch(ROOT ? /^directory-closed$/ : /./);
		expect(diagnosis.sentence).toContain(`can't enter ${closed}`);
	});

	it("belongs to a user without privilege, except for what only root decides", async () => {
		const config = await createRehearsalHost({ directory: root.path });
		const own = config.target.runtime?.user ?? "";
		const uid = findUser(own)?.uid;
		expect(uid).not.toBe(0);
		expect(world.facts(config.target.stateDirectory)?.uid).toBe(uid);
		expect(world.facts(path.join(root.path, "srv/com/mailman/lists"))?.uid).toBe(uid);
		expect(world.facts(hostConfigPath(root.path))).toMatchObject({ uid: process.getuid?.(), mode: 0o644 });
		expect(config.processUser).toBe(ROOT ? own : null);
	});
});

describe("listkeeper rehearsal", () => {
	const rehearsal = async (...words: string[]) =>
		(await call(["rehearsal", ...words, "--root", root.path])).ended;
	afterEach(async () => {
		if (fs.existsSync(hostConfigPath(root.path))) await stopRehearsalHost(root.path);
	});

	it("makes, starts and stops a host, each a second time without harm", async () => {
		for (const _ of [1, 2]) expect(await rehearsal("create")).toMatchObject({ status: 0, stderr: "" });
		expect(await rehearsal("start")).toMatchObject({ status: 0, stderr: "" });
		const running = rehearsalRunning(root.path);
		expect(running).toMatchObject({ exim: null, sink: expect.any(Number) });
		expect(running.mailman.map(({ pid }) => pid)).toEqual([expect.any(Number), expect.any(Number)]);
		expect(await rehearsal("start")).toMatchObject({ status: 0 });
		expect(rehearsalRunning(root.path)).toEqual(running);
		for (const _ of [1, 2]) expect(await rehearsal("stop")).toMatchObject({ status: 0 });
		const gone: Running = {
			exim: null,
			sink: null,
			mailman: running.mailman.map(({ prefix }) => ({ prefix, pid: null })),
		};
		expect(rehearsalRunning(root.path)).toEqual(gone);
		expect(processWith(world, running.sink ?? 0)).toBeNull();
	});

	it("runs a sink that records what it takes, as the host's own user", async () => {
		const config = await createRehearsalHost({ directory: root.path });
		await rehearsal("start");
		await sendMessage(
			{ host: "127.0.0.1", port: config.target.sinkPort ?? 0 },
			{ sender: "", recipients: ["ada@example.net"], data: "Subject: x\n\nx\n" },
		);
		const records = path.join(root.path, "var/sink");
		expect(readSinkRecords(records, 5)).toEqual([
			expect.objectContaining({ recipients: ["ada@example.net"] }),
		]);
		expect(world.facts(path.join(records, "received.ndjson"))?.uid).toBe(
			findUser(config.target.runtime?.user ?? "")?.uid,
		);
	});

	it.each([
		[[], "No verb was given."],
		[["fly"], "“fly” is not a verb of a rehearsal host."],
		[["create", "--fast"], "Unknown option '--fast'"],
	])("answers wrong words %j with status 2 and the right ones", async (words, said) => {
		const ran = await rehearsal(...words);
		expect(ran.status).toBe(2);
		expect(ran.stderr).toContain(said);
		expect(ran.stderr).toContain("listkeeper rehearsal create");
	});

	it("says where no host is", async () => {
		const ran = await rehearsal("start");
		expect(ran.status).toBe(2);
		expect(ran.stderr).toContain(`${root.path} holds no rehearsal host.`);
	});
});
