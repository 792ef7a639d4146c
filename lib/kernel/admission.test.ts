import { describe, expect, it } from "vitest";
import { admit, readTrusted } from "./admission";

const knock = {
	peer: "198.51.100.9",
	path: "/sign-in",
	host: "lists.example.org",
	forwardedFor: undefined,
	forwardedHost: undefined,
	length: 0,
};
const door = (trusted: string, url = "https://lists.example.org") => ({
	url: new URL(url),
	trusted: readTrusted(trusted),
});

describe("who asks", () => {
	it.each([
		["without a proxy: whoever is connected, whatever they claim", "", "198.51.100.9", "203.0.113.1"],
		["a stranger's word about a proxy's client is not taken", "127.0.0.1", "198.51.100.9", "203.0.113.1"],
	])("%s", (_, trusted, peer, forwardedFor) => {
		expect(admit({ ...knock, peer, forwardedFor }, door(trusted))).toMatchObject({ client: peer });
	});

	it.each([
		["the last hop that the proxy added", "127.0.0.1", "10.9.9.9, 203.0.113.1", "203.0.113.1"],
		[
			"the one before a second proxy that is trusted, too",
			"127.0.0.1,192.0.2.0/24",
			"6.6.6.6, 203.0.113.1, 192.0.2.8",
			"203.0.113.1",
		],
		["the proxy where it adds nothing", "127.0.0.1", undefined, "127.0.0.1"],
		["the proxy where what it passes on is no address", "127.0.0.1", "<script>", "127.0.0.1"],
		["an IPv6 address as it is", "127.0.0.1", "2001:db8::7", "2001:db8::7"],
	])("behind a proxy: %s", (_, trusted, forwardedFor, client) => {
		for (const peer of ["127.0.0.1", "::ffff:127.0.0.1"])
			expect(admit({ ...knock, peer, forwardedFor }, door(trusted))).toMatchObject({ client });
	});
});

describe("which host is asked for", () => {
	const refused = (more: Partial<typeof knock> & object, url?: string) =>
		!admit({ ...knock, ...more }, door("127.0.0.1", url)).ok;

	it("is the console's own, and no other", () => {
		expect(refused({ host: "LISTS.example.org" })).toBe(false);
		for (const host of [
			"evil.example",
			"lists.example.org.evil.example",
			"lists.example.org:444",
			"",
			undefined,
		])
			expect(refused({ host } as object), String(host)).toBe(true);
	});

	it("is not what a stranger writes into X-Forwarded-Host, and is what a trusted proxy does", () => {
		expect(refused({ host: "lists.example.org", forwardedHost: "evil.example" } as object)).toBe(false);
		expect(refused({ host: "evil.example", forwardedHost: "lists.example.org" } as object)).toBe(true);
		const proxied = { peer: "127.0.0.1", host: "127.0.0.1:3000" };
		expect(refused({ ...proxied, forwardedHost: "lists.example.org" } as object)).toBe(false);
		expect(refused({ ...proxied, forwardedHost: "evil.example" } as object)).toBe(true);
	});

	it("may be this machine's own address where the console's is, and for the question whether it lives", () => {
		expect(refused({ host: "localhost:3000" }, "http://127.0.0.1:3000")).toBe(false);
		expect(refused({ host: "localhost:3000" })).toBe(true);
		expect(refused({ host: "127.0.0.1:3000", path: "/api/health" })).toBe(false);
		expect(refused({ host: "evil.example", path: "/api/health" })).toBe(true);
	});
});

it("a body that no form has is refused before it is read", () => {
	expect(admit({ ...knock, length: 3_000_001 }, door(""))).toMatchObject({ ok: false, status: 413 });
	expect(admit({ ...knock, length: 3_000_000 }, door(""))).toMatchObject({ ok: true });
});

it("a path whose percent signs mean nothing is refused before anybody stumbles over it", () => {
	for (const path of ["/hosts/%ff", "/hosts/%E0%A4%A", "/%"])
		expect(admit({ ...knock, path }, door(""))).toMatchObject({ ok: false, status: 400 });
	expect(admit({ ...knock, path: "/hosts/b%C3%BCcher" }, door(""))).toMatchObject({ ok: true });
});
