import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { FLOOR, nodeProblem } from "./node-version.mjs";
import { CHECKOUT } from "./paths.mjs";

it.each([
	["18.20.4", false],
	["20.18.3", false],
	["20.19.0", true],
	["20.20.2", true],
	["22.0.0", true],
	["24.1.0", true],
])("Node %s is new enough: %s", (version, enough) => {
	expect(nodeProblem(version) === null).toBe(enough);
	if (!enough) expect(nodeProblem(version)).toContain(version);
});

it("The floor is the one package.json names", () => {
	const { engines } = JSON.parse(readFileSync(path.join(CHECKOUT, "package.json"), "utf8"));
	expect(engines.node).toBe(`>=${FLOOR}`);
});
