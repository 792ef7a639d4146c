import { describe, expect, test } from "vitest";
import type { AddressTest, AddressVerdict } from "@/lib/core/checks/types";
import { answeredWords, askedFor, domainOf, expectationFor, expectedWords } from "./schema";

const route = (router: string | null, transport: string | null, address = "a@example.com") => ({
	address,
	router,
	transport,
	hosts: [],
	parents: [],
	duplicate: false,
});
const verdict = (change: Partial<AddressVerdict>): AddressVerdict => ({
	address: "a@example.com",
	outcome: "routed",
	routes: [],
	reason: null,
	lines: [],
	...change,
});
const ask = (change: Partial<AddressTest>): AddressTest => ({
	address: "news@list.example.com",
	sender: null,
	sendingHost: null,
	expect: { kind: "undeliverable" },
	why: "",
	...change,
});

describe("what is expected and what was answered", () => {
	const routed = { kind: "routed", router: "mailman_router", transport: "mailman_transport" } as const;

	test("are written alike, so that one sees at a glance whether they agree", () => {
		const answer = verdict({ routes: [route("mailman_router", "mailman_transport")] });
		expect(answeredWords(answer, routed)).toBe(expectedWords(routed));
		const alias = { kind: "redirected", to: "ann@example.net" } as const;
		const led = verdict({ routes: [route("remote_router", "remote_smtp", "ann@example.net")] });
		expect(answeredWords(led, alias)).toBe(expectedWords(alias));
		expect(answeredWords(verdict({ outcome: "undeliverable", reason: "x" }), { kind: "undeliverable" })).toBe(
			expectedWords({ kind: "undeliverable" }),
		);
	});

	test("name each way once, however many recipients go it", () => {
		const both = verdict({ routes: [route("r", "t"), route("r", "t", "b@example.com")] });
		expect(answeredWords(both, routed)).toBe("r → t");
	});

	test("say why Exim put it off or gave up", () => {
		expect(answeredWords(verdict({ outcome: "deferred", reason: "no DNS" }), routed)).toBe(
			"deferred: no DNS",
		);
		expect(answeredWords(verdict({ outcome: "panic", reason: "no such file" }), routed)).toBe(
			"Exim panicked: no such file",
		);
	});
});

test("a test of the way out is listed under the domain whose mail it is", () => {
	expect(domainOf(ask({}))).toBe("list.example.com");
	expect(
		domainOf(
			ask({
				address: "someone@example.net",
				sender: "news-bounces@list.example.com",
				sendingHost: "127.0.0.1",
			}),
		),
	).toBe("list.example.com");
	expect(domainOf(ask({ address: "NEWS@LIST.EXAMPLE.COM", sender: "" }))).toBe("list.example.com");
});

test("an address is held against what is known of it only when it is asked in the same way", () => {
	const known = [ask({}), ask({ sender: "", why: "From the null sender" })];
	const plain = { address: "News@list.example.com", sender: null, sendingHost: null };
	expect(expectationFor(plain, known)).toBe(known[0]);
	expect(expectationFor({ ...plain, sender: "" }, known)).toBe(known[1]);
	expect(expectationFor({ ...plain, sendingHost: "127.0.0.1" }, known)).toBeNull();
});

test("a page asks what its query says, and nothing without one", () => {
	expect(askedFor({})).toBeNull();
	expect(askedFor({ run: "all", address: "x" })).toBe("all");
	expect(askedFor({ address: "a@example.com", sender: ["twice", "given"] })).toEqual({
		address: "a@example.com",
		sender: "",
		sendingHost: "",
	});
});
