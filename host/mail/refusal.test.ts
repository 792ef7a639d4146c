import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultPolicy } from "@/lib/core/policy/registry";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Kit } from "../testing/kit";
import { until } from "../testing/until";

const NO_BOUNCES = "550 Recipient never sends mail so cannot cause bounces";
const UNKNOWN = "550 unknown user";
const COM = "lists.example.com";

/** Whom callouts asked about. */
const asked: string[] = [];
/** What the sink, asked by a callout, says of senders. */
const refuse = (recipient: string): string | null => {
	asked.push(recipient);
	if (recipient.startsWith("liar@")) return "550 No such user";
	if (recipient.startsWith("busy@")) return "450 Ask again later";
	return null;
};

describe.each(EXIM_VERSIONS)("refusals by Exim $version", (exim) => {
	let kit: Kit;
	beforeAll(async () => {
		kit = await Kit.create({ exim, refuse });
	});
	afterAll(() => kit?.stop());
	const answerTo = async (sender: string, recipient: string, from?: "127.0.0.1" | "::1") =>
		(await kit.send(kit.letter(sender, [recipient]), from)).recipients[0];

	describe("with the rules of a new host", () => {
		beforeAll(() => kit.apply(kit.system()));

		it.each([
			"news@lists.example.com",
			"staff@lists.example.com",
			"news@lists.example.org",
			"NEWS@lists.example.com",
		])("refuses a bounce to the posting address %s, in plain words without quotes", async (address) =>
			expect(await answerTo("", address)).toBe(NO_BOUNCES),
		);

		it.each(["admin", "join", "leave", "owner", "request", "subscribe", "unsubscribe"])(
			"refuses a bounce to -%s",
			async (suffix) => expect(await answerTo("", `news-${suffix}@${COM}`)).toBe(NO_BOUNCES),
		);

		it.each(["news-bounces", "news-bounces+user=example.net", "news-confirm+0123456789abcdef"])(
			"accepts a bounce to %s",
			async (local) => expect(await answerTo("", `${local}@${COM}`)).toBe("250 Accepted"),
		);

		it("still takes ordinary mail for the posting address, and a bounce to the postmaster", async () => {
			expect(await answerTo("someone@outside.example", `news@${COM}`)).toBe("250 Accepted");
			expect(await answerTo("", `postmaster@${COM}`)).toBe("250 Accepted");
		});

		it.each(["no-such-list", "no-such-list-request", "no-such-list-bounces+user=example.net", "root"])(
			"refuses %s during the session, instead of bouncing it later",
			async (local) => expect(await answerTo("someone@outside.example", `${local}@${COM}`)).toBe(UNKNOWN),
		);

		it("answers a bounce to a list that doesn't exist as any other mail to it", async () => {
			expect(await answerTo("", `no-such-list@${COM}`)).toBe(UNKNOWN);
		});

		it.each(["127.0.0.1", "::1"] as const)(
			"takes Mailman's mail from %s without asking whether the reader exists",
			async (from) => {
				const reader = `liar@${from === "::1" ? "six" : "four"}.reader.example`;
				expect(await answerTo(`news-bounces@${COM}`, reader, from)).toBe("250 Accepted");
				const failed = await until("its delivery to be tried", () =>
					kit.log("main").find((line) => line.includes(` ** ${reader} `)),
				);
				expect(failed).toContain("550 No such user");
			},
		);

		it("relays for nobody outside", async () => {
			expect(await answerTo("someone@outside.example", "ada@example.net")).toBe("550 relay not permitted");
		});

		it("keeps the words it refuses with out of quotes", async () => {
			expect(await answerTo("someone@outside.example", `a/b@${COM}`)).toBe(
				"550 restricted characters in address",
			);
			const answers = kit.log("reject").filter((line) => /"/.test(line.replace(/H=\(.*?\)/, "")));
			expect(answers).toEqual([]);
		});
	});

	describe("with the sender's host being asked", () => {
		beforeAll(() =>
			kit.apply(
				kit.system({ policy: { ...defaultPolicy(), senderCallout: { on: true, timeoutSeconds: 5 } } }),
			),
		);

		it("refuses mail from a sender whose own host doesn't know it", async () => {
			expect(await answerTo("liar@outside.example", `news@${COM}`)).toMatch(/^550 /);
			expect(await answerTo("liar@outside.example", `news-request@${COM}`)).toMatch(/^550 /);
		});

		it("accepts mail from a sender whose host knows it, and from one whose host can't say now", async () => {
			expect(await answerTo("someone@outside.example", `news@${COM}`)).toBe("250 Accepted");
			expect(await answerTo("busy@outside.example", `news@${COM}`)).toBe("250 Accepted");
		});

		it.each(["news-bounces", "news-bounces+user=example.net", "NEWS-BOUNCES+User=example.net"])(
			"spares %s, so that a broken host's bounces are still counted",
			async (local) => expect(await answerTo("liar@outside.example", `${local}@${COM}`)).toBe("250 Accepted"),
		);

		it.each(["127.0.0.1", "::1"] as const)("asks nobody about Mailman's own mail from %s", async (from) => {
			const sender = `liar@${from === "::1" ? "six" : "four"}.${exim.suite.split(" ")[0]}.example`;
			expect(await answerTo(sender, `news@${COM}`, from)).toBe("250 Accepted");
			expect(asked).not.toContain(sender);
			expect(await answerTo(sender, `news@${COM}`)).toMatch(/^550 /);
			expect(asked).toContain(sender);
		});
	});
});
