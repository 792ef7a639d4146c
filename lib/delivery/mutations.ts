import "server-only";
import type { DeliveryTuning } from "@/lib/core/system/tuning";
import type { VerpSettings } from "@/lib/core/system/verp";
import { db } from "@/lib/kernel/db";
import { Conflict } from "@/lib/kernel/errors";
import { readDelivery } from "./data";
import { deliveryFields } from "./schema";

/** Somebody wrote one half between reading and writing; leaving the transaction takes back the other. */
class Overtaken extends Error {}

/** Writes both or neither. Out: what they were, or null where somebody has written either since `revision`. */
const written = (hostId: string, next: Record<string, unknown>, revision: number, by: string) =>
	db.$transaction(async (tx) => {
		const rows = await tx.setting.findMany({ where: { hostId, section: { in: Object.keys(next) } } });
		if (rows.reduce((sum, row) => sum + row.revision, 0) !== revision) return null;
		for (const row of rows) {
			const value = JSON.stringify(next[row.section]);
			// What didn't change keeps the name of who changed it last.
			if (value === row.value) continue;
			const { count } = await tx.setting.updateMany({
				where: { hostId, section: row.section, revision: row.revision },
				data: { value, revision: { increment: 1 }, updatedBy: by },
			});
			if (count !== 1) throw new Overtaken();
		}
		return Object.fromEntries(rows.map((row) => [row.section, JSON.parse(row.value) as unknown]));
	});

/**
 * Writes VERP and tuning, both or neither, if nobody has written either since `revision`. Out: what they were.
 * Throws Conflict with what stands now.
 */
export async function writeDelivery(
	hostId: string,
	next: { verp: VerpSettings; tuning: DeliveryTuning },
	revision: number,
	by: string,
) {
	const before = await written(hostId, next, revision, by).catch((error) => {
		if (error instanceof Overtaken) return null;
		throw error;
	});
	if (before) return before;
	const now = await readDelivery(hostId);
	throw new Conflict(
		deliveryFields({ ...now.verp, ...now.tuning }),
		now.revision,
		now.updatedBy,
		now.updatedAt,
	);
}
