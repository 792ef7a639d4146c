import { describe, expect, it } from "vitest";
import { judge } from "./judge";
import type { AddressTest, AddressVerdict, Expectation, Route } from "./types";

const test = (expect: Expectation): AddressTest => ({
	address: "dev@list.example.com",
	sender: null,
	sendingHost: null,
	expect,
	why: "",
});
const route = (router: string, transport: string, rest: Partial<Route> = {}): Route => ({
	address: "dev@list.example.com",
	router,
	transport,
	hosts: [],
	parents: [],
	duplicate: false,
	...rest,
});
const verdict = (outcome: AddressVerdict["outcome"], routes: Route[] = [], reason: string | null = null) => ({
	address: "dev@list.example.com",
	outcome,
	routes,
	reason,
	lines: [],
});

const routed = test({ kind: "routed", router: "mailman_router", transport: "mailman_transport" });
const right = route("mailman_router", "mailman_transport");

describe("a test that expects mail for elsewhere to leave", () => {
	const outward = (router: string) => test({ kind: "routed", router, transport: "remote_smtp" });
	// Exim 4.96's own words for each.
	it.each([
		["deferred", "host lookup did not complete"],
		["undeliverable", "an MX or SRV record indicated no SMTP service"],
		["undeliverable", "all relevant MX records point to non-existent hosts"],
	] as const)("holds though DNS says no: %s, %s", (outcome, reason) => {
		for (const router of ["remote_router", "mailman_verp_router", "lk_mailman_verp_router"])
			expect(judge(outward(router), verdict(outcome, [], reason))).toBe(true);
		expect(judge(routed, verdict(outcome, [], reason))).toBe(false);
	});

	it("doesn't where no router takes it, or another one", () => {
		expect(judge(outward("remote_router"), verdict("undeliverable", [], "Unrouteable address"))).toBe(false);
		expect(judge(outward("remote_router"), verdict("routed", [right]))).toBe(false);
	});
});

describe("a test that expects a router and transport", () => {
	it("holds when every way goes by both", () => {
		expect(judge(routed, verdict("routed", [right, right]))).toBe(true);
	});

	it.each([
		["another router", verdict("routed", [route("local_user", "mailman_transport")])],
		["another transport", verdict("routed", [route("mailman_router", "remote_smtp")])],
		["one wrong way of two", verdict("routed", [right, route("remote_router", "remote_smtp")])],
		["no way", verdict("routed")],
		["a panic", verdict("panic", [right])],
		["no answer", verdict("unanswered")],
		["a deferral", verdict("deferred", [right])],
		["a refusal", verdict("undeliverable")],
	])("fails on %s", (_, answer) => {
		expect(judge(routed, answer)).toBe(false);
	});

	it("takes any transport where none is named", () => {
		const any = test({ kind: "routed", router: "mailman_router", transport: null });
		expect(judge(any, verdict("routed", [route("mailman_router", "other")]))).toBe(true);
	});
});

describe("a test of an alias", () => {
	const alias = test({ kind: "redirected", to: "Admin@example.com" });
	const onward = route("remote_router", "remote_smtp", {
		address: "admin@example.com",
		parents: ["mailman@list.example.com"],
	});
	it("holds when all of it goes to the target, or through it", () => {
		expect(judge(alias, verdict("routed", [onward]))).toBe(true);
		const through = {
			...onward,
			address: "elsewhere@example.com",
			parents: ["admin@example.com", "mailman@x"],
		};
		expect(judge(alias, verdict("routed", [through]))).toBe(true);
	});

	it("holds when only the target's own host can't be looked up", () => {
		expect(judge(alias, verdict("deferred", [onward], "host lookup did not complete"))).toBe(true);
		expect(judge(alias, verdict("deferred", [onward], 'transport "x" not found'))).toBe(false);
	});

	it("fails when some of it goes elsewhere", () => {
		expect(judge(alias, verdict("routed", [onward, right]))).toBe(false);
		expect(judge(alias, verdict("routed", []))).toBe(false);
	});
});

it("a list that must not exist is undeliverable and nothing else", () => {
	const missing = test({ kind: "undeliverable" });
	expect(judge(missing, verdict("undeliverable"))).toBe(true);
	for (const outcome of ["routed", "deferred", "discarded", "syntax", "panic", "unanswered"] as const)
		expect(judge(missing, verdict(outcome))).toBe(false);
});

it("a test without expectation fails only when Exim gave no answer", () => {
	const any = test({ kind: "any" });
	for (const outcome of ["routed", "undeliverable", "deferred", "discarded", "syntax"] as const)
		expect(judge(any, verdict(outcome))).toBe(true);
	for (const outcome of ["panic", "unanswered"] as const) expect(judge(any, verdict(outcome))).toBe(false);
});
