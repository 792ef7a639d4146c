import { spawnSync } from "node:child_process";
import path from "node:path";
import { sendMessage } from "@/host/rehearsal/send";
import { caseDialogue } from "@/lib/core/checks/policy-sessions";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { labSamples } from "@/lib/core/policy/lab-samples";
import { type PolicySettings, policySettings, ruleList } from "@/lib/core/policy/registry";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { ListHost } from "./lib/list-host";
import { listSystem, postOf } from "./lib/mailman";
import { ratioInTurns, rounded } from "./lib/measure";

const RECIPIENTS = 1_000;
const INJECTIONS = 41;
const LAB_ROUNDS = 9;
const LAB_SESSIONS = 100;
const TUNING = { smtpMaxRcpts: RECIPIENTS, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 };
const hostProgram = path.resolve("dist/listkeeper.mjs");

/** Every rule as it stands on a real host, or none of them. */
const policyOf = (on: boolean): PolicySettings =>
	policySettings.parse(
		Object.fromEntries(
			ruleList().map((rule) => [rule.id, on ? { ...rule.example } : { ...rule.defaults, on: false }]),
		),
	);

/** A host whose Exim only queues, under a policy. */
async function makeHost(policy: PolicySettings): Promise<{ host: ListHost; system: MailSystem }> {
	const host = await ListHost.create();
	const system = { ...listSystem(host, { strategy: "off", interval: 1 }, TUNING), policy };
	await host.start(host.render(system), ["-odq"]);
	return { host, system };
}

/** Hands one post for a thousand members over, as Mailman does. Throws where a member was refused. */
async function inject(host: ListHost) {
	const sent = await sendMessage(host.route, {
		sender: "news-bounces@lists.example.com",
		recipients: Array.from({ length: RECIPIENTS }, (_, at) => `member-${at}@outside.example`),
		data: postOf(20_000),
	});
	if (!sent.accepted || sent.recipients.some((answer) => !answer.startsWith("2")))
		throw new Error(`Exim did not take the post: ${sent.lastAnswer}`);
	host.clear();
}

async function loopbackRatio(): Promise<number> {
	const [all, none] = [await makeHost(policyOf(true)), await makeHost(policyOf(false))];
	try {
		return await ratioInTurns(
			INJECTIONS,
			() => inject(all.host),
			() => inject(none.host),
			() => {},
		);
	} finally {
		await all.host.stop();
		await none.host.stop();
	}
}

/** The lab's program answering so many sessions, and `exim -bh` by hand for the same. */
async function labRatio(sessions: number): Promise<number> {
	const { host, system } = await makeHost(policySettings.parse({}));
	try {
		const configuration = host.render(system);
		const described = labSamples({ list: "news", domain: "lists.example.com", outside: "outside.example" });
		const asked = Array.from({ length: sessions }, (_, at) => described[at % described.length]).flatMap(
			(sample) => (sample ? [sample.session] : []),
		);
		const request = JSON.stringify({
			protocol: PROTOCOL,
			actor: "bench",
			verb: "sessions",
			system,
			sessions: asked,
		});
		const lab = async () => {
			const ran = spawnSync(process.execPath, [hostProgram, "--root", host.directory, "serve"], {
				input: request,
			});
			if (ran.status !== 0) throw new Error(`The lab did not answer: ${ran.stdout} ${ran.stderr}`);
		};
		const byHand = async () => {
			for (const session of asked) {
				const input = caseDialogue(
					{ name: "", ...session, data: session.data ?? "", expect: { phase: "data", code: 2 } },
					{},
				);
				const ran = host.bySession(configuration, session.from, input);
				if (!/^220 /m.test(ran)) throw new Error(`Exim did not answer: ${ran}`);
			}
		};
		return await ratioInTurns(LAB_ROUNDS, lab, byHand, () => {});
	} finally {
		await host.stop();
	}
}

/**
 * `loopback_ratio`: how many times as long Exim takes for a post to 1,000 members over loopback with every rule on as
 * with none.
 * `lab_ratio`: how many times as long the lab takes for 100 sessions as `exim -bh` by hand, one after another;
 * `lab_ratio_one`: the same for a single one, where the program's own start is most of it.
 */
export async function run() {
	return {
		loopback_ratio: rounded(await loopbackRatio(), 3),
		lab_ratio: rounded(await labRatio(LAB_SESSIONS), 2),
		lab_ratio_one: rounded(await labRatio(1), 2),
	};
}
