import "server-only";
import { markOf, readAttributions } from "@/lib/changes/data";
import { toldLook } from "@/lib/core/survey/told";
import type { MailSystemInput } from "@/lib/core/system/mail-system";
import { readDesired } from "@/lib/hosts/data";
import { db } from "@/lib/kernel/db";
import { sha256 } from "@/lib/kernel/sha256";
import type { Look } from "./offer";

/** The last look at a host; null where nobody has looked, or an older version kept what can't be read any more. */
export async function readLook(hostId: string): Promise<Look | null> {
	const row = await db.hostLook.findUnique({ where: { hostId } });
	if (!row) return null;
	const read = toldLook.safeParse({
		survey: JSON.parse(row.survey),
		proposal: row.proposal === null ? null : JSON.parse(row.proposal),
	});
	if (!read.success) return null;
	const mark = sha256(`${row.survey}\n${row.proposal}`);
	return { ...read.data, mark, at: row.at.getTime(), by: row.by };
}

/** Digits of a mark that are a number which a form can carry. */
const MARK_DIGITS = 12;

/** A host's desired settings with what an import is held against. */
export type Standing = {
	written: MailSystemInput;
	/** Another with every other text of the settings. */
	revision: number;
	/** Whether anybody has set anything since the host was added. */
	touched: boolean;
	by: string;
	at: Date;
};

export async function readStanding(hostId: string): Promise<Standing> {
	// One after the other: within a change they share one connection.
	const written = await readDesired(hostId);
	const sections = await db.setting.count({ where: { hostId, revision: { gt: 1 } } });
	const installations = await db.installation.count({ where: { hostId, revision: { gt: 1 } } });
	const latest = [...(await readAttributions(hostId)).values()].sort((a, b) => b.at - a.at)[0];
	return {
		written,
		revision: Number.parseInt(markOf(written).slice(0, MARK_DIGITS), 16),
		touched: written.domains.length > 0 || sections + installations > 0,
		by: latest?.by ?? "Somebody",
		at: new Date(latest?.at ?? 0),
	};
}
