import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mailSystemInputs } from "../testing/arbitraries";
import {
	keptSystem,
	type MailSystemInput,
	mailHostOf,
	mailSystem,
	newMailSystem,
	verpOf,
} from "./mail-system";

const installation = (id: string) => ({
	id,
	prefix: `/usr/local/${id}`,
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: `www.${id}.example`,
});

/** Two installations with a domain each, changed as a test asks. */
const systemWith = (change: Partial<MailSystemInput> = {}): MailSystemInput => ({
	...newMailSystem("admin@example.net"),
	installations: [installation("one"), installation("two")],
	domains: [
		{ name: "list.one.example", installation: "one" },
		{ name: "list.two.example", installation: "two" },
	],
	...change,
});

/** The first complaint, as `path: sentence`; empty for a valid system. */
function complaint(input: unknown): string {
	const issue = mailSystem.safeParse(input).error?.issues[0];
	return issue ? `${issue.path.join(".")}: ${issue.message}` : "";
}
const complaintAt = (change: Partial<MailSystemInput>) => complaint(systemWith(change));
const oneInstallation = (field: string, value: unknown) =>
	complaint({
		...systemWith(),
		installations: [{ ...installation("one"), [field]: value }, installation("two")],
	});

describe("a mail system", () => {
	it("of a new host is valid", () => {
		expect(complaint(newMailSystem("postmaster@example.com"))).toBe("");
	});

	it("that the schema gave is given back unchanged", () => {
		fc.assert(
			fc.property(mailSystemInputs, (input) => {
				const parsed = mailSystem.safeParse(input);
				fc.pre(parsed.success);
				expect(mailSystem.parse(parsed.data)).toEqual(parsed.data);
			}),
		);
	});

	it("of the arbitrary kind is nearly always valid, so that properties about it say something", () => {
		const valid = fc.sample(mailSystemInputs, 300).filter((input) => mailSystem.safeParse(input).success);
		expect(valid.length).toBeGreaterThan(270);
	});

	it("lists a domain once", () => {
		const twice = [
			{ name: "list.one.example", installation: "one" },
			{ name: "LIST.one.example", installation: "one" },
		];
		expect(complaintAt({ domains: twice })).toBe(
			"domains.1.name: list.one.example is listed twice. Remove one of the two.",
		);
	});

	it("has a domain on one installation only", () => {
		const both = [
			{ name: "list.one.example", installation: "one" },
			{ name: "list.one.example", installation: "two" },
		];
		expect(complaintAt({ domains: both })).toContain("is on the installations one and two");
	});

	it("has the installation that a domain names", () => {
		expect(complaintAt({ domains: [{ name: "a.example", installation: "three" }] })).toContain(
			"domains.0.installation: a.example names the installation three",
		);
	});

	it("gives each installation a name and a prefix of its own", () => {
		expect(complaintAt({ installations: [installation("one"), installation("one")] })).toContain(
			"installations.1.id",
		);
		const shared = [installation("one"), { ...installation("two"), prefix: "/usr/local/one" }];
		expect(complaintAt({ installations: shared })).toContain("The prefix /usr/local/one belongs to another");
	});

	it("makes new lists in a domain of the installation itself", () => {
		expect(oneInstallation("mailHost", "list.two.example")).toContain("installations.0.mailHost");
	});

	it.each(["mailman", "Mailman-Admin", "postmaster"])(
		"doesn't send the administrator's mail round: %s of a list domain is refused",
		(local) => {
			expect(complaintAt({ administrator: `${local}@list.one.example` })).toContain("would go round");
			expect(complaintAt({ administrator: `${local}@example.net` })).toBe("");
		},
	);

	it("leaves connections to others beside those that each installation holds", () => {
		const { tuning } = newMailSystem("admin@example.net");
		expect(complaintAt({ tuning: { ...tuning, acceptMax: 5 } })).toContain(
			"tuning.acceptMax: Exim would take 5 connections at a time, and Mailman itself holds up to 2",
		);
		expect(complaintAt({ tuning: { ...tuning, acceptMax: 6 } })).toBe("");
		expect(complaintAt({ tuning: { ...tuning, acceptMax: 4 } })).toContain("holds one");
	});

	it("takes no setting that it doesn't know", () => {
		expect(complaint({ ...systemWith(), log_selector: "+received_recipients" })).toContain("log_selector");
	});
});

