import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderFiles } from "../render/render";
import { type MailSystem, mailSystem, newMailSystem } from "../system/mail-system";
import { machineTarget, mailSystems } from "../testing/arbitraries";
import { describeEffects } from "./effects";

const installation = (id: string) => ({
	id,
	prefix: `/usr/local/${id}`,
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: `www.${id}.example`,
});
const base = mailSystem.parse({
	...newMailSystem("admin@example.net"),
	installations: [installation("one"), installation("two")],
	domains: [
		{ name: "list.one.example", installation: "one" },
		{ name: "list.two.example", installation: "two" },
	],
});
const verp = (change: Partial<MailSystem["verp"]>) => ({ ...base.verp, ...change });
const change = (changed: Partial<MailSystem>, from: MailSystem = base) => ({ ...from, ...changed });
const changeOne = (changed: Partial<MailSystem["installations"][number]>) =>
	change({ installations: base.installations.map((i) => (i.id === "one" ? { ...i, ...changed } : i)) });
/** The sentences of a change, with the setting before each. */
const said = (after: MailSystem, before: MailSystem | null = base) =>
	describeEffects(before, after).map((e) => `${e.setting}: ${e.sentence}`);

describe("effects", () => {
	it("are none where nothing changes", () => {
		fc.assert(
			fc.property(mailSystems, (system) => {
				expect(describeEffects(system, structuredClone(system))).toEqual([]);
			}),
		);
	});

	it("are at least one wherever the rendered files differ", () => {
		// Two systems by chance differ in everything; one field taken from the other is the case that could be missed.
		fc.assert(
			fc.property(
				mailSystems,
				mailSystems,
				fc.constantFrom("administrator", "verp", "tuning", "policy"),
				(a, b, field) => {
					const after = { ...a, [field]: b[field] };
					const same =
						JSON.stringify(renderFiles(a, machineTarget())) ===
						JSON.stringify(renderFiles(after, machineTarget()));
					if (!same) expect(describeEffects(a, after)).not.toEqual([]);
					expect(describeEffects(a, b).length).toBeGreaterThan(0);
				},
			),
		);
	});

	it("of a changed installation are at least one for each field that the files show", () => {
		const fields = ["prefix", "user", "group", "webHost", "mailHost", "verp"] as const;
		const pairs = fc
			.tuple(mailSystems, mailSystems)
			.filter(([a, b]) => a.domains.length > 0 && b.installations.length > 0);
		fc.assert(
			fc.property(pairs, fc.constantFrom(...fields), fc.nat(), ([a, b], field, at) => {
				const value = b.installations[at % b.installations.length]?.[field];
				const id = a.installations[at % a.installations.length]?.id;
				const after = {
					...a,
					installations: a.installations.map((i) => (i.id === id ? { ...i, [field]: value } : i)),
				};
				const same =
					JSON.stringify(renderFiles(a, machineTarget())) ===
					JSON.stringify(renderFiles(after, machineTarget()));
				if (!same) expect(describeEffects(a, after)).not.toEqual([]);
			}),
		);
	});

	it("are whole sentences about settings, group by group", () => {
		const groups = ["Mail flow", "Policy", "Delivery", "Mailman"];
		fc.assert(
			fc.property(fc.option(mailSystems), mailSystems, (before, after) => {
				const effects = describeEffects(before, after);
				const order = effects.map((e) => groups.indexOf(e.group));
				expect(order).toEqual([...order].sort((a, b) => a - b));
				for (const { sentence, before: was, after: now } of effects) {
					expect(sentence).toMatch(/^\S.*\.$/);
					expect(sentence).not.toMatch(/undefined|\bnull\b(?! sender)|NaN|\[object| {2}/);
					expect(was).not.toBe(now);
				}
			}),
		);
	});

	it("put a number on VERP moving from Mailman to Exim", () => {
		expect(
			said(change({ verp: verp({ strategy: "exim" }) }), change({ verp: verp({ strategy: "mailman" }) })),
		).toEqual([
			"verp.strategy: VERP moves from Mailman to Exim: queue entries for a 2,000-member list fall from 2,000 to 134.",
		]);
	});

	it.each([
		[
			verp({ strategy: "mailman" }),
			"VERP is switched on, done by Mailman on every post: queue entries for a 2,000-member list rise from 134 to 2,000.",
		],
		[
			verp({ strategy: "mailman", interval: 21 }),
			"VERP is switched on, done by Mailman on every 21st post: queue entries for a 2,000-member list rise from 134 to 2,000 on every 21st post.",
		],
		[
			verp({ strategy: "exim" }),
			"VERP is switched on, done by Exim: queue entries for a 2,000-member list stay at 134.",
		],
		[verp({ probes: true }), "Mailman sends a bouncing member a probe before it stops delivery."],
		[
			verp({ ownersCanPersonalize: true }),
			"List owners can switch personalisation on, which makes one queue entry a member of every post.",
		],
	])("of VERP settings %# are said in words", (after, sentence) => {
		expect(describeEffects(base, change({ verp: after })).map((e) => e.sentence)).toEqual([sentence]);
	});

	it("of an interval say what it means, and of one that isn't in use say nothing", () => {
		const mailman = change({ verp: verp({ strategy: "mailman" }) });
		expect(said(change({ verp: verp({ strategy: "mailman", interval: 12 }) }), mailman)).toEqual([
			"verp.interval: Mailman does VERP on every 12th post instead of every post: a dead address is noticed on such posts only.",
		]);
		expect(said(change({ verp: verp({ interval: 12 }) }))).toEqual([]);
	});

	it("name the installation whose own VERP settings change, and those that a change of the host's doesn't touch", () => {
		expect(said(changeOne({ verp: verp({ strategy: "exim" }) }))).toEqual([
			"installations.one.verp: one has VERP settings of its own.",
			"installations.one.verp.strategy: On one: VERP is switched on, done by Exim: queue entries for a 2,000-member list stay at 134.",
		]);
		const own = changeOne({ verp: base.verp });
		expect(said({ ...own, verp: verp({ probes: true }) }, own)).toEqual([
			"verp.probes: Mailman sends a bouncing member a probe before it stops delivery. It doesn't touch one, with VERP settings of its own.",
		]);
		expect(said(base, own)).toEqual(["installations.one.verp: one follows the host's VERP settings again."]);
	});

	it.each([
		[
			"remoteMaxParallel",
			1,
			"Deliveries of one message that Exim makes at a time: 1 instead of its own 2 or 4.",
		],
		["queueRunMax", 0, "Exim lets any number of queue runners work at a time instead of its own 5."],
		["acceptMax", 50, "Exim takes 50 connections at a time instead of its own 20 and puts off others."],
		[
			"recipientsMax",
			100,
			"Exim takes 100 recipients on a message instead of its own 50,000 and puts off others.",
		],
		[
			"retryWaitMinutes",
			1,
			"Mailman tries again what Exim put off after 1 minute instead of its own 60 minutes.",
		],
	])("of %s at %d say so, and that it is the program's own again", (field, value, sentence) => {
		const set = change({ tuning: { ...base.tuning, [field]: value } });
		expect(said(set)).toEqual([`tuning.${field}: ${sentence}`]);
		expect(said(base, set)[0]).toMatch(/its own \d.* instead of /);
	});

	it("of the tuning numbers say what waits and what it costs", () => {
		const tuning = { smtpMaxRcpts: 50, smtpMaxSessionsPerConnection: 20, acceptQueuePerConnection: 0 };
		expect(said(change({ tuning }))).toEqual([
			"tuning.smtpMaxRcpts: Mailman puts at most 50 recipients on a message instead of 15: queue entries for a 2,000-member list fall from 134 to 40.",
			"tuning.smtpMaxSessionsPerConnection: Mailman sends 20 messages on a connection instead of 30.",
			"tuning.acceptQueuePerConnection: Exim delivers every message of a connection at once instead of 30 of them.",
		]);
		expect(said(base, change({ tuning }))[2]).toBe(
			"tuning.acceptQueuePerConnection: Exim delivers the first 30 messages of a connection at once instead of every one and leaves others to the next queue run.",
		);
	});

	it("of domains say whose mail goes where", () => {
		const domains = [
			{ name: "list.two.example", installation: "one" },
			{ name: "new.example", installation: "two" },
			{ name: "newer.example", installation: "two" },
		];
		expect(said(change({ domains })).filter((line) => line.startsWith("domains"))).toEqual([
			"domains: Mail for list.one.example is no longer taken for lists: Exim treats it like any other host's domain.",
			"domains: Mail for list.two.example goes to the lists of one instead of two.",
			"domains: new.example and newer.example take mail for the lists of two.",
		]);
	});

	it("show an internationalised domain as people read it, beside the name that DNS has", () => {
		const domains = [...base.domains, { name: "xn--bcher-kva.example", installation: "one" }];
		expect(said(change({ domains }))).toEqual([
			"domains: bücher.example (xn--bcher-kva.example) takes mail for the lists of one.",
		]);
	});

	it("of many domains are one sentence", () => {
		const many = Array.from({ length: 10_000 }, (_, i) => ({ name: `d${i}.example`, installation: "one" }));
		const lines = said(change({ domains: [...base.domains, ...many] }));
		expect(lines).toEqual([
			"domains: 10,000 domains (d0.example, d1.example, d10.example and 9,997 more) take mail for the lists of one.",
		]);
	});

	it("of an installation say what its wrapper and its new lists get", () => {
		expect(
			said(
				changeOne({
					prefix: "/srv/mm",
					user: "list",
					group: "list",
					webHost: "w.example",
					python: "/usr/bin/python3",
				}),
			),
		).toEqual([
			"installations.one.prefix: Mail for one is handed to the wrapper below /srv/mm instead of /usr/local/one.",
			"installations.one.user: The wrapper of one runs as the user list instead of mailman.",
			"installations.one.group: The wrapper of one runs as the group list instead of mailman; it refuses any other than Mailman was built for.",
			"installations.one.python: The mm_cfg.py of one is checked with /usr/bin/python3 instead of /usr/bin/python2.",
			"installations.one.webHost: New lists of one have their web pages at w.example instead of www.one.example; existing lists keep theirs.",
		]);
	});

	it("of an installation that goes say so, and of its domains what their mail does then", () => {
		const after = change({
			installations: base.installations.slice(0, 1),
			domains: base.domains.slice(0, 1),
		});
		expect(said(after)).toEqual([
			"domains: Mail for list.two.example is no longer taken for lists: Exim treats it like any other host's domain.",
			"installations.two: The installation two at /usr/local/two gets no settings from here any more.",
		]);
	});

	it("say where new lists are made when the first domain is another", () => {
		const first = change({ domains: [{ name: "a.example", installation: "one" }, ...base.domains] });
		expect(said(first)).toContain(
			"installations.one.mailHost: New lists of one are made in a.example instead of list.one.example; existing lists keep their host_name.",
		);
	});

	it("of a policy rule say what it does when it comes, and which parameter changes while it is on", () => {
		const callout = (on: boolean, timeoutSeconds: number) =>
			change({ policy: { ...base.policy, senderCallout: { on, timeoutSeconds } } });
		expect(said(callout(true, 30))).toEqual([
			"policy.senderCallout.on: Switched on: Ask the sender's host whether the sender exists. Before accepting a recipient, asks the sender's mail host whether it would take mail for the sender; spares every -bounces address.",
		]);
		expect(said(callout(true, 60), callout(true, 30))).toEqual([
			"policy.senderCallout.timeoutSeconds: Ask the sender's host whether the sender exists: time-out is 60 seconds instead of 30 seconds.",
		]);
		expect(said(callout(false, 60), callout(false, 30))).toEqual([]);
		expect(said(base, callout(true, 30))).toEqual([
			"policy.senderCallout.on: Switched off: Ask the sender's host whether the sender exists.",
		]);
	});

	it("of a first release say everything that begins", () => {
		const lines = said(base, null);
		expect(lines.slice(0, 3)).toEqual([
			"domains: list.one.example takes mail for the lists of one.",
			"domains: list.two.example takes mail for the lists of two.",
			"administrator: In every list domain, mail for mailman, mailman-admin and postmaster goes to admin@example.net.",
		]);
		expect(lines).toContain(
			"installations.one: The installation one at /usr/local/one gets its settings from here.",
		);
		expect(lines).toContain(
			"installations.one.mailHost: New lists of one are made in list.one.example; existing lists keep their host_name.",
		);
		expect(describeEffects(null, base).every((e) => e.before === null)).toBe(true);
	});
});
