import { describe, expect, it } from "vitest";
import { signInPath, withinConsole } from "./return-to";

describe("where one goes after signing in", () => {
	it.each([
		["/hosts/4f-1/deployments/9", "/hosts/4f-1/deployments/9"],
		["/hosts/new", "/hosts/new"],
		["/hosts/1/domains/xn--bcher-kva.example", "/hosts/1/domains/xn--bcher-kva.example"],
	])("is the page that was asked for: %s", (path, expected) => {
		expect(withinConsole(path)).toBe(expected);
	});

	it.each([
		null,
		undefined,
		"",
		"/sign-in",
		"https://evil.example/hosts/1",
		"//evil.example/hosts/1",
		"/\\evil.example",
		"/hosts//evil.example",
		"/hosts/1\n/x",
		"/hosts/1?next=//evil.example",
		"/hostsevil",
		"javascript:alert(1)",
	])("is never outside the console: %j", (path) => {
		expect(withinConsole(path)).toBe("/");
	});

	it("is part of the address of the sign-in page only where it leads somewhere", () => {
		expect(signInPath("/hosts/1/tests")).toBe("/sign-in?back=%2Fhosts%2F1%2Ftests");
		expect(signInPath("//evil.example")).toBe("/sign-in");
	});
});
