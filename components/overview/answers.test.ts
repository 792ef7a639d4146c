import { describe, expect, test } from "vitest";
import type { HostStatus } from "@/lib/core/host/events";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { answers, asWanted, mailFlows, waitsForMe } from "./answers";

const prefix = "/srv/com/mailman";
const status: HostStatus = {
	at: 0,
	profile: {
		kind: "rehearsal",
		target: {
			layout: "whole",
			frame: null,
			hostname: "lists.example.com",
			stateDirectory: "/var/lib/listkeeper",
			runtime: null,
			sinkPort: null,
		},
		exim: null,
		found: [],
	},
	live: {
		number: 41,
		id: "a".repeat(64),
		actor: "jd",
		note: "",
		at: 0,
		system: {
			...newMailSystem("postmaster@example.com"),
			installations: [
				{
					id: "com",
					prefix,
					user: "list",
					group: "list",
					python: "/usr/bin/python2",
					webHost: "lists.example.com",
					mailHost: null,
					verp: null,
				},
			],
		},
	},
	releases: [],
	exim: { running: true, pid: 7, banner: "220 lists.example.com ESMTP", detail: "Listens on port 25." },
	mailman: [{ prefix, simulated: false, running: true, runners: 8, detail: "8 queue runners live." }],
	queued: 0,
	drift: [],
	lock: null,
	pending: null,
	attention: null,
};
const same = { kind: "same", live: { number: 41, id: "a".repeat(64) }, nextNumber: 42 } as const;

describe("is mail flowing", () => {
	test("yes, with the banner for evidence", () => {
		expect(mailFlows(status)).toMatchObject({ word: "Yes", tone: "success", cause: null });
		expect(mailFlows(status).evidence[0]).toEqual({ text: "220 lists.example.com ESMTP", mono: true });
	});

	test("no, where Exim isn't seen to run", () => {
		const exim = { ...status.exim, running: false, banner: null, detail: "Not running." };
		expect(mailFlows({ ...status, exim })).toMatchObject({
			word: "No",
			evidence: [{ text: "Exim: Not running." }],
		});
	});

	test("in part, where a managed installation is down, and not for one that isn't managed", () => {
		const down = { prefix, simulated: false, running: false, runners: 0, detail: "Not running." };
		expect(mailFlows({ ...status, mailman: [down] })).toMatchObject({ word: "In part" });
		const elsewhere = { ...down, prefix: "/opt/other" };
		expect(mailFlows({ ...status, mailman: [...status.mailman, elsewhere] })).toMatchObject({ word: "Yes" });
	});

	test("not as it was proved, where a new Exim no longer does what the old one did", () => {
		const problem = {
			code: "x",
			sentence: "Goes elsewhere.",
			remedy: "",
			place: null,
			setting: null,
			said: [],
		};
		const upgrade = { at: 0, from: "4.96", to: "4.98", problems: [problem] };
		expect(mailFlows({ ...status, upgrade })).toMatchObject({
			tone: "warning",
			evidence: [{ text: "Goes elsewhere." }, { mono: true }],
			cause: { to: "#upgrade" },
		});
		expect(mailFlows({ ...status, upgrade: { ...upgrade, problems: [] } })).toMatchObject({ word: "Yes" });
	});

	test("not yet, before the first release, whatever runs", () => {
		expect(mailFlows({ ...status, live: null })).toMatchObject({ word: "Not yet", tone: "muted" });
	});
});

describe("is what is live what we wanted", () => {
	test("yes, where nothing differs", () => {
		expect(asWanted(same, status)).toMatchObject({ word: "Yes" });
	});

	test("a change made by hand on the host is said before any that is not deployed", () => {
		const item = {
			path: "/x",
			kind: "edited",
			sentence: "x was edited.",
			expected: null,
			actual: null,
		} as const;
		expect(asWanted(same, { drift: [item, item] })).toMatchObject({
			word: "Changed by hand",
			evidence: [{ text: "x was edited." }, { text: "and 1 thing more" }],
		});
	});

	test("settings that no release can be made of are named", () => {
		const problems = [{ setting: "domains.x", sentence: "x is listed twice." }];
		expect(asWanted({ kind: "invalid", problems, nextNumber: 2, seen: "" }, status)).toMatchObject({
			tone: "danger",
			evidence: [{ text: "x is listed twice." }],
		});
	});
});

describe("is something waiting for me", () => {
	const attention = {
		code: "attention",
		sentence: "This host needs attention.",
		remedy: "",
		place: null,
		setting: null,
		said: [],
	};
	const pending = { release: "a".repeat(64), number: 42, deadline: 1 };
	const lock = { actor: "jd", since: 0, pid: 1 };

	test("what needs a person comes before what only waits for one", () => {
		expect(waitsForMe({ attention, pending, lock }).cause?.to).toBe("#attention");
		expect(waitsForMe({ attention: null, pending, lock }).cause?.to).toBe("#pending");
		expect(waitsForMe({ attention: null, pending: null, lock }).cause?.to).toBe("deployments");
	});

	test("no, where nothing does", () => {
		expect(waitsForMe(status)).toMatchObject({ word: "No", tone: "success" });
	});
});

describe("while the host doesn't answer", () => {
	test("nothing is claimed of now, and what was seen stays to be read", () => {
		const [flows, wanted, waits] = answers(status, same, true);
		expect(flows).toMatchObject({ word: "Unknown now", tone: "muted" });
		expect(flows.evidence[0]).toEqual({ text: "When it last answered: Yes" });
		expect(wanted.word).toBe("Unknown now");
		expect(waits.cause?.to).toBe("#silent");
	});

	test("what it said is the answer as long as it answers", () => {
		expect(answers(status, same, false).map((answer) => answer.word)).toEqual(["Yes", "Yes", "No"]);
	});
});
