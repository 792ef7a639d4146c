import "server-only";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { keptTuning } from "@/lib/core/system/tuning";
import { verpSettings } from "@/lib/core/system/verp";
import { readSection } from "@/lib/hosts/data";

/**
 * A host's desired VERP and tuning, with one revision of both: it rises with each change of either, so it is the sum
 * of theirs. What can't be read any more (an older version kept it) is given as a new host has it, and says so.
 */
export async function readDelivery(hostId: string) {
	// One after the other: within a change they share one connection.
	const verp = await readSection(hostId, "verp");
	const tuning = await readSection(hostId, "tuning");
	const parsed = { verp: verpSettings.safeParse(verp.value), tuning: keptTuning.safeParse(tuning.value) };
	const fresh = newMailSystem("");
	const last = verp.updatedAt > tuning.updatedAt ? verp : tuning;
	return {
		verp: parsed.verp.data ?? fresh.verp,
		tuning: parsed.tuning.data ?? fresh.tuning,
		unreadable: (parsed.verp.error ?? parsed.tuning.error)?.issues[0]?.message ?? null,
		revision: verp.revision + tuning.revision,
		updatedAt: last.updatedAt,
		updatedBy: last.updatedBy,
	};
}
