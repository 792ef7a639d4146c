import "server-only";
import type { HostProfile } from "@/lib/core/host/profile";
import { policySettings, type RuleId } from "@/lib/core/policy/registry";
import { writeSection } from "@/lib/hosts/mutations";
import { Conflict, Refused } from "@/lib/kernel/errors";
import { readPolicy } from "./data";
import { fieldsOf, type RuleSettings, ruleById, settingsOf, whyNotSwitch } from "./schema";

type RuleChange = { rule: RuleId; revision: number; seen: string; change: Readonly<Record<string, unknown>> };

/**
 * Changes one rule. Rules are independent, so only an edit of this rule since the form was made is a conflict.
 * In: what the host says of its Exim, null where it hasn't. Out: the rule's settings before and after.
 * Throws Refused where its schema or another rule stands against it, Conflict where somebody changed it first.
 */
export async function changeRule(
	hostId: string,
	{ rule: id, revision, seen, change }: RuleChange,
	exim: HostProfile["exim"],
	by: string,
): Promise<{ before: RuleSettings; after: RuleSettings }> {
	const { policy, ...row } = await readPolicy(hostId);
	const before = settingsOf(policy, id);
	if (row.revision !== revision && JSON.stringify(before) !== seen)
		throw new Conflict(fieldsOf(before), row.revision, row.updatedBy, row.updatedAt);
	const rule = ruleById(id);
	if (change.on !== undefined && change.on !== before.on) {
		const reason = whyNotSwitch(rule, policy, exim);
		if (reason) throw new Refused({ on: reason });
	}
	const settings = rule.settings.safeParse({ ...before, ...change });
	if (!settings.success)
		throw new Refused(
			Object.fromEntries(settings.error.issues.map((issue) => [issue.path.join("."), issue.message])),
		);
	const after: RuleSettings = settings.data;
	const next = policySettings.parse({ ...policy, [id]: after });
	try {
		await writeSection(hostId, "policy", next, row.revision, by, () => fieldsOf(before));
	} catch (error) {
		// Somebody wrote between reading and writing; whether it was this rule, reading again will show.
		if (error instanceof Conflict) return changeRule(hostId, { rule: id, revision, seen, change }, exim, by);
		throw error;
	}
	return { before, after };
}
