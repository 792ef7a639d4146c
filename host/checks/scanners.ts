import { type AnyRule, ruleList } from "@/lib/core/policy/registry";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { abreast } from "../abreast";
import { type Host, sayDiagnosis } from "../context";
import { diagnosisOf } from "../errors";

/** On this machine somebody answers at once. */
const LIMIT_MS = 1_000;

type Scanning = { on: boolean; scanner?: unknown; whenUnknown?: unknown };

/** Whether something listens at a socket's path, or at an address and a port. */
function listens(host: Host, scanner: string): Promise<boolean> {
	const [, address, port] = /^(\S+) (\d+)$/.exec(scanner) ?? [];
	const tcp = address !== undefined && port !== undefined;
	return host.system.listens(tcp ? { host: address, port: Number(port) } : { path: scanner }, LIMIT_MS);
}

/** The service that a rule has scan for it; null for a rule that has none. */
const scannerOf = (rule: AnyRule): string | null =>
	rule.requires.flatMap((one) => (one.kind === "service" && one.name !== "dns" ? [one.name] : []))[0] ?? null;

/**
 * Tells of scanners that don't answer now, and what becomes of mail until they do. No deployment waits for them: their
 * being away must not keep a change from going live, but nobody should learn of it from the mail that is put off.
 */
export async function warnScanners(host: Host, system: MailSystem): Promise<void> {
	const asked = ruleList().flatMap((rule) => {
		const name = scannerOf(rule);
		const { on, scanner, whenUnknown }: Scanning = system.policy[rule.id];
		return on && name !== null && typeof scanner === "string" ? [{ rule, name, scanner, whenUnknown }] : [];
	});
	const there = await abreast(asked, ({ scanner }) => listens(host, scanner));
	for (const { rule, name, scanner, whenUnknown } of asked.filter((_, at) => !there[at])) {
		const meanwhile =
			whenUnknown === "defer" ? "all mail from outside is put off (451)" : "mail is let through unscanned";
		sayDiagnosis(
			host,
			"check",
			diagnosisOf(
				"scanner-away",
				`“${rule.title}”: ${name} does not answer at ${scanner}. Until it does, ${meanwhile}.`,
				`Start ${name}, or correct where it listens.`,
				{ setting: `policy.${rule.id}.scanner` },
			),
		);
	}
}
