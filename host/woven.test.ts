import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostStatus } from "@/lib/core/host/events";
import { buildRelease } from "@/lib/core/release/build";
import type { Proposal } from "@/lib/core/survey/propose";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { mailSystem } from "@/lib/core/system/mail-system";
import { sha256 } from "./sha256";
import type { TestHost } from "./testing/host";
import { HOWTO_MACROS, HOWTO_ROUTER, HOWTO_TRANSPORT, howtoText } from "./testing/howto";
import { call } from "./testing/program";
import { upstreamText } from "./testing/their-text";
import { debianHost, oneFileHost, type WovenHost } from "./testing/woven";

/** The Exim that is to be at work here; where these tests run with another release's, which. */
const EXIM_VERSION =
	process.env.LISTKEEPER_EXIM_VERSION ??
	/^Exim version (\S+)/.exec(spawnSync("/usr/sbin/exim4", ["-bV"], { encoding: "utf8" }).stdout)?.[1];

/** Edits where one wouldn't look for them: a list over several lines, an included file of routers, no last newline. */
const oddText = (host: TestHost): string =>
	upstreamText(host)
		.replace(
			/^domainlist local_domains = @$/m,
			"  domainlist   local_domains=<; @ ; \\\n# a comment among continued lines\n   own.example ; \\\n\tother.example",
		)
		.replace(/^begin acl$/m, "ACL_HERE = yes\nbegin   acl")
		.replace(/^acl_check_data:$/m, ".ifdef ACL_HERE\nacl_check_data:")
		.replace(/^(acl_check_data:[\s\S]*?)\nbegin routers/m, "$1\n.endif\nbegin routers")
		.replace(
			/^system_aliases:$/m,
			`.include ${path.join(host.root, "etc/routers")}\n\n# These are ours\u00e9\nsystem_aliases:`,
		)
		.replace(/^begin authenticators[\s\S]*$/m, "begin authenticators\n# the end");
const oddFiles = () => ({
	routers:
		"# Caf\u00e9, in Latin-1\nown_domain:\n  driver = redirect\n  domains = own.example\n  data = someone@example.net\n",
});

const LAYOUTS: Record<string, () => Promise<WovenHost>> = {
	"upstream's default configuration": () => oneFileHost(upstreamText),
	"the HOWTO's, taken literally": () => oneFileHost(howtoText),
	"one with edits in unlikely places": () => oneFileHost(oddText, oddFiles),
	"Debian's split configuration": () => debianHost("debian-split"),
	"Debian's single template": () => debianHost("debian-single"),
	"Debian's split configuration with the HOWTO's and others' drop-ins": () =>
		debianHost("debian-split", (directory, host) => {
			const put = (name: string, text: string) =>
				fs.writeFileSync(path.join(directory, "conf.d", name), text);
			put(
				"main/000_mailman",
				HOWTO_MACROS.replace("/srv/${lc::$domain}/mailman", `${host.root}/srv/com/mailman`).replace(
					"list.example.com : list.example.org",
					"list.example.com",
				),
			);
			put(
				"main/00_local",
				`MAIN_LOCAL_DOMAINS = @ : localhost : own.example : +mm_domains\nCHECK_RCPT_LOCAL_ACL_FILE = ${path.join(host.root, "etc/rcpt.acl")}\n`,
			);
			fs.writeFileSync(
				path.join(host.root, "etc/rcpt.acl"),
				"  deny senders = refused@example.net\n       message = not you\n",
			);
			put("router/450_mailman", HOWTO_ROUTER);
			put("transport/40_mailman", HOWTO_TRANSPORT);
		}),
};

const run = async (host: WovenHost, ...words: string[]) =>
	(await call(["--root", host.root, ...words])).ended;

/** What Exim itself says of addresses, with the configuration that it reads now. */
function routes(host: WovenHost, addresses: readonly string[]) {
	const ran = spawnSync("/usr/sbin/exim4", ["-C", host.live, "-bt", ...addresses], {
		encoding: "utf8",
		uid: fs.statSync(host.live).uid,
		gid: fs.statSync(host.live).gid,
	});
	return { status: ran.status, said: `${ran.stdout}${ran.stderr}` };
}

/** Runs Exim as it ran before Listkeeper came. */
function startExim(host: WovenHost) {
	const { uid, gid } = fs.statSync(host.live);
	const ran = spawnSync("/usr/sbin/exim4", ["-C", host.live, "-bd", "-q30m"], { uid, gid, encoding: "utf8" });
	if (ran.status !== 0) throw new Error(ran.stderr);
}

