import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VERP_LOSSES, verpLoss, verpSurvives } from "@/lib/core/planner/verp-survives";
import type { WrapperRecord } from "../rehearsal/received";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Kit } from "../testing/kit";
import { until } from "../testing/until";

/** A member whose VERPed sender for `news` has so many characters. */
const long = (length: number) => {
	const labels = Array.from({ length: 5 }, () => "d".repeat(36)).join(".");
	return `${"l".repeat(length - `news-bounces+=${labels}@lists.example.com`.length)}@${labels}`;
};

const SURVIVING = [
	"ada@example.net",
	"ben+lists@example.net",
	"Cleo.Brandt@Example.NET",
	"UPPER@example.net",
	"a/b@example.net",
	"user%host@example.net",
	"a!b@example.net",
	"a|b@example.net",
	"o'neil@example.net",
	"$sender@example.net",
	"{a}@example.net",
	"#a*b?c~d^e&f`g@example.net",
	"two..dots@example.net",
	"dot.@example.net",
	".dot@example.net",
	"-dash@example.net",
	"+plus+@example.net",
	"news-bounces+x@example.net",
	"other-bounces+y@example.net",
	"me-request@example.net",
	"me-confirm+1@example.net",
	"a_b@xn--bcher-kva.example",
	long(254),
];
const LOST = [
	"prvs=12=bob@example.net",
	"trailing=@example.net",
	"=leading@example.net",
	'"plain"@example.net',
	'"a:b"@example.net',
	'"two..dots"@example.net',
	'"a@b"@example.net',
	'"with space"@example.net',
	long(258),
];
/** No member of Mailman 2.1 has these, which refuses them; what it once let in is said to be lost. */
const LOST_BY_EXIM = ["back\\slash@example.net", "jörg@example.net"];
const MEMBERS = [...SURVIVING, ...LOST, ...LOST_BY_EXIM];
const LISTS = {
	com: [
		{ name: "news", members: MEMBERS },
		{ name: "c++", members: ["ada@example.net"] },
	],
	org: [],
};

/** What Mailman 2.1 does with a bounce: `VERP_REGEXP` of its Defaults.py, and the headers that BounceRunner looks at. */
const FIND_MEMBER = String.raw`
import json, re, sys
from email import message_from_string
from email.utils import parseaddr

VERP_REGEXP = r'^(?P<bounces>[^+]+?)\+(?P<mailbox>[^=]+)=(?P<host>[^@]+)@.*$'

def member(bounces, headers):
    message = message_from_string(headers)
    for name in ('to', 'delivered-to', 'envelope-to', 'apparently-to'):
        for field in message.get_all(name, []):
            found = re.search(VERP_REGEXP, parseaddr(field)[1])
            if found and found.group('bounces') == bounces:
                return '%s@%s' % found.group('mailbox', 'host')

print(json.dumps([member(*bounce) for bounce in json.load(sys.stdin)]))
`;
function findMembers(bounces: readonly [list: string, record: WrapperRecord][]): (string | null)[] {
	const input = JSON.stringify(bounces.map(([list, { headers }]) => [`${list}-bounces`, headers]));
	const { stdout, stderr } = spawnSync("python3", ["-c", FIND_MEMBER], { input, encoding: "utf8" });
	if (stderr !== "") throw new Error(stderr);
	return JSON.parse(stdout);
}

