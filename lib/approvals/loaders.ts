import "server-only";
import { type Access, requireAccess } from "@/lib/session/loaders";
import { may, whyNot } from "@/lib/session/permissions";
import { approvalsOf, type Proposal, releaseBefore, wantsFourEyes } from "./data";

/** How a proposal stands with the host's rule of four eyes. */
export type Standing = {
	/** Who approved exactly this. */
	approvals: readonly { name: string; at: number; you: boolean }[];
	/** Whether somebody else than who is looking did. */
	approved: boolean;
	/** Why one may not approve; null where one may. */
	mayNotApprove: string | null;
	/** Whether one may deploy without, in an emergency. */
	mayOverride: boolean;
};

/** How a proposal stands for whoever asks; null where the host has no such rule. */
export async function standingOf(
	{ hostId, person, role }: Access,
	proposal: Omit<Proposal, "hostId">,
): Promise<Standing | null> {
	if (!(await wantsFourEyes(hostId))) return null;
	const found = await approvalsOf({ hostId, ...proposal });
	const approvals = found.map(({ userId, ...one }) => ({ ...one, you: userId === person.id }));
	return {
		approvals,
		approved: approvals.some(({ you }) => !you),
		mayNotApprove: whyNot(role, "deployments.approve"),
		mayOverride: may(role, "deployments.override"),
	};
}

/** For the Changes page. */
export async function loadStanding(hostId: string, releaseId: string, baseId: string | null) {
	return standingOf(await requireAccess(hostId, "host.see"), { releaseId, baseId });
}

/** How going back to a kept release stands; `before` is the release that was live directly before. */
export type WayBack = Standing & { before: boolean };

/** How a way back stands for whoever asks; null where the host has no rule of four eyes. */
export async function wayBackOf(
	access: Access,
	{ releaseId, baseId }: { releaseId: string; baseId: string },
): Promise<WayBack | null> {
	const standing = await standingOf(access, { releaseId, baseId });
	return standing && { ...standing, before: (await releaseBefore(access.hostId, baseId)) === releaseId };
}

/** For the pages with releases that the host keeps: the ways back to them, by id; empty without the rule. */
export async function loadWaysBack(
	hostId: string,
	releaseIds: readonly string[],
	baseId: string | null,
): Promise<Readonly<Record<string, WayBack>>> {
	const access = await requireAccess(hostId, "host.see");
	if (baseId === null || !(await wantsFourEyes(hostId))) return {};
	const ways: Record<string, WayBack> = {};
	for (const releaseId of releaseIds) {
		const way = releaseId === baseId ? null : await wayBackOf(access, { releaseId, baseId });
		if (way) ways[releaseId] = way;
	}
	return ways;
}