async function deploy(host: WovenHost, system: MailSystem, more: Record<string, unknown> = {}) {
	const { profile, live } = await host.status();
	const called = await host.ask({
		verb: "deploy",
		system,
		reviewed: buildRelease(system, profile.target, sha256).id,
		live: live?.id ?? null,
		tests: [],
		note: "",
		confirmMinutes: null,
		...more,
	});
	const { last } = called;
	const said = called.events.flatMap((event) =>
		event.type === "diagnosis" ? [`${event.diagnosis.sentence} ${event.diagnosis.said.join("\n")}`] : [],
	);
	return {
		said: said.join("\n"),
		outcome: last?.type === "result" && last.verb === "deploy" ? last.deploy.outcome : null,
		code: last?.type === "error" ? last.diagnosis.code : null,
	};
}

const postmaster = ({ config }: WovenHost) => `postmaster@${config.target.hostname}`;

const weavingId = async (host: WovenHost) => /--weaving (\w+)/.exec((await run(host, "weave")).stdout)?.[1];

const arrived = async (host: WovenHost, subject: string) => {
	const called = await host.ask({ verb: "received", limit: 100 });
	const messages =
		called.last?.type === "result" && called.last.verb === "received" ? called.last.messages : [];
	return messages.filter(({ headers }) => headers.includes(`Subject: ${subject}`));
};

