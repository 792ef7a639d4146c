import "server-only";
import { defaultPolicy, policySettings, RULES } from "@/lib/core/policy/registry";
import { readSection } from "@/lib/hosts/data";

/**
 * A host's desired policy. A rule that was added since it was kept has its default; one that can't be read any more
 * is given its default, and named in `unreadable`.
 */
export async function readPolicy(hostId: string) {
	const { value, ...row } = await readSection(hostId, "policy");
	const kept = (typeof value === "object" ? value : null) ?? {};
	const policy: Record<string, unknown> = { ...defaultPolicy() };
	const unreadable: string[] = [];
	for (const [id, rule] of Object.entries(RULES)) {
		if (!(id in kept)) continue;
		const parsed = rule.settings.safeParse((kept as Record<string, unknown>)[id]);
		if (parsed.success) policy[id] = parsed.data;
		else unreadable.push(rule.title);
	}
	return { ...row, policy: policySettings.parse(policy), unreadable };
}
