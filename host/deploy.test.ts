import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Diagnosis } from "@/lib/core/checks/types";
import { editHostConfig, makeTestHost, type TestHost } from "./testing/host";
import type { Called } from "./testing/program";

let host: TestHost;
beforeEach(async () => {
	host = await makeTestHost();
});
afterEach(() => host.remove());

/** What a call said was wrong, in order. */
const diagnoses = ({ events }: Called): Diagnosis[] =>
	events.flatMap((event) => (event.type === "diagnosis" ? [event.diagnosis] : []));

const stepsDone = ({ events }: Called) =>
	events.flatMap((event) => (event.type === "step" && event.state === "done" ? [event.step] : []));

describe("a deployment on a fresh host", () => {
	it("takes the seven steps and ends with what was observed", async () => {
		const called = await host.deploy(host.settings());
		expect(called.result).toMatchObject({ outcome: "live", number: 1, sentence: "Release 1 is live." });
		expect(stepsDone(called)).toEqual(["lock", "stage", "check", "swap", "reload", "observe", "commit"]);
		expect(called.status).toBe(0);
		const status = await host.status();
		expect(status.live).toMatchObject({ number: 1, actor: "test" });
		expect(status.exim.running).toBe(true);
		expect(status.exim.banner).toContain("release 000001-");
		expect(status.mailman.every((one) => one.running && one.simulated)).toBe(true);
		expect(status.drift).toEqual([]);
		expect(fs.existsSync(path.join(host.state, "journal.json"))).toBe(false);
	});

	it("adds one marked line to each installation's mm_cfg.py and nothing else", async () => {
		const files = host.config.installations.map((one) => path.join(one.prefix, "Mailman/mm_cfg.py"));
		const before = files.map((file) => fs.readFileSync(file, "utf8"));
		await host.deploy(host.settings());
		for (const [i, file] of files.entries()) {
			const after = fs.readFileSync(file, "utf8");
			expect(after.startsWith(before[i] ?? "-")).toBe(true);
			expect(after.slice(before[i]?.length).trimEnd().split("\n")).toHaveLength(1);
			expect(after).toContain("# listkeeper");
		}
	});

	it("has the canary's directories made before several Exims start at once, each of which would make them", async () => {
		const seen = path.join(host.root, "seen");
		const watched = path.join(host.root, "exim-watched");
		fs.writeFileSync(seen, "", { mode: 0o666 });
		fs.chmodSync(seen, 0o666);
		fs.writeFileSync(
			watched,
			`#!/bin/sh
case "$2 $*" in */canary/*-bs*) cd "\${2%/exim/*}" && [ -d log ] && [ -d spool ]; echo $? >> ${seen} ;; esac
exec ${host.config.exim.path} "$@"
`,
		);
		fs.chmodSync(watched, 0o755);
		editHostConfig(host.root, (config) => {
			config.exim = { ...(config.exim as object), path: watched };
		});
		expect((await host.deploy(host.settings())).result.outcome).toBe("live");
		const found = fs.readFileSync(seen, "utf8").trim().split("\n");
		expect(found.length).toBeGreaterThan(1);
		expect(new Set(found)).toEqual(new Set(["0"]));
	});

	it("is refused when made against another live release, naming the one that is", async () => {
		await host.deploy(host.settings());
		const called = await host.deploy(host.settings(), { live: null });
		expect(called.last).toMatchObject({ type: "error", code: "stale" });
		expect(called.status).toBe(1);
		expect(called.last?.type === "error" && called.last.diagnosis.sentence).toContain("Release 1 by test");
	});

	it("is refused when the host renders something else than was reviewed", async () => {
		const called = await host.deploy(host.settings(), { reviewed: "0".repeat(64) });
		expect(called.last).toMatchObject({ type: "error", code: "mismatch" });
		expect((await host.status()).live).toBe(null);
	});

	it("is refused for a prefix that root does not allow", async () => {
		const settings = host.settings();
		const [first, ...rest] = settings.installations;
		if (!first) throw new Error("no installation");
		const called = await host.deploy({ ...settings, installations: [{ ...first, prefix: "/etc" }, ...rest] });
		expect(called.last).toMatchObject({ type: "error", code: "refused" });
		expect(called.last?.type === "error" && called.last.diagnosis.setting).toBe("installations.com.prefix");
	});
});

