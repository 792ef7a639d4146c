import { describe, expect, it } from "vitest";
import type { HostEvent } from "@/lib/core/host/events";
import { nothingTold, tell, told } from "./told";

const verdict = (ok: boolean, address: string): HostEvent => ({
	type: "verdict",
	step: "check",
	tested: {
		test: { address, sender: null, sendingHost: null, expect: { kind: "any" }, why: "" },
		verdict: { address, outcome: "routed", routes: [], reason: null, lines: [] },
		ok,
	},
});
const DIAGNOSIS = {
	code: "x",
	sentence: "It fails.",
	remedy: "Mend it.",
	place: null,
	setting: null,
	said: [],
};

describe("what a host said while it was asked", () => {
	it("keeps evidence, lines, diagnoses and answers, and what is kept can be read again", () => {
		const heard = nothingTold();
		const events: HostEvent[] = [
			{ type: "step", step: "check", state: "begun", at: 1, evidence: null },
			{ type: "line", step: null, at: 1, text: "Every file is as it was deployed." },
			verdict(true, "a@example.net"),
			verdict(false, "b@example.net"),
			{ type: "diagnosis", step: "check", diagnosis: DIAGNOSIS },
			{ type: "step", step: "check", state: "failed", at: 2, evidence: "not this" },
			{ type: "step", step: "stage", state: "done", at: 2, evidence: "3 files." },
			{ type: "result", verb: "check", ok: false, id: "a" },
		];
		for (const event of events) tell(heard, event);
		const read = told.parse(JSON.parse(JSON.stringify(heard)));
		expect(read.lines).toEqual(["Every file is as it was deployed.", "3 files."]);
		expect(read.diagnoses).toEqual([DIAGNOSIS]);
		expect(read.passed.map((one) => one.test.address)).toEqual(["a@example.net"]);
		expect(read.failed.map((one) => one.test.address)).toEqual(["b@example.net"]);
	});

	it("counts every answer of a large host and keeps only some of them", () => {
		const heard = nothingTold();
		for (let i = 0; i < 5_000; i++) tell(heard, verdict(true, `${i}@example.net`));
		expect(heard.passedCount).toBe(5_000);
		expect(heard.passed.length).toBe(200);
	});
});
