import fs from "node:fs";
import path from "node:path";
import { answerText } from "@/lib/core/checks/answer-text";
import { parseSession } from "@/lib/core/checks/parse-session";
import { caseDialogue } from "@/lib/core/checks/policy-sessions";
import {
	defaultPolicy,
	type PolicySettings,
	policySettings,
	RULES,
	type RuleId,
} from "@/lib/core/policy/registry";
import type { PolicyCase } from "@/lib/core/policy/rule";
import { liveEximFile } from "../../config";
import { freePort } from "../../rehearsal/ports";
import { Kit } from "../../testing/kit";
import { type TemporaryRoot, temporaryRoot } from "../../testing/temporary-root";
import { NameServer } from "./name-server";
import { play } from "./play";
import { type Scanner, startClamd, startSpamd } from "./scanners";
import { Tap } from "./tap";

export const LIST = "news";
export const DOMAIN = "lists.example.com";
export const OUTSIDE = "outside.example";
export const WORDS = { list: LIST, domain: DOMAIN, outside: OUTSIDE };

/** Test networks' addresses are nobody's; a client calls from the loopback address of the same number instead. */
export const caller = (address: string): string => address.replace(/^192\.0\.2\./, "127.0.2.");

/** An address as DNS lists have it, its parts turned round. */
const turned = (address: string) => address.split(".").reverse().join(".");
const listing = (client: string, zone: string, code: string) =>
	[client, caller(client)].map((address) => `${turned(address)}.${zone}.dnsl.example. A ${code}`);

/** What DNS knows in these tests. */
export const RECORDS = [
	`${OUTSIDE}. MX 10 mx.${OUTSIDE}.`,
	`mx.${OUTSIDE}. A 192.0.2.25`,
	"signs.example. MX 10 mx.outside.example.",
	"spf-fail.example. MX 10 mx.outside.example.",
	`spf-fail.example. TXT "v=spf1 ip4:192.0.2.40 -all"`,
	"spf-soft.example. MX 10 mx.outside.example.",
	'spf-soft.example. TXT "v=spf1 ~all"',
	...listing("192.0.2.66", "refuse", "127.0.0.2"),
	`${turned(caller("192.0.2.66"))}.refuse.dnsl.example. TXT "see the tests"`,
	...listing("192.0.2.67", "refuse", "127.255.255.254"),
	...listing("192.0.2.68", "mark", "127.0.0.3"),
];

/** What of the list host's policy a test brings up: rules that are on, each with its example unless told. */
export type Wanted = Partial<Record<RuleId, Readonly<Record<string, unknown>>>>;

type Parts = { clamd?: boolean; spamd?: boolean; records?: readonly string[] };

/** A list host with a real Exim, and what its policy asks: scanners, DNS, and a host that answers callouts. */
export class PolicyWorld {
	private constructor(
		readonly kit: Kit,
		private readonly directory: TemporaryRoot,
		readonly dns: NameServer,
		private readonly scanners: readonly Scanner[],
		/** Before each scanner and before the host that answers callouts. */
		readonly clamd: Tap,
		readonly spamd: Tap,
		readonly callouts: Tap,
		/** Whom callouts asked about. */
		readonly asked: readonly string[],
	) {}

	/** In: which scanners run; the others' taps lead nowhere. */
	static async create(parts: Parts = {}): Promise<PolicyWorld> {
		const directory = temporaryRoot();
		const asked: string[] = [];
		const place = (name: string) => {
			const made = path.join(directory.path, name);
			fs.mkdirSync(made, { mode: 0o755 });
			return made;
		};
		const none = { port: 1, stop: async () => {} };
		const clamd = parts.clamd ? await startClamd(place("clamd")) : none;
		const spamd = parts.spamd ? await startSpamd(place("spamd")) : none;
		const dns = await NameServer.start(
			place("dns"),
			[...RECORDS, ...(parts.records ?? [])],
			["broken.dnsl.example"],
		);
		const kit = await Kit.create({
			resolvConf: dns.resolvConf,
			refuse: (recipient) => {
				asked.push(recipient);
				if (recipient.startsWith("liar@")) return "550 No such user";
				return recipient.startsWith("busy@") ? "450 Ask again later" : null;
			},
		});
		const tap = async (target: number) => Tap.start(target, await freePort(["127.0.0.1"], []));
		return new PolicyWorld(
			kit,
			directory,
			dns,
			[clamd, spamd],
			await tap(clamd.port),
			await tap(spamd.port),
			await tap(kit.sink.port),
			asked,
		);
	}

	/** A policy of defaults with these rules on, its scanners where this world has them. */
	policy(wanted: Wanted): PolicySettings {
		const places: Wanted = {
			viruses: { scanner: `127.0.0.1 ${this.clamd.port}` },
			spam: { scanner: `127.0.0.1 ${this.spamd.port}` },
			exemptions: { hosts: [caller("192.0.2.20")] },
		};
		const on = Object.entries(wanted).map(([id, settings]) => [
			id,
			{ ...RULES[id as RuleId].example, ...places[id as RuleId], ...settings },
		]);
		return policySettings.parse({ ...defaultPolicy(), ...Object.fromEntries(on) });
	}

	/** Makes a policy the live one. In: `byDns` routes by DNS, so that senders' domains are really looked up. */
	async apply(wanted: Wanted, byDns = false): Promise<void> {
		await this.kit.apply(this.kit.system({ policy: this.policy(wanted) }), {
			sinkPort: byDns ? null : this.callouts.port,
			mailman: false,
		});
	}

	/** What a case's session is answered, step by step. */
	run(of: PolicyCase) {
		const from = caller(of.from);
		return play(
			{ from, host: from === "::1" ? "::1" : "127.0.0.1", port: this.kit.config.target.runtime?.port ?? 0 },
			caseDialogue(of, WORDS).replaceAll("192.0.2.", "127.0.2."),
		);
	}

	/**
	 * The same to an Exim that is told who calls, over its standard input: for what treats all of 127.0.0.0/8 as this
	 * host itself, as SPF's library does. Nothing is delivered.
	 */
	async tell(of: PolicyCase) {
		const input = caseDialogue(of, WORDS);
		const { stdout } = await this.kit.runExim(
			["-C", liveEximFile(this.kit.config), "-odq", "-oMa", of.from, "-bs"],
			input,
		);
		return parseSession(stdout, "", input);
	}

	/** The same as it is tried before a deployment: `exim -bh`, as from the address that would call. */
	async tryOut(of: PolicyCase) {
		const input = caseDialogue(of, WORDS).replaceAll("192.0.2.", "127.0.2.");
		const argv = ["-C", liveEximFile(this.kit.config), "-bh", caller(of.from)];
		const { stdout, stderr } = await this.kit.runExim(argv, input);
		return parseSession(stdout, stderr, input);
	}

	/** The answer that decides a case, as in `550 unknown user`; empty where there was none. */
	async answer(of: PolicyCase, told = false): Promise<string> {
		const { steps } = await (told ? this.tell(of) : this.run(of));
		const step =
			steps.findLast((one) => one.phase === of.expect.phase) ??
			steps.find((one) => one.code !== null && one.code >= 400);
		return step?.code == null ? "" : answerText(step);
	}

	async stop(): Promise<void> {
		await this.kit.stop();
		for (const tap of [this.clamd, this.spamd, this.callouts]) await tap.stop();
		for (const scanner of this.scanners) await scanner.stop();
		await this.dns.stop();
		this.directory.remove();
	}
}
