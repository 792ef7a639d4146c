import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LabSession } from "@/lib/core/checks/lab";
import { outcomeOf } from "@/lib/core/checks/lab";
import { labSamples } from "@/lib/core/policy/lab-samples";
import { defaultPolicy } from "@/lib/core/policy/registry";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { makeTestHost, type TestHost } from "../testing/host";

const samples = labSamples({ list: "news", domain: "list.example.com", outside: "example.net" });
const sample = (id: string): LabSession => {
	const found = samples.find((one) => one.id === id);
	if (!found) throw new Error(`There is no sample ${id}.`);
	return found.session;
};

const DENIED = { on: true, senders: ["someone@example.net"], message: "Not you" };

let host: TestHost;
let live: MailSystem;
beforeAll(async () => {
	host = await makeTestHost();
	live = host.settings();
	expect((await host.deploy(live)).result.outcome).toBe("live");
});
afterAll(() => host.remove());

async function play(sessions: readonly LabSession[], system: MailSystem | null) {
	const { last } = await host.ask({ verb: "sessions", system, sessions });
	if (last?.type !== "result" || last.verb !== "sessions") throw new Error(JSON.stringify(last));
	return last.answers.map(({ live: now, proposed }) => ({
		live: now && { ...outcomeOf(now), answer: now },
		proposed: proposed && { ...outcomeOf(proposed), answer: proposed },
	}));
}

describe("a described session", () => {
	it("is answered by what is live and by what isn't yet, each with the rule that decided", async () => {
		const policy = {
			...defaultPolicy(),
			nullSenderPosting: { on: false },
			deniedSenders: DENIED,
		};
		const [post, forged] = await play([sample("post"), sample("forged-bounce")], { ...live, policy });
		expect(post?.live?.verdict).toBe("accepted");
		expect(post?.proposed).toMatchObject({
			verdict: "refused",
			step: { phase: "mail", code: 550, text: "Not you", rule: "deniedSenders" },
		});
		expect(post?.proposed?.step?.line?.text).toContain("deny senders = someone@example.net");
		expect(forged?.live).toMatchObject({ verdict: "refused", step: { rule: "nullSenderPosting" } });
		expect(forged?.proposed?.verdict).toBe("accepted");
	});

	it.each([
		["host", { hosts: ["192.0.2.0/24"], senders: [] }, "mail", "deniedSenders"],
		["sender", { hosts: [], senders: ["*@example.net"] }, "data", "headerSyntax"],
	] as const)("of an exempt %s names the rules that spared it", async (_, whom, phase, rule) => {
		const base = {
			...defaultPolicy(),
			exemptions: { on: true, hosts: [...whom.hosts], senders: [...whom.senders] },
		};
		const on = { headerSyntax: { on: true }, deniedSenders: { ...DENIED, on: rule === "deniedSenders" } };
		const session = { ...sample("post"), data: "From: not an address <\nSubject: x\n\nText\n" };
		const ask = async (policy: MailSystem["policy"]) =>
			(await play([session], { ...live, policy }))[0]?.proposed;
		const judged = await ask({ ...base, ...on, exemptions: { ...base.exemptions, on: false } });
		expect(judged).toMatchObject({ verdict: "refused", step: { phase, rule, spared: [] } });
		const spared = await ask({ ...base, ...on });
		expect(spared?.verdict).toBe("accepted");
		const step = spared?.answer.steps.findLast((one) => one.phase === phase);
		expect(step?.spared).toEqual([rule]);
	});

	it("of each sample comes to what a new host says to it", async () => {
		const answers = await play(
			samples.map(({ session }) => session),
			null,
		);
		expect(
			samples.map(({ id }, at) => [id, answers[at]?.live?.verdict, answers[at]?.live?.step?.rule]),
		).toEqual([
			["post", "accepted", null],
			["bounce", "accepted", null],
			["verp-bounce", "accepted", null],
			["forged-bounce", "refused", "nullSenderPosting"],
			["callout", "accepted", null],
			["spam", "accepted", null],
			["virus", "accepted", null],
			["list-mail", "accepted", null],
		]);
		expect(answers.every(({ proposed }) => proposed === null)).toBe(true);
	});

	it("names the scanner that is away as the rule that put the mail off, and never meets it over loopback", async () => {
		const policy = {
			...defaultPolicy(),
			viruses: { ...defaultPolicy().viruses, on: true, scanner: "127.0.0.1 9" },
		};
		const [post, own] = await play([sample("virus"), sample("list-mail")], { ...live, policy });
		expect(post?.proposed).toMatchObject({ verdict: "put off", step: { phase: "data", rule: "viruses" } });
		expect(post?.proposed?.answer.fault).toBeNull();
		expect(own?.proposed?.verdict).toBe("accepted");
	});

	it("delivers nothing, leaves nothing behind, and leaves what is live as it is", async () => {
		const before = await host.status();
		await play([sample("post")], {
			...live,
			policy: { ...defaultPolicy(), heloChecks: { ...defaultPolicy().heloChecks, on: true } },
		});
		expect(fs.readdirSync(host.state).filter((name) => name.startsWith("lab"))).toEqual([]);
		const after = await host.status();
		expect(after.live?.id).toBe(before.live?.id);
		expect(after.queued).toBe(0);
		expect(after.drift).toEqual([]);
	});

	it("takes away what a killed laboratory left", async () => {
		const left = path.join(host.state, "lab-1000-dead");
		const { uid, gid } = fs.statSync(host.state);
		for (const made of [left, path.join(left, "exim")]) {
			fs.mkdirSync(made);
			fs.chownSync(made, uid, gid);
		}
		await play([sample("post")], null);
		expect(fs.existsSync(left)).toBe(false);
	});

	it("that Exim refused is read back from its own log", async () => {
		const recipient = "no-such-list@list.example.com";
		const asked = {
			verb: "send",
			as: "outside",
			sender: "a@away.example",
			recipients: [recipient],
			subject: "x",
		};
		await host.ask(asked);
		const { last } = await host.ask({ verb: "rejected", limit: 5 });
		expect(last).toMatchObject({
			type: "result",
			sessions: [
				{
					from: "127.0.0.2",
					sender: "a@away.example",
					recipients: [recipient],
					reason: "Unrouteable address",
				},
			],
		});
	});

	it.each([
		["a client that is no address", { from: "localhost" }],
		["a sender of two lines", { sender: "a@b.example>\r\nRCPT TO:<x" }],
		["no recipient", { recipients: [] }],
	])("with %s is refused", async (_, change) => {
		const { last } = await host.ask({
			verb: "sessions",
			system: null,
			sessions: [{ ...sample("post"), ...change }],
		});
		expect(last).toMatchObject({ type: "error", code: "usage" });
	});
});

