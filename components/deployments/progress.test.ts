import fc from "fast-check";
import { expect, test } from "vitest";
import type { HostEvent } from "@/lib/core/host/events";
import { advance, elapsed, noProgress, openStep } from "./progress";

const verdict = (address: string, step: "check" | "observe", ok: boolean): HostEvent => ({
	type: "verdict",
	step,
	tested: {
		test: { address, sender: null, sendingHost: null, expect: { kind: "any" }, why: "" },
		verdict: { address, outcome: ok ? "routed" : "undeliverable", routes: [], reason: null, lines: [] },
		ok,
	},
});
const reason = (code: string) => ({
	code,
	sentence: `Because of ${code}.`,
	remedy: "",
	place: null,
	setting: null,
	said: [],
});
const EVENTS: HostEvent[] = [
	{ type: "step", step: "lock", state: "begun", at: 1_000, evidence: null },
	{ type: "step", step: "lock", state: "done", at: 1_010, evidence: "Nobody else deploys." },
	{ type: "step", step: "check", state: "begun", at: 1_020, evidence: null },
	{ type: "line", step: "check", at: 1_021, text: "Exim version 4.96" },
	verdict("a@list.example.com", "check", true),
	verdict("b@list.example.com", "check", true),
	verdict("a@list.example.com", "observe", false),
	{ type: "diagnosis", step: "check", diagnosis: reason("first") },
	{ type: "step", step: "check", state: "failed", at: 1_100, evidence: "Because of first." },
	{ type: "line", step: null, at: 1_101, text: "Going back" },
	{ type: "error", code: "refused", diagnosis: reason("second") },
];

test("a step keeps its clock, its evidence and its lines", () => {
	const { steps, remarks } = advance(noProgress(), EVENTS);
	const lock = steps[0];
	expect(lock).toMatchObject({ state: "done", evidence: "Nobody else deploys." });
	expect(lock && elapsed(lock, 9_999)).toBe(10);
	expect(steps[2]).toMatchObject({ state: "failed", lines: ["Exim version 4.96"] });
	expect(remarks).toEqual(["Going back"]);
});

test("a running step's clock runs until now", () => {
	const check = advance(noProgress(), EVENTS.slice(0, 3)).steps[2];
	expect(check && elapsed(check, 1_520)).toBe(500);
});

test("the failed step is the one to show open, before that the running one", () => {
	expect(openStep(advance(noProgress(), EVENTS.slice(0, 3)))).toBe("check");
	expect(openStep(advance(noProgress(), EVENTS))).toBe("check");
	expect(openStep(advance(noProgress(), EVENTS.slice(0, 2)))).toBeNull();
});

test("an address asked again on the live configuration keeps its row and shows the last answer", () => {
	const { tested } = advance(noProgress(), EVENTS);
	expect(tested.map((row) => [row.test.address, row.step, row.ok])).toEqual([
		["a@list.example.com", "observe", false],
		["b@list.example.com", "check", true],
	]);
});

test("the first reason stays the reason, whatever follows from it", () => {
	expect(advance(noProgress(), EVENTS).diagnosis?.code).toBe("first");
});

test("events give the same progress in whatever portions they arrive", () => {
	fc.assert(
		fc.property(fc.array(fc.nat({ max: EVENTS.length })), (cuts) => {
			const at = [0, ...[...cuts].sort((a, b) => a - b), EVENTS.length];
			const piecewise = at
				.slice(1)
				.reduce((sum, end, i) => advance(sum, EVENTS.slice(at[i], end)), noProgress());
			expect(piecewise).toEqual(advance(noProgress(), EVENTS));
		}),
	);
});
