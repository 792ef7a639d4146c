import { spawnSync } from "node:child_process";
import path from "node:path";
import { sendMessage } from "@/host/rehearsal/send";
import type { LabSession } from "@/lib/core/checks/lab";
import { caseDialogue } from "@/lib/core/checks/policy-sessions";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { labSamples } from "@/lib/core/policy/lab-samples";
import { type PolicySettings, policySettings, ruleList } from "@/lib/core/policy/registry";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { askForResult } from "@/lib/hosts/connection";
import { ListHost } from "./lib/list-host";
import { listSystem, postOf } from "./lib/mailman";
import { ratioInTurns, rounded } from "./lib/measure";

const RECIPIENTS = 1_000;
const INJECTIONS = 41;
const LAB_ROUNDS = 9;
const ONE_ROUNDS = 101;
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

/** A lab to ask, as the console asks it, and the same by hand. */
async function labRatios(): Promise<Record<string, number>> {
	const { host, system } = await makeHost(policySettings.parse({}));
	try {
		const configuration = host.render(system);
		const connection = { kind: "rehearsal", root: host.directory } as const;
		const described = labSamples({ list: "news", domain: "lists.example.com", outside: "outside.example" });
		const some = (count: number) =>
			Array.from({ length: count }, (_, at) => described[at % described.length]).flatMap((sample) =>
				sample ? [sample.session] : [],
			);
		const ask = async (sessions: readonly LabSession[]) => {
			const request = { verb: "sessions" as const, system, sessions: [...sessions] };
			const { answers } = await askForResult(connection, request, "bench");
			if (!answers.every(({ proposed }) => proposed?.steps[0]?.code === 220))
				throw new Error(`The lab did not answer: ${JSON.stringify(answers[0])}`);
		};
		const start = async (sessions: readonly LabSession[]) => {
			const request = { protocol: PROTOCOL, actor: "bench", verb: "sessions", system, sessions };
			const argv = [hostProgram, "--root", host.directory, "serve"];
			const ran = spawnSync(process.execPath, argv, { input: JSON.stringify(request) });
			if (ran.status !== 0) throw new Error(`The lab did not answer: ${ran.stdout} ${ran.stderr}`);
		};
		const byHand = async (sessions: readonly LabSession[]) => {
			for (const { data, ...session } of sessions) {
				const input = caseDialogue(
					{ name: "", ...session, data: data ?? "", expect: { phase: "data", code: 2 } },
					{},
				);
				const ran = host.bySession(configuration, session.from, input);
				if (!/^220 /m.test(ran)) throw new Error(`Exim did not answer: ${ran}`);
			}
		};
		const [one, hundred] = [some(1), some(LAB_SESSIONS)];
		const ratio = async (rounds: number, lab: typeof ask, sessions: readonly LabSession[]) =>
			rounded(
				await ratioInTurns(
					rounds,
					() => lab(sessions),
					() => byHand(sessions),
					() => {},
				),
				2,
			);
		return {
			lab_ratio: await ratio(ONE_ROUNDS, ask, one),
			lab_ratio_hundred: await ratio(LAB_ROUNDS, ask, hundred),
			lab_ratio_started: await ratio(LAB_ROUNDS, start, one),
		};
	} finally {
		await host.stop();
	}
}

/**
 * `loopback_ratio`: how many times as long Exim takes for a post to 1,000 members over loopback with every rule on as
 * with none.
 * `lab_ratio`: how many times as long the console waits for the host's answer to one session with settings that
 * aren't deployed, as `exim -bh` by hand takes for it with the same configuration written already;
 * `lab_ratio_hundred`: for a hundred, by hand one after another; `lab_ratio_started`: for one, where the host's program
 * has to be started first, as after half a minute without a question.
 */
export async function run() {
	return { loopback_ratio: rounded(await loopbackRatio(), 3), ...(await labRatios()) };
}
