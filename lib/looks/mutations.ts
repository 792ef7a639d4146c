import "server-only";
import { replaceDesired } from "@/lib/changes/mutations";
import type { ToldLook } from "@/lib/core/survey/told";
import { nameFor } from "@/lib/core/system/installation";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { unaudited } from "@/lib/kernel/db";
import { Conflict } from "@/lib/kernel/errors";
import { readStanding } from "./data";
import { settingsInBrief } from "./offer";

/** Keeps what was found on a host, in place of what was found before. */
export async function keepLook(hostId: string, { survey, proposal }: ToldLook, by: string): Promise<void> {
	const row = {
		survey: JSON.stringify(survey),
		proposal: proposal && JSON.stringify(proposal),
		at: new Date(),
		by,
	};
	await unaudited("what a host said of itself").hostLook.upsert({
		where: { hostId },
		create: { hostId, ...row },
		update: row,
	});
}

/**
 * A system whose installations have the names that those prefixes have in the console already: a name is what
 * everything else here knows an installation by. In: the installations that stand.
 */
export function keepNames(
	system: MailSystem,
	standing: readonly { id: string; prefix: string }[],
): MailSystem {
	const taken = new Set(standing.map(({ id }) => id));
	const names = new Map<string, string>();
	for (const { id, prefix } of system.installations) {
		const known = standing.find((one) => one.prefix === prefix)?.id;
		const name = known ?? (taken.has(id) ? nameFor(prefix, taken) : id);
		taken.add(name);
		names.set(id, name);
	}
	const named = (id: string) => names.get(id) ?? id;
	return {
		...system,
		installations: system.installations.map((one) => ({ ...one, id: named(one.id) })),
		domains: system.domains.map((one) => ({ ...one, installation: named(one.installation) })),
	};
}

/**
 * Replaces a host's desired settings by imported ones. Out: what they are now and were.
 * Throws Conflict where somebody changed them since `revision`.
 */
export async function importSystem(hostId: string, imported: MailSystem, revision: number, by: string) {
	const { written, ...standing } = await readStanding(hostId);
	if (standing.revision !== revision)
		throw new Conflict(
			{
				standing: settingsInBrief({
					domains: written.domains.length,
					installations: written.installations.length,
					administrator: String(written.administrator),
				}),
			},
			standing.revision,
			standing.by,
			standing.at,
		);
	const system = keepNames(imported, written.installations);
	await replaceDesired(hostId, system, by);
	return { before: written, after: system };
}
