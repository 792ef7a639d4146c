import { describe, expect, it } from "vitest";
import { newMailSystem } from "../system/mail-system";
import { DEFAULT_MAX_LISTS, deriveAddressTests } from "./derive";
import { sampleLists, sampleNote } from "./sample";

const installation = (id: string) => ({
	id,
	prefix: `/srv/mailman/${id}`,
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: `www.${id}.example`,
	mailHost: null,
	verp: null,
});
const two = {
	...newMailSystem("admin@example.net"),
	installations: [installation("one"), installation("two")],
	domains: [
		{ name: "list.one.example", installation: "one" },
		{ name: "also.one.example", installation: "one" },
		{ name: "list.two.example", installation: "two" },
	],
};
const lists = { one: ["announce", "dev"], two: ["announce"] };
const tests = deriveAddressTests(two, lists);
const find = (address: string) => tests.filter((test) => test.address === address);

describe("the addresses derived from a system", () => {
	it("are, for each list at each of its domains, posting, nine suffixes, a VERP bounce and a confirmation", () => {
		for (const [list, domain] of [
			["announce", "list.one.example"],
			["dev", "also.one.example"],
			["announce", "list.two.example"],
		])
			for (const suffix of [
				"",
				..."-admin -bounces -confirm -join -leave -owner -request -subscribe -unsubscribe".split(" "),
				"-bounces+user=example.com",
				"-confirm+0123456789abcdef",
			])
				expect(find(`${list}${suffix}@${domain}`).map((test) => test.expect)).toEqual([
					{ kind: "routed", router: "mailman_router", transport: "mailman_transport" },
				]);
	});

	it("have, at each domain, a list that doesn't exist and the administrator's aliases", () => {
		for (const { name } of two.domains) {
			expect(find(`no-such-list@${name}`).map((test) => test.expect)).toEqual([{ kind: "undeliverable" }]);
			for (const alias of ["mailman", "mailman-admin", "postmaster"])
				expect(find(`${alias}@${name}`).map((test) => test.expect)).toEqual([
					{ kind: "redirected", to: "admin@example.net" },
				]);
		}
	});

	it("name another missing list where one is called so", () => {
		const odd = deriveAddressTests(two, { one: ["no-such-list"], two: [] });
		expect(odd.map((test) => test.address)).toContain("no-such-list-2@list.one.example");
	});

	it("have upper case and a slash once", () => {
		expect(tests.filter((test) => /[A-Z]/.test(test.address))).toHaveLength(1);
		expect(tests.filter((test) => test.address.includes("/")).map((test) => test.expect.kind)).toEqual([
			"undeliverable",
		]);
	});

	it("ask how list mail leaves, for each installation by its own VERP settings", () => {
		const verp = { ...two.verp, strategy: "exim" as const };
		const mixed = { ...two, installations: [{ ...installation("one"), verp }, installation("two")] };
		const routes = deriveAddressTests(mixed, lists).filter((test) => test.sender !== null);
		expect(routes).toMatchObject([
			{
				sender: "announce-bounces@list.one.example",
				sendingHost: "127.0.0.1",
				address: "someone@example.net",
				expect: { router: "mailman_verp_router", transport: "mailman_verp_smtp" },
			},
			{
				sender: "announce-bounces@list.two.example",
				expect: { router: "remote_router", transport: "remote_smtp" },
			},
		]);
	});

	it("leave out what aliases and suffixes take away from lists of such names", () => {
		const odd = deriveAddressTests(two, { one: ["mailman", "dev-admin"], two: [] });
		const at = odd
			.filter((test) => test.expect.kind === "routed" && test.sender === null)
			.map((test) => test.address);
		expect(at).not.toContain("mailman@list.one.example");
		expect(at).not.toContain("mailman-admin@list.one.example");
		expect(at).not.toContain("dev-admin@list.one.example");
		expect(at).toContain("mailman-owner@list.one.example");
		expect(at).toContain("dev-admin-request@list.one.example");
	});

	it("hold an answer for every domain, even with no list at all", () => {
		expect(deriveAddressTests(two, {}).map((test) => test.address)).toContain(
			"no-such-list@list.two.example",
		);
	});
});

describe("a host with more lists than are tested", () => {
	const many = (domains: number, names: number) => ({
		system: {
			...two,
			domains: Array.from({ length: domains }, (_, i) => ({ name: `d${i}.example`, installation: "one" })),
		},
		lists: { one: Array.from({ length: names }, (_, i) => `l${i}`), two: [] },
	});

	it("has every domain tested at least once, and no more lists in full than allowed", () => {
		const { system, lists } = many(1_000, 20);
		const sampled = deriveAddressTests(system, lists);
		for (const { name } of system.domains)
			expect(sampled.some((test) => test.address.endsWith(`@${name}`) && test.expect.kind === "routed")).toBe(
				true,
			);
		expect(sampled.filter((test) => test.why === "VERP bounce")).toHaveLength(DEFAULT_MAX_LISTS);
		expect(sampled.length).toBeLessThan(6_000);
	});

	it("says which part of them was tested", () => {
		const { system, lists } = many(100, 50);
		const sample = sampleLists(system, lists, 200);
		expect(sample.addresses).toHaveLength(200);
		expect(new Set(sample.addresses.map(({ list }) => list)).size).toBe(50);
		expect(new Set(sample.addresses.map(({ list, domain }) => `${list}@${domain}`)).size).toBe(200);
		expect(sampleNote(sample)).toBe("200 of 5,000 list addresses were tested, at least one at every domain.");
		expect(sampleNote(sampleLists(two, { one: ["announce", "dev"] }, 200))).toBe(null);
	});
});
