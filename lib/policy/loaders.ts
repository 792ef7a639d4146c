import "server-only";
import { ruleList } from "@/lib/core/policy/registry";
import { PHASES, PLACES, type RuleLines } from "@/lib/core/policy/rule";
import { spareOf } from "@/lib/core/policy/spare";
import { withNames } from "@/lib/core/render/exim/names";
import { loadHost } from "@/lib/hosts/loaders";
import { whyNot } from "@/lib/session/permissions";
import { readPolicy } from "./data";
import { fieldsOf, needsOf, settingsOf, whyNotSwitch } from "./schema";

/** A rule's lines under the name of where they stand, as in the configuration. */
const shown = (lines: RuleLines): string[] =>
	PLACES.flatMap((place) => {
		const own = lines[place] ?? [];
		if (own.length === 0) return [];
		return place === "main" ? [...own] : [`§acl_check_${place}:`, ...own.map((line) => `  ${line}`)];
	});

/** For the policy page: each phase of the SMTP dialogue with its rules, in the order Exim meets them. */
export async function loadPolicy(hostId: string) {
	const { access, host } = await loadHost(hostId);
	const { policy, revision, unreadable } = await readPolicy(hostId);
	const exim = host.status?.profile.exim ?? null;
	const live = host.status?.live?.system.policy ?? null;
	const mayNot = whyNot(access.role, "settings.change");
	const cards = ruleList().map((rule) => {
		const settings = settingsOf(policy, rule.id);
		const { id, title, does, wanted, cost, falsePositives, source, phase, parameters } = rule;
		return {
			...{ id, title, does, wanted, cost, falsePositives, source, phase, parameters },
			on: settings.on,
			/** Off although a new host has it on. */
			missing: rule.defaults.on && !settings.on,
			fields: fieldsOf(settings),
			/** What the form sends back, to tell whether somebody changed this rule meanwhile. */
			seen: JSON.stringify(settings),
			/** The lines as they are, or would be, rendered. */
			lines: shown(rule.render({ ...settings, on: true }, spareOf(policy))).map((line) =>
				withNames(line, host.status?.profile.target.layout ?? "whole"),
			),
			needs: needsOf(rule, policy, exim),
			mayNotSwitch: mayNot ?? whyNotSwitch(rule, policy, exim),
			mayNot,
			/** Differs from the live release; false where nobody knows what is live. */
			changed: live !== null && JSON.stringify(settingsOf(live, rule.id)) !== JSON.stringify(settings),
		};
	});
	return {
		revision,
		unreadable,
		phases: PHASES.map((phase) => ({ phase, rules: cards.filter((card) => card.phase === phase) })),
		loopbackTrusted: policy.trustLoopback.on,
	};
}
export type PolicyPage = Awaited<ReturnType<typeof loadPolicy>>;
export type RuleCard = PolicyPage["phases"][number]["rules"][number];