describe.each(EXIM_VERSIONS)("a bounce to what a member's host saw as sender, with Exim $version", (exim) => {
	let kit: Kit;
	beforeAll(async () => {
		kit = await Kit.create({ exim, lists: LISTS });
	});
	afterAll(() => kit?.stop());

	const idle = () =>
		until("Mailman and Exim to have no more to do", async () => {
			const waiting = ["in", "out"].flatMap((queue) =>
				fs.readdirSync(path.join(kit.prefixes.com, "qfiles", queue)),
			);
			return waiting.length === 0 && (await kit.queued()) === 0 ? true : null;
		});

	/** Posts to a list; gives the sender that each member's host saw. */
	async function post(list: string): Promise<Map<string, string>> {
		const letter = kit.letter("someone@outside.example", [`${list}@lists.example.com`]);
		await kit.send(letter);
		await kit.wrappedOf(letter);
		await idle();
		const messages = await kit.sunkOf(letter, 0);
		return new Map(messages.flatMap(({ recipients, sender }) => recipients.map((one) => [one, sender])));
	}

	/** Has every sender's host send a bounce; gives the members that Mailman finds in them. */
	async function bounce(
		list: string,
		senders: ReadonlyMap<string, string>,
	): Promise<Map<string, string | null>> {
		const letters = [...senders].map(([member, sender]) => ({ member, letter: kit.letter("", [sender]) }));
		// Whatever To: says, Exim tells Mailman the address that a bounce came to.
		for (const { letter } of letters)
			await kit.send({ ...letter, data: letter.data.replace(/^To: .*$/m, "To: somebody@else.example") });
		await idle();
		const records = kit.wrapped();
		const arrived = letters.flatMap(({ member, letter }) => {
			const subject = /^Subject: .*$/m.exec(letter.data)?.[0] ?? "";
			const record = records.find(({ headers }) => headers.includes(`${subject}\n`));
			return record ? [{ member, record }] : [];
		});
		const found = findMembers(arrived.map(({ record }) => [list, record]));
		return new Map(arrived.map(({ member }, at) => [member, found[at] ?? null]));
	}

	describe.each(["exim", "mailman"] as const)("where %s expands", (strategy) => {
		let senders: Map<string, string>;
		let found: Map<string, string | null>;
		beforeAll(async () => {
			const system = kit.system();
			await kit.apply({ ...system, verp: { ...system.verp, strategy, interval: 1 } });
			senders = await post("news");
			found = await bounce("news", senders);
		});

		it.each(SURVIVING)("names %s to Mailman again", (member) => {
			expect(found.get(member)?.toLowerCase()).toBe(member.toLowerCase());
			expect(verpLoss(member, "news-bounces@lists.example.com")).toBe(null);
		});

		it.each(LOST)("does not name %s, as is said beforehand", (member) => {
			expect(found.get(member)?.toLowerCase() ?? null).not.toBe(member.toLowerCase());
			expect(verpSurvives(member, "news-bounces@lists.example.com")).toBe(false);
		});

		it.each(LOST_BY_EXIM)("does not name %s where Exim expands, as is said beforehand", (member) => {
			expect(found.get(member)?.toLowerCase() === member).toBe(strategy === "mailman");
			expect(verpSurvives(member, "news-bounces@lists.example.com")).toBe(false);
		});

		it("writes the member in small letters, and sends to the address as the member wrote it", () => {
			expect(senders.get("Cleo.Brandt@Example.NET")).toBe(
				"news-bounces+cleo.brandt=example.net@lists.example.com",
			);
		});

		it("names nobody where the host writes the list in capitals, which Mailman compares", async () => {
			const sender = "News-Bounces+ada=example.net@lists.example.com";
			expect(await bounce("news", new Map([["ada@example.net", sender]]))).toEqual(
				new Map([["ada@example.net", null]]),
			);
		});

		it("names nobody on a list with a plus in its name", async () => {
			const plus = await post("c++");
			expect([...plus.values()]).toEqual(["c++-bounces+ada=example.net@lists.example.com"]);
			expect(await bounce("c++", plus)).toEqual(new Map([["ada@example.net", null]]));
			expect(verpLoss("ada@example.net", "c++-bounces@lists.example.com")).toBe("list-plus");
		});
	});
});

it("every way to be lost has a sentence that says what to do", () => {
	const losses = new Set(
		[...LOST, ...LOST_BY_EXIM].map((member) => verpLoss(member, "news-bounces@lists.example.com")),
	);
	expect([...losses].sort()).toEqual(["equals", "not-ascii", "quoted", "too-long"]);
	for (const sentence of Object.values(VERP_LOSSES)) expect(sentence).toMatch(/^(The|There|With) .*\.$/);
});
