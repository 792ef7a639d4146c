import { describe, expect, it } from "vitest";
import type { TestedAddress } from "../checks/types";
import type { DoctorFacts, InstallationFacts } from "./facts";
import { DOCTOR_CHECKS, examine } from "./registry";

const installation: InstallationFacts = {
	id: "one",
	prefix: "/srv/mailman",
	simulated: false,
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	pythonThere: true,
	owner: { user: "mailman", group: "mailman" },
	directories: ["mailman", "news"],
	hidden: false,
	lists: ["mailman", "news"],
	wrapper: { status: 1, said: ["post script, list not found: listkeeper-doctor"] },
	looked: { status: 0, said: [] },
	lock: { pid: 7, alive: true },
	runners: 8,
	wholeRunners: 8,
	values: { SMTP_MAX_SESSIONS_PER_CONNECTION: 30 },
	valuesError: [],
};
const host: DoctorFacts = {
	kind: "machine",
	hostname: "lists.example.net",
	system: null,
	installations: [installation],
	options: {
		smtp_accept_queue_per_connection: "30",
		delay_warning: "1d",
		delay_warning_condition: "${if match{$h_precedence:}{(?i)bulk|list|junk}{no}{yes}}",
	},
	tested: [],
	aliases: ["news", "root"],
	users: ["news", "root"],
	dns: {
		addresses: ["192.0.2.1"],
		mx: { "list.example.com": [{ host: "lists.example.net", addresses: ["192.0.2.1"] }] },
		ptr: { "192.0.2.1": ["lists.example.net"] },
		hostname: ["192.0.2.1"],
	},
};

const found = (facts: Partial<DoctorFacts>) =>
	examine({ ...host, ...facts }).flatMap(({ findings, state }) =>
		findings.map(({ code, sentence }) => ({ code, state, sentence })),
	);
const withOne = (one: Partial<InstallationFacts>) => found({ installations: [{ ...installation, ...one }] });

const post = (
	router: string,
	hosts: TestedAddress["verdict"]["routes"][number]["hosts"] = [],
): TestedAddress => ({
	test: {
		address: "news@list.example.com",
		sender: null,
		sendingHost: null,
		expect: { kind: "routed", router: "mailman_router", transport: "mailman_transport" },
		why: "Posting",
	},
	verdict: {
		address: "news@list.example.com",
		outcome: "routed",
		routes: [
			{ address: "news@list.example.com", router, transport: "t", hosts, parents: [], duplicate: false },
		],
		reason: null,
		lines: [],
	},
	ok: router === "mailman_router",
});

describe("the doctor's checks", () => {
	it("are each told apart, say what is so where they find nothing, and where they come from", () => {
		expect(new Set(DOCTOR_CHECKS.map(({ id }) => id)).size).toBe(DOCTOR_CHECKS.length);
		expect(DOCTOR_CHECKS.every(({ title, source }) => title !== "" && source !== "")).toBe(true);
	});

	it("find nothing on a host where nothing is wrong", () => {
		expect(found({})).toEqual([]);
		expect(examine(host).every(({ state }) => state === "well")).toBe(true);
	});

	it("leave a Mailman alone that is only found: it may be meant to stand still", () => {
		expect(
			withOne({ id: null, lock: null, runners: 0, wrapper: null, owner: { user: "x", group: "x" } }),
		).toEqual([]);
	});

	it("don't guess where they may not look", () => {
		expect(withOne({ wrapper: null })).toMatchObject([{ code: "wrapper-not-asked", state: "unknown" }]);
		expect(withOne({ looked: null, hidden: true, directories: [], lists: [] })).toEqual([]);
		expect(found({ dns: null })).toEqual([]);
		expect(
			examine({ ...host, dns: null }).flatMap(({ id, state, reason }) =>
				state === "needless" ? [`${id}: ${reason}`] : [],
			),
		).toEqual([
			"mail-exchangers: No mail comes from the world to a rehearsal host.",
			"reverse-names: No mail comes from the world to a rehearsal host.",
		]);
	});

	it("name the alias and the user that take a list's mail", () => {
		expect(found({ tested: [post("system_aliases")] })).toMatchObject([
			{ code: "list-shadowed", sentence: expect.stringContaining("goes to alias news, user news") },
		]);
		expect(found({ tested: [post("mailman_router")] })).toEqual([]);
	});

	it("count a wrapper's own group and another owner's lists as two things", () => {
		expect(
			withOne({
				wrapper: { status: 2, said: ["expected the mail", 'wrapper to be executed as group "list", but'] },
				owner: { user: "root", group: "list" },
			}),
		).toMatchObject([
			{ code: "group-mismatch", state: "problem", sentence: expect.stringContaining("group list") },
			{ code: "owner-differs", state: "advice" },
		]);
	});

	it("take no limit at either side for what it is", () => {
		expect(withOne({ values: { SMTP_MAX_SESSIONS_PER_CONNECTION: 0 } })).toMatchObject([
			{ code: "queue-mode", sentence: expect.stringContaining("any number of messages") },
		]);
		expect(found({ options: { smtp_accept_queue_per_connection: "0" } })).toEqual([]);
	});

	it("tell an address and a name that don't lead to each other", () => {
		const dns = (changes: Partial<NonNullable<DoctorFacts["dns"]>>) =>
			found({ dns: host.dns && { ...host.dns, ...changes } }).map(({ code, state }) => `${state} ${code}`);
		expect(dns({ hostname: [] })).toEqual(["problem hostname-unknown"]);
		expect(dns({ ptr: { "192.0.2.1": [] } })).toEqual(["advice ptr-differs"]);
		expect(dns({ ptr: { "192.0.2.1": ["other.example."] } })).toEqual(["advice ptr-differs"]);
		expect(dns({ ptr: { "192.0.2.1": ["LISTS.example.net."] } })).toEqual([]);
		expect(dns({ mx: { "a.example": [{ host: "b.example", addresses: [] }] } })).toEqual([
			"advice mx-elsewhere",
		]);
	});
});
