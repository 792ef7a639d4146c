import fs from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { MailSystem } from "@/lib/core/system/mail-system";
import type { Fault } from "./faulty-system";
import { releaseIdOf, type TestHost } from "./host";
import { ask, type Called, program } from "./program";
import { expectWhole } from "./whole";

/** Where a call is to be stopped: at its nth effect. */
export type Point = { nth: number; when: "before" | "during" | "after" };

/** Two systems whose files all differ, Mailman's too, so that a deployment between them has every effect. */
export const twoSystems = (host: TestHost): [MailSystem, MailSystem] => {
	const one = host.settings();
	return [one, { ...one, verp: { ...one.verp, strategy: "exim", probes: true } }];
};

export type Scene = {
	host: TestHost;
	systems: readonly [MailSystem, MailSystem];
	/** By id, the releases that may be live. */
	ids: readonly string[];
};

/** A host with both systems' releases deployed, the second one live. */
export async function setScene(host: TestHost): Promise<Scene> {
	const systems = twoSystems(host);
	for (const system of systems) {
		const { result } = await host.deploy(system);
		expect(result.outcome, result.sentence).toBe("live");
	}
	return { host, systems, ids: systems.map((system) => releaseIdOf(host, system)) };
}

/** The live release's number and id, read without the program. */
export function live({ host }: Scene): { number: number; id: string } {
	const file = path.join(host.state, "current/manifest.json");
	return JSON.parse(fs.readFileSync(file, "utf8"));
}

/** The request that makes the other of the two systems live, by deploying it anew or by rolling back to it. */
export function changeOver(scene: Scene, by: "deploy" | "rollback"): Record<string, unknown> {
	const { id, number } = live(scene);
	const other = scene.systems[scene.ids[0] === id ? 1 : 0];
	if (by === "deploy")
		return {
			verb: "deploy",
			system: other,
			reviewed: releaseIdOf(scene.host, other),
			live: id,
			tests: [],
			note: "",
			confirmMinutes: null,
		};
	const kept = fs
		.readdirSync(path.join(scene.host.state, "releases"))
		.map((name) =>
			JSON.parse(fs.readFileSync(path.join(scene.host.state, "releases", name, "manifest.json"), "utf8")),
		)
		.filter((manifest) => manifest.fate === "kept" && manifest.number !== number && manifest.id !== id);
	return { verb: "rollback", number: kept.at(-1).number, live: id, note: "" };
}

export const environment = async (faults: readonly Fault[], trace?: string) => ({
	LISTKEEPER_TEST_FAULTS: JSON.stringify(faults),
	LISTKEEPER_TEST_PROGRAM: await program(),
	...(trace ? { LISTKEEPER_TEST_TRACE: trace } : {}),
});

/** Asks a host in a world where things go wrong. */
export const askFaulty = async (
	root: string,
	request: Record<string, unknown>,
	faults: readonly Fault[],
): Promise<Called> => ask(root, request, { entry: "faulty-listkeeper", env: await environment(faults) });

/** Every effect of a request on the world, in order. The request is carried out. */
export async function effectsOf(root: string, request: Record<string, unknown>): Promise<string[]> {
	const trace = path.join(fs.mkdtempSync("/var/tmp/listkeeper-trace-"), "effects");
	fs.chmodSync(path.dirname(trace), 0o777);
	try {
		await ask(root, request, { entry: "faulty-listkeeper", env: await environment([], trace) });
		return fs.readFileSync(trace, "utf8").trimEnd().split("\n");
	} finally {
		fs.rmSync(path.dirname(trace), { recursive: true });
	}
}

/**
 * Before every effect and after the last, and while a program runs that was started. After any other effect is
 * before the next: nothing happens in between.
 */
export const pointsOf = (effects: readonly string[]): Point[] => [
	...effects.flatMap((effect, i) =>
		(["before", "during"] as const)
			.filter((when) => when === "before" || /^(run|accompany|takeMail)/.test(effect))
			.map((when) => ({ nth: i + 1, when })),
	),
	{ nth: effects.length, when: "after" },
];

/** Stops a request at a point. Out: whether it was stopped; a call that had fewer effects this time was not. */
export async function killAt(root: string, request: Record<string, unknown>, point: Point): Promise<boolean> {
	const called = await askFaulty(root, request, [{ does: "kill", ...point }]);
	return called.signal === "SIGKILL";
}

/** Stops a change-over at a point, recovers, and holds the host against what is promised. Out: what is live then. */
export async function killAndRecover(
	scene: Scene,
	by: "deploy" | "rollback",
	point: Point,
	why: string,
): Promise<number> {
	await killAt(scene.host.root, changeOver(scene, by), point);
	const recovered = await scene.host.ask({ verb: "recover" });
	expect(recovered.status, `${why}: ${recovered.stdout} ${recovered.stderr}`).not.toBe(2);
	if (recovered.last?.type !== "result") throw new Error(`${why}: ${recovered.stdout}`);
	return expectWhole(scene.host, scene.ids, why);
}
