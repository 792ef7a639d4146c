import { describe, expect, it } from "vitest";
import { newMailSystem } from "./mail-system";
import { addedProblems } from "./problems";

const system = newMailSystem("admin@example.net");
const orphan = { name: "list.example.com", installation: "gone" };

describe("what a change brings up against a system", () => {
	it("is nothing where both are valid", () => {
		expect(addedProblems(system, { ...system, administrator: "other@example.net" })).toEqual([]);
	});

	it("names the place and says the sentence", () => {
		expect(addedProblems(system, { ...system, domains: [orphan] })).toEqual([
			{ path: "domains.0.installation", message: expect.stringContaining("names the installation gone") },
		]);
	});

	it("leaves out what stood against it before", () => {
		const broken = { ...system, domains: [orphan] };
		const after = { ...broken, administrator: "nobody" };
		expect(addedProblems(broken, after).map((problem) => problem.path)).toEqual(["administrator"]);
	});
});
