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

const FILES = /^(write|sync|rename|symlink|makeDirectory|removeFile|removeDirectory|chmod|chown) /;
const PROGRAMS = /^run /;

/** The effects of each step by their numbers, as far as they are of a kind: a step begins when it is journalled. */
function bySteps(all: readonly string[], kind: RegExp): number[][] {
	const steps: number[][] = [[]];
	for (const [i, effect] of all.entries()) {
		if (/^rename .*journal\.json\.new /.test(effect)) steps.push([]);
		if (kind.test(effect)) steps.at(-1)?.push(i + 1);
	}
	return steps.filter((step) => step.length > 0);
}

/** Pairs every effect of a step with one of the faults, and every fault with one of its effects. */
const paired = <T>(step: readonly number[], faults: readonly T[]): [number, T][] =>
	Array.from({ length: Math.max(step.length, faults.length) }, (_, i) => [
		step[i % step.length] as number,
		faults[i % faults.length] as T,
	]);

/** A change-over with one thing going wrong: whatever comes of it, one whole release is live and it is said which. */
async function meets(fault: Fault, why: string, by: "deploy" | "rollback" = "deploy"): Promise<string> {
	const before = live(scene);
	const called = await askFaulty(host.root, changeOver(scene, by), [fault]);
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
		for (const step of bySteps(effects, FILES))
			for (const [nth, code] of paired(step, CODES))
				outcomes.push(
					await meets({ does: "fail", code, nth }, `${code} at effect ${nth}, ${effects[nth - 1]}`),
				);
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
		for (const step of bySteps(effects, PROGRAMS))
			for (const [nth, answer] of paired(
				step.flatMap((one) => [one, one]),
				ANSWERS,
			))
				outcomes.push(
					await meets({ ...answer, nth }, `${JSON.stringify(answer)} at effect ${nth}, ${effects[nth - 1]}`),
				);
		expect(outcomes.length).toBeGreaterThan(30);
		console.error(`${outcomes.length} programs that failed or lied: ${tally(outcomes)}`);
	});

	it("any file operation or program of a roll back, in each way at each step: one whole release is live", {
		timeout: 900_000,
	}, async () => {
		const outcomes: string[] = [];
		const back = await effectsOf(host.root, changeOver(scene, "rollback"));
		const few = (kind: RegExp, faults: readonly Fault[]) =>
			bySteps(back, kind).flatMap((step) => paired(step, faults).slice(0, faults.length));
		const refusals = CODES.map((code): Fault => ({ does: "fail", code }));
		for (const [nth, fault] of [...few(FILES, refusals), ...few(PROGRAMS, ANSWERS)])
			outcomes.push(
				await meets(
					{ ...fault, nth },
					`${JSON.stringify(fault)} at effect ${nth}, ${back[nth - 1]}`,
					"rollback",
				),
			);
		expect(outcomes.length).toBeGreaterThan(20);
		console.error(`${outcomes.length} faults of a roll back: ${tally(outcomes)}`);
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
		for (const [at, match] of back.entries()) {
			const refusals = CODES.slice((at % 2) * 2, (at % 2) * 2 + 2).map(
				(code): Fault => ({ does: "fail", code }),
			);
			const faults = ["-bV", "restart$"].includes(match) ? ANSWERS.slice(0, 3) : refusals;
			for (const fault of faults) {
				const before = live(scene);
				const skip = effects.filter((effect) => new RegExp(match).test(effect)).length;
				const why = `${JSON.stringify(fault)} on the way back, ${match}`;
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