describe("an administrator's address", () => {
	it.each([
		["admin", "no @"],
		["@example.com", "no @"],
		["ad min@example.com", "ad min"],
		["a,b@example.com", "a,b"],
		["${run{x}}@example.com", "can't be used"],
		[":fail:@example.com", "can't be used"],
		["|cmd@example.com", "can't be used"],
		["a..b@example.com", "a..b"],
		["admin@localhost", "single label"],
		["", "empty"],
	])("%j is refused, and the sentence says %s", (administrator, word) => {
		expect(complaintAt({ administrator })).toContain(word);
	});

	it("keeps its capital letters, and its domain loses them", () => {
		expect(mailSystem.parse(systemWith({ administrator: "Jo.Admin@Example.NET" })).administrator).toBe(
			"Jo.Admin@example.net",
		);
	});
});

describe("an installation", () => {
	it.each([
		["prefix", "usr/local/mailman", "not absolute"],
		["prefix", "/usr/../etc", "“..”"],
		["prefix", "/usr//local", "empty"],
		["prefix", "/usr/local/", "ends with a slash"],
		["prefix", "/", "root directory"],
		["prefix", "/usr/local/$domain", "means something"],
		["prefix", "/usr/local/mail man", "means something"],
		["prefix", "/usr/local/mm:x", "means something"],
		["prefix", `/${"a".repeat(200)}`, "200 characters"],
		["prefix", "", "empty"],
		["user", "root", "never delivers as root"],
		["group", "1000", "begin with a letter"],
		["user", "mail man", "begin with a letter"],
		["user", "a".repeat(33), "32"],
		["python", "python2", "not absolute"],
		["webHost", "www", "single label"],
		["id", "Example", "small letter"],
		["id", "../x", "small letter"],
	])("with the %s %j is refused, and the sentence says %s", (field, value, word) => {
		const sentence = oneInstallation(field, value);
		expect(sentence).toContain(`installations.0.${field}: `);
		expect(sentence).toContain(word);
	});
});

describe("a system's own questions", () => {
	it("an installation without VERP settings of its own has the host's", () => {
		const own = { ...newMailSystem("a@b.example").verp, strategy: "exim" as const };
		const system = mailSystem.parse(
			systemWith({ installations: [{ ...installation("one"), verp: own }, installation("two")] }),
		);
		expect(system.installations.map((i) => verpOf(system, i).strategy)).toEqual(["exim", "off"]);
	});

	it("DEFAULT_EMAIL_HOST is the named domain, else the first of the installation's, else none", () => {
		const domains = ["b.example", "a.example"].map((name) => ({ name, installation: "one" }));
		const system = mailSystem.parse(systemWith({ domains }));
		const hosts = system.installations.map((i) => mailHostOf(system, i));
		expect(hosts).toEqual(["b.example", null]);
		expect(mailHostOf(system, { id: "one", mailHost: "a.example" })).toBe("a.example");
	});
});

describe("a system that a release holds", () => {
	const { tuning } = newMailSystem("");
	it.each([
		["fewer connections than Mailman and others need", { tuning: { ...tuning, acceptMax: 2 } }],
		["fewer than two installations and others need", { tuning: { ...tuning, acceptMax: 5 } }],
		["a wait beyond Mailman's patience", { tuning: { ...tuning, retryWaitMinutes: 9_000 } }],
		["messages that wait", { tuning: { ...tuning, acceptQueuePerConnection: 10 } }],
		["recipients that are put off", { tuning: { ...tuning, recipientsMax: 10 } }],
		["an administrator whose mail goes round", { administrator: "postmaster@list.one.example" }],
	])("stays readable with %s, though it can't be saved or deployed any more", (_, change) => {
		const system = systemWith(change);
		expect(complaint(system)).not.toBe("");
		expect(keptSystem.parse(system)).toMatchObject(change);
	});

	it("is otherwise held to the same rules, and comes out the same", () => {
		fc.assert(
			fc.property(mailSystemInputs, (input) => {
				const parsed = mailSystem.safeParse(input);
				fc.pre(parsed.success);
				expect(JSON.stringify(keptSystem.parse(input))).toBe(JSON.stringify(parsed.data));
			}),
		);
		expect(keptSystem.safeParse(systemWith({ installations: [] })).success).toBe(false);
		expect(keptSystem.safeParse({ ...systemWith(), text: "smtp_accept_max = 1" }).success).toBe(false);
	});
});
