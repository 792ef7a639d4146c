import "server-only";
import type { Audited } from "@/lib/kernel/audit";
import { HostFailed } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/kernel/request-audit";
import type { Access } from "@/lib/session/loaders";

/**
 * Has a host do something that the console's database knows nothing of: one row of the audit says so before, and one
 * says what came of it, so that a crash in between leaves the first.
 * In: the first row and the second, which what came of it is added to; what is done; what is kept of its answer.
 * Throws what the work throws.
 */
export async function toldBefore<T>(
	{ hostId, person }: Access,
	before: Audited & { action: string },
	after: { action: string },
	work: () => Promise<T>,
	told: (answer: T) => Record<string, unknown>,
): Promise<T> {
	const row = (of: Audited & { action: string }) => recordAudit({ ...of, actor: person, hostId });
	const end = (came: Record<string, unknown>) => row({ ...after, subject: before.subject, after: came });
	await row(before);
	try {
		const answer = await work();
		await end(told(answer));
		return answer;
	} catch (error) {
		await end({
			failed: error instanceof HostFailed ? error.diagnosis.sentence : "The console failed at it.",
		});
		throw error;
	}
}
