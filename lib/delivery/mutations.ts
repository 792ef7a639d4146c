import "server-only";
import { crowdingReason } from "@/lib/core/system/queueing";
import type { DeliveryTuning } from "@/lib/core/system/tuning";
import type { VerpSettings } from "@/lib/core/system/verp";
import { writing } from "@/lib/kernel/db";
import { Conflict, Refused } from "@/lib/kernel/errors";
import { readDelivery } from "./data";
import { deliveryFields } from "./schema";

/**
 * Writes VERP and tuning, both or neither, if nobody has written either since `revision`. Out: what they were.
 * Throws Conflict with what stands now, and Refused where Mailman's connections would keep everybody else out.
 */
export async function writeDelivery(
	hostId: string,
	next: { verp: VerpSettings; tuning: DeliveryTuning },
	revision: number,
	by: string,
) {
	const crowding = crowdingReason(
		next.tuning,
		Math.max(1, await writing().installation.count({ where: { hostId } })),
	);
	if (crowding) throw new Refused({ acceptMax: crowding });
	const written: Readonly<Record<string, unknown>> = next;
	const rows = await writing().setting.findMany({ where: { hostId, section: { in: Object.keys(next) } } });
	if (rows.reduce((sum, row) => sum + row.revision, 0) !== revision) return overtaken(hostId);
	for (const row of rows) {
		const value = JSON.stringify(written[row.section]);
		// What didn't change keeps the name of who changed it last.
		if (value === row.value) continue;
		const { count } = await writing().setting.updateMany({
			where: { hostId, section: row.section, revision: row.revision },
			data: { value, revision: { increment: 1 }, updatedBy: by },
		});
		// Throwing takes back the other half, too.
		if (count !== 1) return overtaken(hostId);
	}
	return Object.fromEntries(rows.map((row) => [row.section, JSON.parse(row.value) as unknown]));
}

async function overtaken(hostId: string): Promise<never> {
	const now = await readDelivery(hostId);
	throw new Conflict(
		deliveryFields({ ...now.verp, ...now.tuning }),
		now.revision,
		now.updatedBy,
		now.updatedAt,
	);
}
