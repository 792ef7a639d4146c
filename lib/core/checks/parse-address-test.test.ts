import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printed } from "./fixtures/read";
import { addressTestInput, addressTestReader, parseAddressTests } from "./parse-address-test";

const addresses = printed("bt-shapes.addresses").trimEnd().split("\n");
const shapes = parseAddressTests(printed("bt-shapes.stdout"), printed("bt-shapes.stderr"), addresses);
const of = (address: string, from = shapes) => {
	const verdict = from.find((one) => one.address === address);
	if (!verdict) throw new Error(`no verdict for ${address}`);
	return verdict;
};

describe("answers of exim -bt", () => {
	it("are one verdict an address, in the order asked", () => {
		expect(shapes.map((verdict) => verdict.address)).toEqual(addresses);
		expect(shapes.map((verdict) => verdict.outcome)).not.toContain("unanswered");
	});

	it.each(["announce", "announce-bounces+user=example.com", "dev"])(
		"%s is routed, with router and transport",
		(local) => {
			const verdict = of(`${local}@list.example.com`);
			expect(verdict.outcome).toBe("routed");
			expect(verdict.routes.map((r) => [r.router, r.transport])).toEqual([
				["listrouter", "mailman_transport"],
			]);
		},
	);

	it("hosts come with address, MX preference and port", () => {
		expect(of("someone@example.net").routes[0]?.hosts).toEqual([
			{ name: "mx1.example.net", ip: "198.51.100.1", mx: 10, port: null },
			{ name: "mx2.example.net", ip: "198.51.100.2", mx: 20, port: null },
		]);
		const [sunk] = parseAddressTests(printed("bt-sink.stdout"), "", ["someone@example.net"]);
		expect(sunk?.routes[0]?.hosts).toEqual([{ name: "127.0.0.1", ip: "127.0.0.1", mx: null, port: 2525 }]);
	});

	it.each([
		["nobody@list.example.com", "undeliverable", "Unrouteable address"],
		["failing@list.example.com", "undeliverable", "gone away"],
		["deferring@list.example.com", "deferred", "not now"],
		["x@servfail.example", "deferred", "host lookup did not complete"],
		["discard@list.example.com", "discarded", null],
		["bad address", "syntax", 'missing or malformed local part (expected word or "<")'],
		["two@@x.example", "syntax", "domain missing or malformed"],
		["unqualified", "undeliverable", "Unrouteable address"],
		["-bP@list.example.com", "undeliverable", "Unrouteable address"],
	])("%s is %s: %s", (address, outcome, reason) => {
		expect(of(address)).toMatchObject({ outcome, reason, routes: [] });
	});

	it.each([
		["file@list.example.com", "/var/mail/archive", "address_file"],
		["pipe@list.example.com", "|/bin/true -x", "address_pipe"],
	])("%s goes to %s by %s", (address, target, transport) => {
		expect(of(address).routes).toEqual([
			{ address: target, router: null, transport, hosts: [], parents: [address], duplicate: false },
		]);
	});

	it("an alias chain keeps its parents, the nearest first", () => {
		expect(of("chain1@list.example.com").routes).toMatchObject([
			{
				address: "administrator@example.net",
				parents: ["next1@list.example.com", "chain1@list.example.com"],
			},
		]);
	});

	it("an address with several ways has them all, marked where another recipient has them too", () => {
		expect(of("group@list.example.com").routes.map((r) => [r.address, r.duplicate])).toEqual([
			["announce@list.example.com", true],
			["announce-owner@list.example.com", false],
			["announce@list.example.com", true],
			["someone@example.net", false],
		]);
		expect(of("tofile@list.example.com").routes.map((r) => r.address)).toEqual([
			"/var/mail/archive",
			"|/bin/true -x",
		]);
	});

	it("an address of which one way fails is as good as its worst", () => {
		const mixed = of("mixed@list.example.com");
		expect(mixed.outcome).toBe("undeliverable");
		expect(mixed.routes.map((r) => r.address)).toContain("x@servfail.example");
	});

	it("asked as arguments they come to the same, but for who owns a file", () => {
		const args = parseAddressTests(printed("bt-arguments.stdout"), "", addresses);
		const without = (verdicts: typeof args) => verdicts.filter((v) => !v.address.startsWith("tofile@"));
		expect(without(args)).toEqual(without(shapes));
	});
});

