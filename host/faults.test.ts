import { spawnSync } from "node:child_process";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeployResult } from "@/lib/core/host/events";
import type { Fault } from "./testing/faulty-system";
import { fillState } from "./testing/full-disk";
import { makeTestHost, type TestHost } from "./testing/host";
import { askFaulty, changeOver, effectsOf, live, type Scene, setScene } from "./testing/kill-table";
import type { Called } from "./testing/program";
import { expectWhole } from "./testing/whole";

let host: TestHost;
let scene: Scene;
let effects: string[];
beforeAll(async () => {
	// A program that hangs is waited for as long as this.
	host = await makeTestHost({ timeLimits: { observe: 3, program: 20 } });
	scene = await setScene(host);
	effects = await effectsOf(host.root, changeOver(scene, "deploy"));
});
afterAll(() => host.remove());

const CODES = ["ENOSPC", "EACCES", "EROFS", "EIO"] as const;
const ANSWERS: readonly Fault[] = [
	{ does: "answer", ran: { status: 1, stdout: "", stderr: "", timedOut: false } },
	{ does: "answer", ran: { status: 0, stdout: "", stderr: "", timedOut: false } },
	{ does: "answer", ran: { status: null, stdout: "", stderr: "", timedOut: true } },
	{ does: "fail", code: "EAGAIN" },
];

const resultOf = ({ last, stdout, stderr }: Called): DeployResult | null => {
	if (last?.type === "result" && "deploy" in last) return last.deploy;
	if (last?.type === "error") return null;
	throw new Error(`no end: ${stdout} ${stderr}`);
};

/** A deployment with one thing going wrong: whatever comes of it, one whole release is live and it is said which. */
async function meets(fault: Fault, why: string): Promise<string> {
	const before = live(scene);
	const called = await askFaulty(host.root, changeOver(scene, "deploy"), [fault]);
	const result = resultOf(called);
	await expectWholeOnceSettled(why);
	const after = live(scene);
	if (result === null) {
		expect(after.number, `${why}: refused, so nothing changed`).toBe(before.number);
		return "error";
	}
	expect(result.live?.number, `${why}: what is said to be live is`).toBe(after.number);
	expect(result.outcome, `${why}: ${result.sentence}`).not.toBe("attention");
	const forward = result.outcome === "live";
	expect(after.number === before.number, `${why}: ${result.outcome}`).toBe(!forward);
	if (!forward) {
		expect(result.sentence, why).toContain(`elease ${before.number} is live`);
		expect(
			called.events.some((event) => event.type === "diagnosis" && event.diagnosis.remedy !== ""),
			`${why}: says what to do`,
		).toBe(true);
	}
	return result.outcome;
}

/** What the disk would not let be tidied up is tidied up by the next start of the program. */
async function expectWholeOnceSettled(why: string) {
	await host.ask({ verb: "recover" });
	await expectWhole(host, scene.ids, why);
}

const tally = (outcomes: readonly string[]) =>
	[...new Set(outcomes)].map((name) => `${outcomes.filter((one) => one === name).length} ${name}`).join(", ");

describe("a deployment during which the world refuses", () => {
	it("any single write, fsync, rename, link, directory or removal: one whole release is live, and it says which", {
		timeout: 900_000,
	}, async () => {
		const outcomes: string[] = [];
		for (const [i, effect] of effects.entries()) {
			if (/^(run|accompany|leaveBehind|takeMail|signal)/.test(effect)) continue;
			const code = CODES[i % CODES.length] ?? "EIO";
			outcomes.push(await meets({ does: "fail", code, nth: i + 1 }, `${code} at effect ${i + 1}, ${effect}`));
		}
		expect(outcomes.length).toBeGreaterThan(50);
		console.error(`${outcomes.length} refused file operations: ${tally(outcomes)}`);
	});

	it("every write from some moment on, as a full disk does: it is refused or taken back", {
		timeout: 900_000,
	}, async () => {
		const outcomes: string[] = [];
		const writes = effects.filter((effect) => /^(write|makeDirectory)/.test(effect));
		for (let from = 1; from <= writes.length; from += 3)
			outcomes.push(
				await meets(
					{ does: "fail", code: "ENOSPC", match: "^(write|makeDirectory)", from },
					`disk full from write ${from}, ${writes[from - 1]}`,
				),
			);
		console.error(`disk full from ${outcomes.length} moments on: ${tally(outcomes)}`);
	});

	it("any single program, by failing, lying, hanging or not starting: nothing is claimed that was not seen", {
		timeout: 1_200_000,
	}, async () => {
		const outcomes: string[] = [];
		let turn = 0;
		for (const [i, effect] of effects.entries()) {
			if (!effect.startsWith("run")) continue;
			for (const answer of [ANSWERS[turn % 4], ANSWERS[(turn + 1) % 4]])
				if (answer)
					outcomes.push(
						await meets({ ...answer, nth: i + 1 }, `${JSON.stringify(answer)} at effect ${i + 1}, ${effect}`),
					);
			turn++;
		}
		expect(outcomes.length).toBeGreaterThan(30);
		console.error(`${outcomes.length} programs that failed or lied: ${tally(outcomes)}`);
	});
});

