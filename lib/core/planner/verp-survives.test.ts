import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlongSentence, verpLoss, verpOverlong, verpSurvives } from "./verp-survives";

/** VERP_FORMAT and VERP_REGEXP of Mailman 2.1's Defaults.py, which JavaScript reads alike. */
const verped = (local: string, host: string) => `list-bounces+${local}=${host}@lists.example.com`;
const VERP_REGEXP = /^(?<bounces>[^+]+?)\+(?<mailbox>[^=]+)=(?<host>[^@]+)@.*$/;

const label = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,10}[a-z0-9]$/);
const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join("."));
const local = fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 40 });

describe("an address that survives VERP", () => {
	it("is what Mailman's regular expression finds in the VERPed one, whatever stands before the @", () => {
		fc.assert(
			fc.property(local, host, (mailbox, domain) => {
				fc.pre(verpSurvives(`${mailbox}@${domain}`));
				expect(VERP_REGEXP.exec(verped(mailbox, domain))?.groups).toMatchObject({
					bounces: "list-bounces",
					mailbox,
					host: domain,
				});
			}),
			{ numRuns: 2_000 },
		);
	});

	it("is every address of letters, digits and the usual marks", () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[A-Za-z0-9._+-]{1,40}$/), host, (mailbox, domain) => {
				expect(verpLoss(`${mailbox}@${domain}`)).toBe(null);
			}),
		);
	});
});

describe("an address is lost", () => {
	it.each([
		["prvs=12=bob@example.net", "equals"],
		['"a:b"@example.net', "quoted"],
		['"a=b"@example.net', "quoted"],
		["jörg@example.net", "not-ascii"],
		[`${"l".repeat(64)}@${"d".repeat(60)}.${"e".repeat(60)}.${"f".repeat(60)}.example.net`, "too-long"],
	])("%s, for it is %s", (address, loss) => {
		expect(verpLoss(address)).toBe(loss);
	});

	it("on a list whose bounce address is longer, where it is not on a short one", () => {
		const address = `ada@${"d".repeat(60)}.${"e".repeat(60)}.${"f".repeat(60)}.example.net`;
		expect(verpSurvives(address, "a-bounces@example.com")).toBe(true);
		expect(verpLoss(address, `${"a".repeat(40)}-bounces@lists.example.com`)).toBe("too-long");
	});
});

describe("a VERP address whose local part is longer than 64 octets", () => {
	// `list-bounces+` and `=example.net` are 25 octets.
	const member = (octets: number) => `${"l".repeat(octets - 25)}@example.net`;

	it("is warned about though Mailman finds the member again, for another server may refuse it", () => {
		expect(verpOverlong(member(64))).toBeNull();
		expect(verpOverlong(member(65))).toBe(65);
		expect(verpSurvives(member(65))).toBe(true);
		expect(overlongSentence(65)).toContain("has 65 octets, and mail servers need take only 64 (RFC 5321");
	});

	it("is one or not by the list's name too, and counts what is on the wire", () => {
		expect(verpOverlong(member(64), "lists-bounces@example.com")).toBe(65);
		fc.assert(
			fc.property(fc.stringMatching(/^[a-z0-9._-]{1,64}$/), host, (mailbox, domain) => {
				const sent = verped(mailbox, domain);
				const octets = sent.slice(0, sent.indexOf("@")).length;
				fc.pre(verpSurvives(`${mailbox}@${domain}`));
				expect(verpOverlong(`${mailbox}@${domain}`)).toBe(octets > 64 ? octets : null);
			}),
		);
	});

	it("is nothing more to say of an address that is lost anyway", () => {
		expect(verpOverlong(`${"l".repeat(60)}=x@example.net`)).toBeNull();
	});
});
