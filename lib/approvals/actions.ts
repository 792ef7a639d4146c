"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { desiredRelease } from "@/lib/changes/loaders";
import { hostWithStatus } from "@/lib/hosts/loaders";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { addApproval } from "./mutations";

const id = z.string().regex(/^[0-9a-f]{64}$/, "This page is out of date. Reload it.");

/** Says that exactly what is shown may be deployed over exactly what is live. */
export const approveAction = hostAction({
	action: "deployments.approve",
	permission: "deployments.approve",
	schema: z.object({ reviewed: id, live: id.or(z.literal("")).transform((live) => live || null) }),
	prepare: async (access, { reviewed, live }) => {
		const { status } = await hostWithStatus(access);
		if (!status) throw Refused.form("The host has not answered yet, so nobody knows what would be deployed.");
		const desired = await desiredRelease(access.hostId, status.profile.target);
		// What would be deployed, or what the host keeps and could go back to.
		const known = desired?.release.id === reviewed || status.releases.some(({ id }) => id === reviewed);
		if (!known || (status.live?.id ?? null) !== live) {
			refresh();
			throw Refused.form(
				"Something changed since you opened this page. What you see now is what would be deployed: review it, then approve again.",
			);
		}
	},
	change: async (access, { reviewed, live }) => {
		await addApproval({ hostId: access.hostId, releaseId: reviewed, baseId: live }, access.person);
		return {
			message: "You approved exactly this release.",
			audit: { subject: reviewed.slice(0, 12), after: { release: reviewed, over: live } },
		};
	},
});