describe("a panic of exim -bt", () => {
	const asked = ["mailman@list.example.com", "announce@list.example.com", "someone@example.net"];

	it("ends the run: that address is a panic and the rest unanswered", () => {
		const verdicts = parseAddressTests(printed("bt-died.stdout"), printed("bt-died.stderr"), asked);
		expect(verdicts.map((v) => v.outcome)).toEqual(["routed", "panic", "unanswered"]);
		expect(verdicts[1]?.reason).toBe('unknown lookup type "nolookup"');
	});

	it("at the first address leaves nothing answered", () => {
		const verdicts = parseAddressTests(
			printed("bt-died-at-once.stdout"),
			printed("bt-died-at-once.stderr"),
			asked,
		);
		expect(verdicts.map((v) => v.outcome)).toEqual(["panic", "unanswered", "unanswered"]);
		expect(verdicts[0]?.reason).toContain("/srv/host/missing.map");
	});

	it("that Exim survives is one nevertheless, for whatever was not routed", () => {
		const verdicts = parseAddressTests(
			printed("bt-skipped-router.stdout"),
			printed("bt-skipped-router.stderr"),
			asked,
		);
		expect(verdicts.map((v) => v.outcome)).toEqual(["routed", "panic", "routed"]);
		expect(verdicts[1]?.reason).toContain("failed to expand condition");
	});

	it("that Exim survives with everything routed spoils every verdict", () => {
		const stderr = printed("bt-skipped-router.stderr");
		const verdicts = parseAddressTests(printed("bt-sink.stdout"), stderr, ["someone@example.net"]);
		expect(verdicts.map((v) => v.outcome)).toEqual(["panic"]);
	});

	it("is not seen in the remarks of Debian's routers", () => {
		const verdicts = parseAddressTests(
			printed("bt-sink.stdout"),
			"R: remote_router for someone@example.net\n",
			["someone@example.net"],
		);
		expect(verdicts.map((v) => v.outcome)).toEqual(["routed"]);
	});

	it("and a configuration that can't be read answers nothing, with Exim's words", () => {
		const stderr = 'Exim configuration error in line 3 of /srv/host/exim.conf:\n  main option "x" unknown\n';
		const verdicts = parseAddressTests("", stderr, asked);
		expect(verdicts.map((v) => v.outcome)).toEqual(["panic", "unanswered", "unanswered"]);
		expect(verdicts[0]?.reason).toContain("line 3");
	});
});

describe("the reader of answers as they come", () => {
	it("gives each verdict as soon as Exim has begun the next, however the text is cut", () => {
		const stdout = printed("bt-shapes.stdout");
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 60 }), (sizes) => {
				const reader = addressTestReader(addresses);
				const verdicts = [];
				let at = 0;
				for (let i = 0; at < stdout.length; i++) {
					const size = sizes[i % sizes.length] ?? 1;
					verdicts.push(...reader.push(stdout.slice(at, at + size)));
					at += size;
				}
				expect(verdicts).toEqual(shapes);
				expect(reader.end(printed("bt-shapes.stderr"))).toEqual([]);
			}),
			{ numRuns: 50 },
		);
	});

	it("does not ask what would be read as two lines or none, and says so in its place", () => {
		const odd = ["a@list.example.com", "ends\\", "", "two\nlines@list.example.com", "b@list.example.com"];
		expect(addressTestInput(odd)).toBe("a@list.example.com\nb@list.example.com\n");
		const answers =
			"> a@list.example.com\n  router = r, transport = t\n> b@list.example.com is undeliverable\n> \n";
		expect(parseAddressTests(answers, "", odd).map((v) => v.outcome)).toEqual([
			"routed",
			"syntax",
			"syntax",
			"syntax",
			"undeliverable",
		]);
	});

	const line = fc.oneof(
		fc.constantFrom(...printed("bt-shapes.stdout").split("\n"), "> ", ">", "    <-- ", "LOG: MAIN PANIC DIE"),
		fc.string(),
	);
	it("never throws and gives one verdict an address, in order, whatever comes", () => {
		fc.assert(
			fc.property(
				fc.array(line),
				fc.array(line),
				fc.array(fc.oneof(line, fc.string())),
				(out, err, asked) => {
					const verdicts = parseAddressTests(out.join("\n"), err.join("\n"), asked);
					expect(verdicts.map((verdict) => verdict.address)).toEqual(asked);
				},
			),
			{ numRuns: 500 },
		);
	});
});
