import { describe, expect, it } from "vitest";
import { completeLock } from "./lock.mjs";

const lock = (packages: Record<string, object>) =>
	JSON.stringify({ lockfileVersion: 3, packages }, null, "\t");
const completed = (packages: Record<string, object>) => {
	const { text, ...rest } = completeLock(lock(packages));
	return { packages: JSON.parse(text).packages, text, ...rest };
};

describe("the lock file", () => {
	it("gets the optional packages of other systems back, each for its system, processor and C library", () => {
		const { packages, added } = completed({
			"": { name: "x" },
			"node_modules/tool": {
				version: "1.2.3",
				dev: true,
				optionalDependencies: { "@tool/darwin-arm64": "1.2.3", "@tool/cli-linux-x64-musl": "1.2.3" },
			},
		});
		expect(added).toEqual(["@tool/darwin-arm64", "@tool/cli-linux-x64-musl"]);
		expect(packages["node_modules/@tool/darwin-arm64"]).toEqual({
			version: "1.2.3",
			cpu: ["arm64"],
			dev: true,
			optional: true,
			os: ["darwin"],
		});
		expect(packages["node_modules/@tool/cli-linux-x64-musl"]).toMatchObject({
			cpu: ["x64"],
			libc: ["musl"],
			os: ["linux"],
		});
	});

	it("keeps an entry that a dependent finds in its own or a higher node_modules", () => {
		const { added } = completed({
			"node_modules/a/node_modules/b": { version: "1.0.0", optionalDependencies: { c: "1.0.0", d: "1.0.0" } },
			"node_modules/a/node_modules/c": { version: "1.0.0" },
			"node_modules/d": { version: "1.0.0" },
		});
		expect(added).toEqual([]);
	});

	it("names what has no exact version rather than guess one", () => {
		const { added, unpinned } = completed({
			"node_modules/a": { version: "1.0.0", optionalDependencies: { b: "*" } },
		});
		expect({ added, unpinned }).toEqual({ added: [], unpinned: ["b"] });
	});

	it("holds no registry's address", () => {
		const { text } = completed({
			"node_modules/a": { version: "1.0.0", resolved: "https://registry.test/a.tgz" },
		});
		expect(text).not.toContain("resolved");
	});

	it("is complete already when it was completed", () => {
		const once = completeLock(
			lock({ "node_modules/a": { version: "1.0.0", optionalDependencies: { "a-win32-x64": "1.0.0" } } }),
		);
		expect(completeLock(once.text)).toMatchObject({ text: once.text, added: [] });
	});
});