describe("a broken host keeps its old release and says what to do", () => {
	let first: string | undefined;
	beforeEach(async () => {
		const called = await host.deploy(host.settings());
		first = called.result.live?.id;
	});

	/** Deploys other settings, which has to be refused or taken back for one reason, with release 1 live before and after. */
	const refusedFor = async (code: string): Promise<{ called: Called; diagnosis: Diagnosis }> => {
		const called = await host.deploy(
			host.settings({
				tuning: { smtpMaxRcpts: 7, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 },
			}),
		);
		expect(called.status).toBe(1);
		const diagnosis = diagnoses(called).find((one) => one.code === code);
		if (!diagnosis) throw new Error(`no ${code} in ${JSON.stringify(diagnoses(called), null, 1)}`);
		const status = await host.status();
		expect(status.live?.id).toBe(first);
		expect(status.attention).toBe(null);
		expect(fs.existsSync(path.join(host.state, "journal.json"))).toBe(false);
		return { called, diagnosis };
	};
	const prefix = () => host.config.installations[0]?.prefix ?? "";

	it("where the wrapper is missing", async () => {
		fs.renameSync(path.join(prefix(), "mail/mailman"), path.join(prefix(), "mail/gone"));
		const { called, diagnosis } = await refusedFor("no-wrapper");
		expect(called.last).toMatchObject({
			deploy: { outcome: "refused", sentence: "Release 1 is live. No mail was affected." },
		});
		expect(diagnosis.sentence).toContain("mail/mailman");
		expect(diagnosis.remedy).toContain("Install Mailman");
	});

	it("where mailmanctl fails", async () => {
		fs.writeFileSync(
			path.join(prefix(), "bin/mailmanctl"),
			"#!/bin/sh\necho 'Site list is missing: mailman' >&2\nexit 1\n",
		);
		const { called, diagnosis } = await refusedFor("mailmanctl");
		expect(called.last).toMatchObject({ deploy: { outcome: "reverted" } });
		expect(diagnosis.said).toContain("Site list is missing: mailman");
		expect(diagnosis.remedy).toContain("bin/newlist mailman");
		expect((await host.status()).exim.banner).toContain("release 000001-");
	});

	it("where mailmanctl says it is fine and leaves the runners dead", async () => {
		editHostConfig(host.root, (config) => {
			config.timeLimits = { observe: 4 };
		});
		const real = path.join(prefix(), "bin/mailmanctl.real");
		fs.renameSync(path.join(prefix(), "bin/mailmanctl"), real);
		fs.writeFileSync(
			path.join(prefix(), "bin/mailmanctl"),
			`#!/bin/sh\n[ "$1" = restart ] && exec ${real} -q stop\nexit 0\n`,
			{ mode: 0o755 },
		);
		fs.chmodSync(path.join(prefix(), "bin/mailmanctl"), 0o755);
		const called = await host.deploy(
			host.settings({
				tuning: { smtpMaxRcpts: 7, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 },
			}),
		);
		expect(diagnoses(called).map((one) => one.code)).toContain("mailman-not-seen");
		// Its runners are gone for good: what was promised can't be kept, and so it isn't claimed.
		expect(called.result.outcome).toBe("attention");
		const status = await host.status();
		expect(status.live?.id).toBe(first);
		expect(status.attention?.said.join("\n")).toContain("mailmanctl restart");
		fs.renameSync(real, path.join(prefix(), "bin/mailmanctl"));
		const recovered = await host.ask({ verb: "recover" });
		expect(recovered.last).toMatchObject({ deploy: { outcome: "reverted" } });
		expect((await host.status()).attention).toBe(null);
	});

	it("where Exim was removed", async () => {
		editHostConfig(host.root, (config) => {
			config.exim = { path: path.join(host.root, "no-exim-here") };
		});
		const { diagnosis } = await refusedFor("no-exim");
		expect(diagnosis.remedy).toContain("apt install exim4-daemon-heavy");
	});

	it("where another program has taken the port", async () => {
		const { pid } = (await host.status()).exim;
		if (pid) process.kill(pid, "SIGTERM");
		const port = host.config.target.runtime?.port ?? 0;
		const thief = net.createServer((socket) => socket.end("220 somebody else\r\n"));
		await expect.poll(() => listens(thief, port), { timeout: 10_000 }).toBe(true);
		try {
			const { diagnosis } = await refusedFor("port-taken");
			expect(diagnosis.sentence).toContain("somebody else");
			expect(diagnosis.remedy).toContain("ss -ltnp");
		} finally {
			thief.close();
		}
	});

	it("where Exim's spool can't be written", async () => {
		const spool = host.config.target.runtime?.spoolDirectory ?? "";
		fs.chmodSync(spool, 0o555);
		const { diagnosis } = await refusedFor("spool-not-writable");
		expect(diagnosis.sentence).toContain(spool);
		expect(diagnosis.remedy).toContain("install -d");
	});

	it("where an installation's user is gone", async () => {
		const settings = host.settings();
		const installations = settings.installations.map((one) => ({ ...one, user: "nobody-here" }));
		const called = await host.deploy({ ...settings, installations });
		expect(called.result).toMatchObject({
			outcome: "refused",
			sentence: "Release 1 is live. No mail was affected.",
		});
		expect(diagnoses(called)[0]).toMatchObject({ code: "no-such-user", setting: "installations.com.user" });
	});

	it("where settings no longer import", async () => {
		fs.appendFileSync(path.join(prefix(), "Mailman/mm_cfg.py"), "SMTPHOST = NO_SUCH_NAME\n");
		const { diagnosis } = await refusedFor("mm-cfg");
		expect(diagnosis.said.join("\n")).toContain("NO_SUCH_NAME");
		expect(diagnosis.place?.file).toContain("Mailman/mm_cfg.py");
	});

	it("where the state directory's disk is read-only for it", async () => {
		spawnSync("chown", ["root", path.join(host.state, "releases")]);
		const { called } = await refusedFor("permission");
		expect(called.last).toMatchObject({ deploy: { sentence: "Release 1 is live. No mail was affected." } });
	});
});

const listens = (server: net.Server, port: number) =>
	new Promise<boolean>((resolve) => {
		server.removeAllListeners("error");
		server.once("error", () => resolve(false));
		server.listen({ host: "127.0.0.1", port }, () => resolve(true));
	});