describe.each(Object.entries(LAYOUTS))("a host with %s", (name, make) => {
	let host: WovenHost;
	let before: Record<string, string>;
	let status: HostStatus;
	let system: MailSystem;
	const howtos = name.includes("HOWTO");
	beforeAll(async () => {
		host = await make();
		before = host.snapshot();
		startExim(host);
		system = host.settings({ verp: { ...host.settings().verp, strategy: "exim" } });
	});
	afterAll(() => host?.remove());

	it("is looked at, and says what settings it comes to", async () => {
		const looked = await run(host, "inspect", "--json");
		const { proposal } = JSON.parse(looked.stdout) as { proposal: Proposal };
		const lists = proposal.values.filter(({ what }) => what === "list domain");
		expect(lists.map(({ value }) => value)).toEqual(howtos ? ["list.example.com"] : []);
		for (const { place } of lists) expect(before[place.file]).toContain("mm_domains");
		if (!howtos) return;
		expect(proposal.lacking).toEqual([]);
		// What was found, and the second domain besides, as an administrator would add it.
		system = mailSystem.parse({
			...system,
			...proposal.system,
			// Elsewhere is only reached through the sink here, by our own router.
			verp: system.verp,
			domains: [...(proposal.system?.domains ?? []), { name: "list.example.org", installation: "org" }],
			installations: [
				...(proposal.system?.installations ?? []),
				...system.installations.filter(({ id }) => id === "org"),
			],
		});
		expect(system.installations[0]?.prefix).toBe(path.join(host.root, "srv/com/mailman"));
		const out = path.join(host.root, "srv/proposed.json");
		fs.writeFileSync(out, "");
		fs.chmodSync(out, 0o666);
		expect((await run(host, "inspect", "--out", out)).status).toBe(0);
		expect(JSON.parse(fs.readFileSync(out, "utf8"))).toEqual(proposal.system);
		expect(host.snapshot()).toEqual(before);
	});

	it("is only joined by who has seen which lines it gets", async () => {
		const refused = await deploy(host, system);
		expect(refused.code ?? refused.outcome).toBe("weaving-unseen");
		expect(host.snapshot()).toEqual(before);
		const shown = (await run(host, "weave")).stdout;
		expect(shown).toContain("/current/exim/main.conf");
		expect(shown.match(/routers-lists\.conf/g)).toHaveLength(1);
	});

	it("has mail for everybody whom it had it for before, and for the lists", async () => {
		const addresses = [
			...(howtos ? ["news@list.example.com", "news-bounces+a=b.example@list.example.com"] : []),
			postmaster(host),
		];
		const worked = routes(host, addresses);
		expect(worked.said).not.toContain("undeliverable");
		const deployed = await deploy(host, system, { weaving: await weavingId(host) });
		expect(deployed).toEqual({ outcome: "live", code: null, said: expect.any(String) });
		const now = routes(host, [...addresses, "news@list.example.org", "no-such-list@list.example.org"]);
		expect(now.said).toMatch(
			/news@list\.example\.org\n\s+router = lk_mailman_router, transport = lk_mailman_transport/,
		);
		expect(now.said).toContain("no-such-list@list.example.org is undeliverable");
		expect(now.said.match(/undeliverable/g)).toHaveLength(1);
		status = await host.status();
		expect(status.profile.exim?.version).toBe(EXIM_VERSION);
		expect(status.drift).toEqual([]);
		expect(status.exim.banner).toContain(" release 000001-");
	});

	it("takes mail for a list, and sends a list's out with VERP", async () => {
		const send = (as: string, sender: string, recipient: string, subject: string) =>
			host.ask({ verb: "send", as, sender, recipients: [recipient], subject });
		const inward = await send("mailman", postmaster(host), "news@list.example.org", "into the list");
		expect(inward.last).toMatchObject({ accepted: true });
		await expect
			.poll(async () => (await arrived(host, "into the list")).map(({ delivery }) => delivery), {
				timeout: 20_000,
			})
			.toContainEqual(expect.objectContaining({ command: "post", list: "news" }));
		const outward = await send(
			"mailman",
			"news-bounces@list.example.org",
			"someone@example.net",
			"out of it",
		);
		expect(outward.last).toMatchObject({ accepted: true });
		await expect.poll(() => arrived(host, "out of it"), { timeout: 20_000 }).toHaveLength(1);
		expect((await arrived(host, "out of it"))[0]?.sender).toBe(
			"news-bounces+someone=example.net@list.example.org",
		);
	});

	it("asks the policy's rules besides its own", async () => {
		const refused = await host.ask({
			verb: "sessions",
			system: null,
			sessions: [
				{
					from: "192.0.2.7",
					helo: "client.example.net",
					sender: "",
					recipients: ["news@list.example.org"],
					data: null,
				},
			],
		});
		const answer =
			refused.last?.type === "result" && refused.last.verb === "sessions" ? refused.last.answers[0] : null;
		expect(refused.last).toMatchObject({ type: "result" });
		const rcpt = answer?.live?.steps.find(({ phase }) => phase === "rcpt");
		expect(rcpt).toMatchObject({ code: 550, rule: "nullSenderPosting" });
	});

	it("says when its configuration no longer reads Listkeeper's, and gets it back with a copy kept", async () => {
		const file =
			Object.keys(host.snapshot()).find((one) => {
				const text = host.snapshot()[one] ?? "";
				return one !== host.live && text.includes("routers-lists.conf");
			}) ?? host.live;
		const text = fs.readFileSync(file, "latin1");
		fs.writeFileSync(file, text.replace(/^\.include LK_RELEASE\/exim\/routers-lists\.conf\n/m, ""), "latin1");
		const drifted = await host.status();
		expect(drifted.drift.map(({ path: where, kind }) => `${kind} ${where}`)).toEqual([
			`line-missing ${file}`,
		]);
		expect((await deploy(host, system)).code).toBe("drift");
		expect((await deploy(host, system, { replaceDrift: true })).outcome).toBe("live");
		expect(fs.readFileSync(file, "latin1")).toContain("LK_RELEASE/exim/routers-lists.conf");
		expect((await host.status()).drift).toEqual([]);
	});

	it("is handed back byte for byte, but for what its administrator has edited since", async () => {
		const [edited] = Object.keys(before).filter(
			(one) => !one.endsWith("mm_cfg.py") && one !== host.live && !one.endsWith("aliases"),
		);
		const own = edited ?? host.live;
		fs.appendFileSync(own, "# edited since\n");
		const mmCfg = path.join(host.root, "srv/com/mailman/Mailman/mm_cfg.py");
		fs.appendFileSync(mmCfg, "# edited since\n");
		const left = await run(host, "leave");
		expect(left.status, left.stderr).toBe(0);
		const after = host.snapshot();
		for (const one of [own, mmCfg]) {
			const ending = before[one]?.endsWith("\n") ? "# edited since\n" : "\n# edited since\n";
			expect(after[one]).toBe(`${before[one]}${after[one]?.endsWith(ending) ? ending : "# edited since\n"}`);
		}
		const others = (all: Record<string, string>) =>
			Object.fromEntries(
				Object.entries(all).filter(
					([one]) => one !== own && one !== mmCfg && !one.endsWith("config.autogenerated"),
				),
			);
		expect(others(after)).toEqual(others(before));
		expect(JSON.stringify(after)).not.toMatch(/LK_RELEASE|lk_mm_domains|01_listkeeper/);
		expect(fs.existsSync(path.join(host.state, "current"))).toBe(false);
		expect((await host.status()).exim.banner).not.toContain(" release ");
		const now = routes(host, howtos ? ["news@list.example.com"] : [postmaster(host)]);
		expect(now.said).not.toContain("undeliverable");
	});
});
