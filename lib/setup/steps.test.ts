import { describe, expect, it } from "vitest";
import {
	isDone,
	needOf,
	nextStep,
	SETUP_STEPS,
	type SetupFacts,
	type SetupStep,
	setupHref,
	stepAfter,
	stepBefore,
	stepHref,
} from "./steps";

const NEW: SetupFacts = {
	heard: true,
	looked: false,
	way: null,
	noted: [],
	installations: 1,
	domains: 0,
	desired: "a",
	reviewed: null,
	rehearsed: null,
	live: null,
	pending: false,
	verified: null,
};
const done = (facts: SetupFacts) => SETUP_STEPS.filter((step) => isDone(step, facts));

describe("the set-up of a host", () => {
	it("goes from step to step as each is done", () => {
		const way: [Partial<SetupFacts>, SetupStep | null][] = [
			[{ heard: false }, "connect"],
			[{}, "look"],
			[{ looked: true }, "import"],
			[{ way: "import", domains: 1 }, "domains"],
			[{ noted: ["domains"] }, "delivery"],
			[{ noted: ["domains", "delivery"] }, "policy"],
			[{ noted: ["domains", "delivery", "policy"] }, "review"],
			[{ reviewed: "a" }, "dry-run"],
			[{ rehearsed: "a" }, "deploy"],
			[{ live: "a" }, "verify"],
			[{ verified: "a" }, null],
		];
		let facts = NEW;
		for (const [more, next] of way) {
			facts = { ...facts, heard: true, ...more };
			expect(nextStep(facts), JSON.stringify(more)).toBe(next);
		}
	});

	it("needs no look where somebody chose to start fresh", () => {
		expect(nextStep({ ...NEW, way: "fresh" })).toBe("domains");
	});

	it("comes back to the review, and to the dry run, when a setting is changed after them", () => {
		const facts: SetupFacts = {
			...NEW,
			way: "fresh",
			domains: 1,
			noted: ["domains", "delivery", "policy"],
			reviewed: "a",
			rehearsed: "a",
		};
		expect(nextStep(facts)).toBe("deploy");
		expect(nextStep({ ...facts, desired: "b" })).toBe("review");
		expect(nextStep({ ...facts, desired: "b", reviewed: "b" })).toBe("dry-run");
	});

	it("has the step of the domains before it while there is none, whoever said that it was done", () => {
		expect(nextStep({ ...NEW, way: "fresh", noted: ["domains"] })).toBe("domains");
	});

	it("has every step up to the deployment behind it where what is wanted is live already", () => {
		expect(done({ ...NEW, live: "a" })).toEqual(SETUP_STEPS.filter((step) => step !== "verify"));
		expect(nextStep({ ...NEW, live: "a", desired: "b" })).toBe("look");
	});

	it("isn't deployed while the release waits to be confirmed, nor verified by what was seen of another", () => {
		const pending = { ...NEW, live: "a", pending: true, verified: "a" };
		expect([nextStep(pending), isDone("verify", pending)]).toEqual(["deploy", false]);
		expect(nextStep({ ...NEW, live: "a", verified: "b" })).toBe("verify");
	});

	it("says what a step still needs, and which step gives it", () => {
		const needs = (facts: Partial<SetupFacts>) =>
			Object.fromEntries(
				SETUP_STEPS.flatMap((step) => {
					const need = needOf(step, { ...NEW, ...facts });
					return need ? [[step, need.step]] : [];
				}),
			);
		expect(needs({ heard: false })).toEqual(
			Object.fromEntries(SETUP_STEPS.slice(1).map((step) => [step, "connect"])),
		);
		expect(needs({})).toEqual({
			review: "domains",
			"dry-run": "domains",
			deploy: "domains",
			verify: "deploy",
		});
		expect(needs({ domains: 1, desired: null })).toEqual({
			"dry-run": "review",
			deploy: "review",
			verify: "deploy",
		});
		expect(needs({ domains: 1 })).toEqual({ deploy: "review", verify: "deploy" });
		expect(needs({ domains: 1, reviewed: "a" })).toEqual({ verify: "deploy" });
		expect(needs({ domains: 1, live: "a" })).toEqual({});
	});

	it("has a way back from every step but the first, and on from every one but the last", () => {
		expect(SETUP_STEPS.map(stepBefore)).toEqual([null, ...SETUP_STEPS.slice(0, -1)]);
		expect(SETUP_STEPS.map(stepAfter)).toEqual([...SETUP_STEPS.slice(1), null]);
	});

	it.each([
		["administrator", "domains#administrator"],
		["installations.com.user", "domains?installation=com#field-user"],
		["installations.com", "domains?installation=com#installation"],
		["tuning.smtpMaxRcpts", "delivery#tuning.smtpMaxRcpts"],
		["policy.rejectForged", "policy#policy.rejectForged"],
	])("leads from the setting %s to its field within the set-up", (setting, place) => {
		expect(setupHref("h", setting)).toBe(`${stepHref("h", "connect").replace("connect", "")}${place}`);
	});

	it("leads nowhere from what is no setting", () => {
		expect([setupHref("h", null), setupHref("h", "unknown.x")]).toEqual([null, null]);
	});
});
