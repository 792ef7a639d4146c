import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DriftItem } from "@/lib/core/host/events";
import { makeTestHost, type TestHost } from "./testing/host";

let host: TestHost;
beforeAll(async () => {
	host = await makeTestHost();
	await host.deploy(host.settings());
});
afterAll(() => host.remove());

const live = (relative: string) => path.join(fs.realpathSync(path.join(host.state, "current")), relative);
const ownMmCfg = () => path.join(host.config.installations[0]?.prefix ?? "", "Mailman/mm_cfg.py");

type Case = {
	name: string;
	/** Changes the host; gives the file that has to be named. */
	harm: () => string;
	kind: DriftItem["kind"];
	/** What a copy of it has to hold; null where there is nothing to keep. */
	kept: string | null;
};

const CASES: Case[] = [
	{
		name: "an edited file, with both texts",
		harm: () => {
			fs.appendFileSync(live("exim/exim.conf"), "# by hand\n");
			return live("exim/exim.conf");
		},
		kind: "edited",
		kept: "# by hand",
	},
	{
		name: "a deleted file",
		harm: () => {
			const file = live("mailman/com/mm_cfg.py");
			fs.rmSync(file);
			return file;
		},
		kind: "missing",
		kept: null,
	},
	{
		name: "another mode",
		harm: () => {
			fs.chmodSync(live("exim/domains.map"), 0o666);
			return live("exim/domains.map");
		},
		kind: "mode",
		kept: "list.example.com",
	},
	{
		name: "a file in place of which a link stands",
		harm: () => {
			const file = live("exim/domains.map");
			fs.renameSync(file, path.join(host.root, "elsewhere.map"));
			fs.symlinkSync(path.join(host.root, "elsewhere.map"), file);
			return file;
		},
		kind: "link",
		kept: "elsewhere.map",
	},
	{
		name: "a file that is not from Listkeeper",
		harm: () => {
			fs.writeFileSync(live("exim/local.conf"), "by hand\n");
			return live("exim/local.conf");
		},
		kind: "extra",
		kept: "by hand",
	},
	{
		name: "an mm_cfg.py without its line",
		harm: () => {
			const text = fs.readFileSync(ownMmCfg(), "utf8");
			fs.writeFileSync(ownMmCfg(), text.replace(/^.*# listkeeper\n/m, ""));
			return ownMmCfg();
		},
		kind: "line-missing",
		kept: "Defaults",
	},
	{
		name: "a compiled mm_cfg that is older and still in force",
		harm: () => {
			const compiled = path.join(path.dirname(ownMmCfg()), "mm_cfg.pyc");
			fs.writeFileSync(compiled, "");
			const second = Math.floor(fs.statSync(ownMmCfg()).mtimeMs / 1_000);
			fs.utimesSync(ownMmCfg(), second + 0.9, second + 0.9);
			fs.utimesSync(compiled, second + 0.1, second + 0.1);
			return compiled;
		},
		kind: "stale-pyc",
		kept: "",
	},
	{
		name: "a link that leads out of the releases",
		harm: () => {
			const current = path.join(host.state, "current");
			fs.cpSync(fs.realpathSync(current), path.join(host.root, "copied"), { recursive: true });
			fs.rmSync(current);
			fs.symlinkSync(path.join(host.root, "copied"), current);
			return current;
		},
		kind: "link",
		kept: "copied",
	},
	{
		name: "the link itself, which is gone",
		harm: () => {
			const current = path.join(host.state, "current");
			fs.rmSync(current);
			return current;
		},
		kind: "link",
		kept: null,
	},
	{
		name: "another mode of the release's own directory",
		harm: () => {
			fs.chmodSync(live("."), 0o775);
			return live(".");
		},
		kind: "mode",
		kept: null,
	},
	{
		name: "a pipe that nobody writes into",
		harm: () => {
			const pipe = live("exim/pipe");
			spawnSync("/usr/bin/mkfifo", [pipe]);
			expect(fs.statSync(pipe).isFIFO()).toBe(true);
			return pipe;
		},
		kind: "extra",
		kept: null,
	},
	...(process.getuid?.() === 0
		? [
				{
					name: "a file of another user",
					harm: () => {
						fs.chownSync(live("exim/domains.map"), 65_534, 65_534);
						return live("exim/domains.map");
					},
					kind: "mode",
					kept: "list.example.com",
				} satisfies Case,
			]
		: []),
];

describe("what was changed on the host by hand", () => {
	it.each(CASES)("is shown, not overwritten unasked, and kept: $name", async ({ harm, kind, kept }) => {
		const before = await host.status();
		expect(before.drift).toEqual([]);
		const file = harm();
		const status = await host.status();
		const found = status.drift.find((one) => one.path === file);
		expect(found).toMatchObject({ kind });
		expect(status.drift).toHaveLength(1);
		if (kind === "edited") {
			expect(found?.actual).toBe(`${found?.expected}# by hand\n`);
		}

		const asked = await host.deploy(host.settings());
		expect(asked.last).toMatchObject({ type: "error", code: "refused", diagnosis: { code: "drift" } });
		expect(asked.last?.type === "error" && asked.last.diagnosis.said).toEqual([found?.sentence]);

		const replaced = await host.deploy(host.settings(), { replaceDrift: true });
		expect(replaced.result.outcome, replaced.result.sentence).toBe("live");
		expect((await host.status()).drift).toEqual([]);
		const copies = path.join(host.state, "replaced");
		if (kept === null) return;
		const newest = fs.readdirSync(copies).sort().at(-1) ?? "";
		expect(fs.readFileSync(path.join(copies, newest, file), "utf8")).toContain(kept);
	});

	it("keeps prune from removing what runs, where the link is gone or leads to another release", async () => {
		const verp = host.settings().verp;
		await host.deploy(host.settings({ verp: { ...verp, probes: !verp.probes } }));
		const { live: was, releases } = await host.status();
		const other = releases.find(({ number }) => number !== was?.number);
		const current = path.join(host.state, "current");
		const running = fs.readlinkSync(current);
		const directories = () => fs.readdirSync(path.join(host.state, "releases")).sort();
		const before = directories();
		const elsewhere = before.find((name) => Number(name.slice(0, 6)) === other?.number) ?? "";
		for (const [target, said] of [
			[null, "nothing-live"],
			[`releases/${elsewhere}`, "runs-another"],
		] as const) {
			fs.rmSync(current, { force: true });
			if (target) fs.symlinkSync(target, current);
			expect((await host.status()).drift.map(({ kind, path: at }) => [kind, at])).toEqual([
				["link", current],
			]);
			const { last } = await host.ask({ verb: "prune", keep: 0 });
			expect(last).toMatchObject({ type: "error", code: "refused" });
			expect(
				last?.type === "error" && ["nothing-live", "runs-another"].includes(last.diagnosis.code),
				said,
			).toBe(true);
			expect(directories()).toEqual(before);
		}
		fs.rmSync(current, { force: true });
		fs.symlinkSync(running, current);
		expect((await host.status()).drift).toEqual([]);
		const { last } = await host.ask({ verb: "prune", keep: 0 });
		expect(last).toMatchObject({ type: "result", verb: "prune" });
		expect(directories()).toContain(path.basename(running));
	});

	it("keeps a release from being confirmed that isn't what the link names", async () => {
		const verp = host.settings().verp;
		const { result } = await host.deploy(
			host.settings({ verp: { ...verp, confirmations: !verp.confirmations } }),
			{
				confirmMinutes: 5,
			},
		);
		expect(result.outcome).toBe("pending");
		const current = path.join(host.state, "current");
		const running = fs.readlinkSync(current);
		const { live: was, releases } = await host.status();
		const other = releases.find(({ number }) => number !== was?.number)?.number ?? 0;
		const elsewhere = fs
			.readdirSync(path.join(host.state, "releases"))
			.find((name) => Number(name.slice(0, 6)) === other);
		fs.rmSync(current);
		fs.symlinkSync(`releases/${elsewhere}`, current);
		const refused = await host.ask({ verb: "confirm", release: was?.id });
		expect(refused.last).toMatchObject({ type: "error", code: "refused", diagnosis: { code: "not-live" } });
		fs.rmSync(current);
		fs.symlinkSync(running, current);
		const confirmed = await host.ask({ verb: "confirm", release: was?.id });
		expect(confirmed.last).toMatchObject({ type: "result", deploy: { outcome: "live" } });
	});

	it("does not keep anybody from going back to what was deployed", async () => {
		const { live: was } = await host.status();
		const file = live("exim/exim.conf");
		fs.appendFileSync(file, "# by hand\n");
		await host.deploy(host.settings(), { replaceDrift: true });
		const now = await host.status();
		const back = await host.ask({ verb: "rollback", number: was?.number, live: now.live?.id, note: "" });
		expect(back.last).toMatchObject({ deploy: { outcome: "live", live: { number: was?.number } } });
		expect(fs.readFileSync(file, "utf8")).not.toContain("# by hand");
		expect((await host.status()).drift).toEqual([]);
	});

	it("is kept by a roll back too, which doesn't ask", async () => {
		const { live: was } = await host.status();
		await host.deploy({ ...host.settings(), administrator: "root@example.net" });
		fs.appendFileSync(live("exim/exim.conf"), "# in a hurry\n");
		const file = live("exim/exim.conf");
		const now = await host.status();
		const back = await host.ask({ verb: "rollback", number: was?.number, live: now.live?.id, note: "" });
		expect(back.last).toMatchObject({ deploy: { outcome: "live", live: { number: was?.number } } });
		const copies = path.join(host.state, "replaced");
		const newest = fs.readdirSync(copies).sort().at(-1) ?? "";
		expect(fs.readFileSync(path.join(copies, newest, file), "utf8")).toContain("# in a hurry");
	});
});