it("a deployment tells of a scanner that doesn't answer, and what becomes of mail until it does", async () => {
	const { viruses, spam } = defaultPolicy();
	const policy = {
		...defaultPolicy(),
		viruses: { ...viruses, on: true, scanner: path.join(host.root, "no-clamd.sock") },
		spam: { ...spam, on: true, scanner: "127.0.0.1 9" },
	};
	const { result, events } = await host.deploy({ ...live, policy });
	expect(result.outcome).toBe("live");
	const said = events.flatMap((event) => (event.type === "diagnosis" ? [event.diagnosis] : []));
	expect(said).toMatchObject([
		{ code: "scanner-away", setting: "policy.viruses.scanner" },
		{ code: "scanner-away", setting: "policy.spam.scanner" },
	]);
	expect(said[0]?.sentence).toContain("all mail from outside is put off (451)");
	expect(said[1]?.sentence).toContain("mail is let through unscanned");
});

it("a deployment says nothing to a scanner that is there: clamd ends at a QUIT", async () => {
	let heard: string | null = null;
	const scanner = net.createServer((socket) => {
		heard ??= "";
		socket.on("data", (said) => {
			heard += said.toString();
		});
		socket.on("error", () => {});
	});
	await new Promise<void>((resolve) => scanner.listen(0, "127.0.0.1", resolve));
	const { port } = scanner.address() as net.AddressInfo;
	const policy = {
		...defaultPolicy(),
		viruses: { ...defaultPolicy().viruses, on: true, scanner: `127.0.0.1 ${port}` },
	};
	const { result, events } = await host.deploy({ ...live, policy });
	await new Promise((resolve) => scanner.close(resolve));
	expect(result.outcome).toBe("live");
	expect(events.filter((event) => event.type === "diagnosis")).toEqual([]);
	expect(heard).toBe("");
});
