import type { CanaryDelivery, CanaryRecord } from "./canary";
import { diagnoseLog } from "./diagnose";
import type { Staged } from "./place";
import type { Diagnosis } from "./types";

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

type Flaw = { code: string; what: string; setting: string | null };

/** What is wrong with what arrived; null when it is as expected. */
function flawOf({ recipient, expect }: CanaryDelivery, records: readonly CanaryRecord[]): Flaw | null {
	const [record, second] = records;
	if (record === undefined)
		return { code: "canary-lost", what: `Mail for ${recipient} did not arrive.`, setting: null };
	if (second !== undefined)
		return {
			code: "canary-twice",
			what: `Mail for ${recipient} arrived ${records.length} times.`,
			setting: null,
		};
	if (expect.kind === "sink") {
		if (record.kind === "sink" && record.sender === expect.sender) return null;
		const got =
			record.kind === "sink" ? `the sender ${record.sender || "<>"}` : "a wrapper as its destination";
		return {
			code: "canary-sender",
			what: `List mail would leave with ${got} instead of ${expect.sender}.`,
			setting: "verp.strategy",
		};
	}
	if (record.kind === "sink")
		return { code: "canary-astray", what: `Mail for ${recipient} left this host.`, setting: "domains" };
	if (record.installation !== expect.installation)
		return {
			code: "canary-installation",
			what: `Mail for ${recipient} reached the installation ${record.installation} instead of ${expect.installation}.`,
			setting: "domains",
		};
	if (record.command !== expect.command || record.list !== expect.list)
		return {
			code: "canary-command",
			what: `Mail for ${recipient} reached the wrapper as “${record.command} ${record.list}” instead of “${expect.command} ${expect.list}”.`,
			setting: "installations",
		};
	return null;
}

/**
 * Holds what the stand-ins recorded against what was expected.
 * In: the deliveries, all records, and, to say why something is missing, the lines of Exim's main and panic log and of
 * its stderr, with the files they were made with. Out: nothing when all is right; else one diagnosis for each cause,
 * with the first address it struck and how many more.
 */
export function judgeCanary(
	expected: readonly CanaryDelivery[],
	recorded: readonly CanaryRecord[],
	log: readonly string[],
	staged: Staged,
	eximConf: string,
): Diagnosis[] {
	const causes = new Map<string, { diagnosis: Diagnosis; count: number }>();
	for (const delivery of expected) {
		const records = recorded.filter((record) => same(record.recipient, delivery.recipient));
		const flaw = flawOf(delivery, records);
		if (!flaw) continue;
		const mentions = log.filter((line) => line.toLowerCase().includes(delivery.recipient.toLowerCase()));
		const cause =
			flaw.code === "canary-lost"
				? (diagnoseLog(mentions, staged, eximConf)[0] ?? diagnoseLog(log, staged, eximConf)[0])
				: undefined;
		const key = cause ? `${cause.code} ${cause.sentence}` : flaw.code;
		const before = causes.get(key);
		if (before) before.count++;
		else
			causes.set(key, {
				count: 1,
				diagnosis: {
					code: cause?.code ?? flaw.code,
					sentence: cause ? `${flaw.what} ${cause.sentence}` : flaw.what,
					remedy: cause?.remedy ?? "Look at what Exim logged below, correct it, then check again.",
					place: cause?.place ?? null,
					setting: cause?.setting ?? flaw.setting,
					said: mentions.length > 0 ? mentions : (cause?.said ?? log.slice(-5)),
				},
			});
	}
	return [...causes.values()].map(({ diagnosis, count }) =>
		count === 1
			? diagnosis
			: {
					...diagnosis,
					sentence: `${diagnosis.sentence} The same for ${count - 1} other ${count === 2 ? "address" : "addresses"}.`,
				},
	);
}
