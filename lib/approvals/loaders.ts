import "server-only";
import { type Access, requireAccess } from "@/lib/session/loaders";
import { may, whyNot } from "@/lib/session/permissions";
import { approvalsOf, type Proposal, wantsFourEyes } from "./data";

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
