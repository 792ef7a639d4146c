import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Kit } from "../testing/kit";

const SUFFIXES = [
	"admin",
	"bounces",
	"confirm",
	"join",
	"leave",
	"owner",
	"request",
	"subscribe",
	"unsubscribe",
] as const;
const TOKEN = "0123456789abcdef0123456789abcdef01234567";

describe.each(EXIM_VERSIONS)("list mail through Exim $version", (exim) => {
	let kit: Kit;
	beforeAll(async () => {
		kit = await Kit.create({ exim });
		await kit.apply(kit.system());
	});
	afterAll(() => kit?.stop());

	it("hands a post to the wrapper with the command and the list", async () => {
		const letter = kit.letter("someone@outside.example", ["news@lists.example.com"]);
		expect((await kit.send(letter)).accepted).toBe(true);
		const [record] = await kit.wrappedOf(letter);
		expect(record).toMatchObject({
			arguments: "post news",
			sender: "someone@outside.example",
			prefix: kit.prefixes.com,
		});
	});

	it("hands every suffix to the wrapper as its command", async () => {
		const recipients = SUFFIXES.map((suffix) => `news-${suffix}@lists.example.com`);
		const letter = kit.letter("someone@outside.example", recipients);
		const sent = await kit.send(letter);
		expect(sent.recipients.filter((answer) => !answer.startsWith("250"))).toEqual([]);
		const records = await kit.wrappedOf(letter, SUFFIXES.length);
		expect(records.map((record) => record.arguments).sort()).toEqual(
			SUFFIXES.map((suffix) => `${suffix} news`),
		);
	});

	it.each([
		["a VERP bounce", "news-bounces+user=example.net", "bounces news"],
		[
			"a VERP bounce of a member with a suffix of his own",
			"news-bounces+me+x-request=example.net",
			"bounces news",
		],
		["a confirmation", `news-confirm+${TOKEN}`, "confirm news"],
		["a bounce of a member with a slash in the local part", "news-bounces+a/b=example.net", "bounces news"],
	])("takes %s from the null sender", async (_, local, command) => {
		const letter = kit.letter("", [`${local}@lists.example.com`]);
		expect((await kit.send(letter)).dialogue).toContain("S: 250 Accepted");
		const [record] = await kit.wrappedOf(letter);
		expect(record).toMatchObject({ arguments: command, sender: "" });
	});

	it("brings mail for same-named lists to the installation of each domain, from one transaction", async () => {
		const letter = kit.letter("someone@outside.example", [
			"news@lists.example.com",
			"news@lists.example.org",
		]);
		await kit.send(letter);
		const records = await kit.wrappedOf(letter, 2);
		expect(
			records
				.map(({ recipient, prefix, home, directory }) => ({ recipient, prefix, home, directory }))
				.sort((a, b) => (a.recipient < b.recipient ? -1 : 1)),
		).toEqual(
			(["com", "org"] as const).map((id) => ({
				recipient: `news@lists.example.${id}`,
				prefix: kit.prefixes[id],
				home: kit.prefixes[id],
				directory: kit.prefixes[id],
			})),
		);
	});

	it("finds no list of one installation in the other's domain", async () => {
		const sent = await kit.send(kit.letter("someone@outside.example", ["staff@lists.example.org"]));
		expect(sent.recipients).toEqual([expect.stringMatching(/^550 /)]);
	});

	it.each([
		["NEWS@LISTS.EXAMPLE.COM", "post news"],
		["News-Request@Lists.Example.Com", "request news"],
		["NEWS-BOUNCES+User=Example.Net@lists.example.com", "bounces news"],
	])("takes %s as the list's own address", async (recipient, command) => {
		const letter = kit.letter("someone@outside.example", [recipient]);
		expect((await kit.send(letter)).accepted).toBe(true);
		const [record] = await kit.wrappedOf(letter);
		expect(record?.arguments).toBe(command);
	});

	it.each([
		["a slash", "a/b"],
		["a slash before a suffix", "a/b-request"],
		["a way up", "../com"],
		["a way up that is all of it", "news/.."],
		["more than a file name can hold", "x".repeat(300)],
		["dots only", ".."],
		["an empty name before a suffix", "-request"],
		["a space", '"news staff"'],
		["a pipe", '"|cat"'],
	])("refuses a local part with %s for good, and does not defer it", async (_, local) => {
		const sent = await kit.send(kit.letter("someone@outside.example", [`${local}@lists.example.com`]));
		expect(sent.recipients).toEqual([expect.stringMatching(/^5\d\d /)]);
	});

	it("tells Mailman the address a bounce came to, where To: has another", async () => {
		const address = "news-bounces+user=example.net@lists.example.com";
		const letter = kit.letter("", [address]);
		const elsewhere = { ...letter, data: letter.data.replace(/^To: .*$/m, "To: somebody@else.example") };
		await kit.send(elsewhere);
		const [record] = await kit.wrappedOf(letter);
		expect(record?.headers).toContain(`Envelope-to: ${address}\n`);
	});

	it.each(["mailman", "mailman-admin", "postmaster"])(
		"sends mail for %s to the administrator",
		async (alias) => {
			const letter = kit.letter("someone@outside.example", [`${alias}@lists.example.org`]);
			await kit.send(letter);
			const [message] = await kit.sunkOf(letter, 1);
			expect(message?.recipients).toEqual(["postmaster@outside.example"]);
		},
	);

	it.each(["127.0.0.1", "::1"] as const)("takes Mailman's mail to the world from %s", async (from) => {
		const letter = kit.letter("news-bounces@lists.example.com", [
			"ada@example.net",
			"nobody@no-such.example",
		]);
		const sent = await kit.send(letter, from);
		expect(sent.recipients).toEqual(["250 Accepted", "250 Accepted"]);
		const [message] = await kit.sunkOf(letter, 2);
		expect(message?.sender).toBe("news-bounces@lists.example.com");
	});

	it("carries a post all the way: the wrapper, the runner, Exim, and every member at the sink", async () => {
		const letter = kit.letter("someone@outside.example", ["news@lists.example.org"]);
		await kit.send(letter);
		const messages = await kit.sunkOf(letter, 2);
		expect(messages.flatMap((message) => message.recipients).sort()).toEqual([
			"emil@example.net",
			"fay@example.net",
		]);
		expect(new Set(messages.map((message) => message.sender))).toEqual(
			new Set(["news-bounces@lists.example.org"]),
		);
		expect(messages[0]?.headers).toMatch(/^Sender: "News" <news-bounces@lists\.example\.org>$/m);
	});

	it("meets no tainted value and has no reason to panic", () => {
		expect(kit.log("panic").filter((line) => line !== "")).toEqual([]);
		expect(kit.log("main").filter((line) => /tainted/i.test(line))).toEqual([]);
	});
});
