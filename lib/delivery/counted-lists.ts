import "server-only";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { CountedList } from "@/lib/core/host/events";
import { askForResult } from "@/lib/hosts/connection";
import type { HostConnection } from "@/lib/hosts/schema";
import { HostFailed } from "@/lib/kernel/errors";

/** A host's lists, those with most members first, or why it doesn't count them. */
type Counting = { lists: CountedList[]; silent: Diagnosis | null };

/** A page that is shown again within so long doesn't have the host run a program a list again. */
const FRESH_MS = 60_000;
/** The host gives up by itself after a minute. */
const SILENCE_MS = 150_000;

const countings = new Map<string, { began: number; counting: Promise<Counting> }>();

async function count(connection: HostConnection, actor: string): Promise<Counting> {
	const { lists } = await askForResult(connection, { verb: "members" }, actor, { silenceMs: SILENCE_MS });
	const size = (one: CountedList) => one.count?.members ?? -1;
	return { lists: lists.toSorted((a, b) => size(b) - size(a)), silent: null };
}

/** What a host counts of its own lists, not older than a minute; a host that failed is asked again at once. */
export async function countedLists(
	hostId: string,
	connection: HostConnection,
	actor: string,
): Promise<Counting> {
	const known = countings.get(hostId);
	const fresh = known && Date.now() - known.began < FRESH_MS ? known.counting : count(connection, actor);
	if (fresh !== known?.counting) countings.set(hostId, { began: Date.now(), counting: fresh });
	try {
		return await fresh;
	} catch (error) {
		countings.delete(hostId);
		if (!(error instanceof HostFailed)) throw error;
		return { lists: [], silent: error.diagnosis };
	}
}