describe("a signal that Exim does not hear", () => {
	it("is given again while the port greets for the release before", async () => {
		const before = live(scene);
		const called = await askFaulty(host.root, changeOver(scene, "deploy"), [
			{ does: "lose", match: "^signal .*SIGHUP", nth: 1 },
		]);
		expect(resultOf(called), called.stdout).toMatchObject({ outcome: "live" });
		expect(live(scene).number).toBeGreaterThan(before.number);
		await expectWhole(host, scene.ids, "after a lost signal");
	});
});

describe("a port that is taken while Exim opens it anew", () => {
	it("is opened as soon as it is free, and not when Exim has slept for half a minute", async () => {
		const patient = await makeTestHost();
		const port = patient.config.target.runtime?.port ?? 0;
		const two = await setScene(patient);
		let took = false;
		// As a child of Exim's own does that has not closed the daemon's socket yet. It may come too late; then once more.
		for (let tries = 0; tries < 20 && !took; tries++) {
			const squatter = squat(port);
			const called = await patient.ask(changeOver(two, "deploy"));
			took = await squatter.stop();
			expect(resultOf(called), called.stdout).toMatchObject({ outcome: "live" });
			await expectWhole(patient, two.ids, "after a taken port");
		}
		await patient.remove();
		expect(took).toBe(true);
	});
});

/** Tries to take a port again and again, and holds it for a second once. Stopping says whether that came about. */
function squat(port: number): { stop: () => Promise<boolean> } {
	let [stopped, took] = [false, false];
	const listens = () =>
		new Promise<boolean>((resolve) => {
			const server = net.createServer((socket) => socket.destroy());
			server.once("error", () => resolve(false));
			server.listen(port, "127.0.0.1", () => setTimeout(() => server.close(() => resolve(true)), 1_000));
		});
	const running = (async () => {
		while (!stopped && !took) {
			took = await listens();
			await new Promise(setImmediate);
		}
	})();
	return {
		stop: async () => {
			stopped = true;
			await running;
			return took;
		},
	};
}

describe("a deployment that has to be taken back", () => {
	/** Makes observing fail, so that everything after it is the way back. */
	const UNSEEN: Fault = {
		match: "current/exim/exim.conf -bt",
		nth: 1,
		does: "answer",
		ran: { status: 0, stdout: "", stderr: "", timedOut: false },
	};

	it("while the world refuses on the way back too: taken back, or needing a person who is told the commands", {
		timeout: 900_000,
	}, async () => {
		const outcomes: string[] = [];
		const back = [
			"symlink .*current.new",
			"rename .*current.new",
			"sync .*/listkeeper$",
			"signal",
			"-bV",
			"restart$",
			"write .*journal",
			"removeFile .*journal",
		];
		for (const match of back)
			for (const fault of [
				{ does: "fail", code: "EIO" },
				{ does: "fail", code: "ENOSPC" },
			] as const) {
				const before = live(scene);
				const skip = effects.filter((effect) => new RegExp(match).test(effect)).length;
				const why = `${fault.code} on the way back, ${match}`;
				const called = await askFaulty(host.root, changeOver(scene, "deploy"), [
					UNSEEN,
					{ ...fault, match, from: forwardCount(match, skip) + 1 },
				]);
				const result = resultOf(called);
				expect(result, why).not.toBe(null);
				outcomes.push(result?.outcome ?? "none");
				expect(["reverted", "attention"], `${why}: ${result?.sentence}`).toContain(result?.outcome);
				if (result?.outcome === "attention") {
					const told = called.events.find(
						(event) => event.type === "diagnosis" && event.diagnosis.code === "attention",
					);
					if (told?.type !== "diagnosis") throw new Error(`${why}: no commands`);
					expect(told.diagnosis.said.join("\n"), why).toContain(`ln -sfn releases/`);
					expect(told.diagnosis.said.at(-1), why).toBe(`listkeeper --root ${host.root} recover`);
				}
				await expectWholeOnceSettled(why);
				expect(live(scene).number, `${why}: the old release`).toBe(before.number);
				expect((await host.status()).attention, why).toBe(null);
			}
		console.error(`${outcomes.length} faults on the way back: ${tally(outcomes)}`);
	});

	/** How many effects of a kind come before observing: those are let pass. */
	function forwardCount(match: string, all: number): number {
		const observing = effects.findIndex((effect) => effect.includes("current/exim/exim.conf -bt"));
		const before = effects.slice(0, observing).filter((effect) => new RegExp(match).test(effect)).length;
		return Math.min(before, all);
	}
});

describe("a disk that is really full", () => {
	it("refuses the deployment, names the disk, and keeps the old release live", {
		timeout: 300_000,
	}, async () => {
		const small = await makeTestHost();
		try {
			const tiny = await setScene(small);
			const before = live(tiny);
			const full = fillState(small);
			const called = await small.ask(changeOver(tiny, "deploy"));
			full.free();
			expect(called.last).toMatchObject({
				deploy: { outcome: "refused", sentence: `Release ${before.number} is live. No mail was affected.` },
			});
			const told = called.events.find((event) => event.type === "diagnosis");
			expect(told?.type === "diagnosis" && told.diagnosis.sentence).toContain("the disk is full");
			expect(told?.type === "diagnosis" && told.diagnosis.remedy).toContain("df -h");
			await small.ask({ verb: "recover" });
			await expectWhole(small, tiny.ids, "after a full disk");
		} finally {
			spawnSync("umount", [small.state]);
			await small.remove();
		}
	});
});
