"use server";

import { z } from "zod";
import { revertSetting } from "@/lib/core/release/setting-path";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { loadMailSystem } from "@/lib/hosts/data";
import { hostWithStatus } from "@/lib/hosts/loaders";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import type { Access } from "@/lib/session/loaders";
import { replaceDesired } from "./mutations";

/** What is live on the host, which every discarded change goes back to. Throws Refused before the first release. */
async function liveSystem(access: Access): Promise<MailSystem> {
	const { status } = await hostWithStatus(access);
	if (status?.live) return status.live.system;
	throw Refused.form(
		"There is no live release to go back to yet. Change the settings on their own pages instead.",
	);
}

/** Takes one setting back to what is live. */
export const discardChangeAction = hostAction({
	action: "changes.discard",
	permission: "changes.discard",
	schema: z.object({ setting: z.string().min(1).max(300) }),
	prepare: liveSystem,
	change: async (access, { setting }, live) => {
		const desired = await loadMailSystem(access.hostId);
		if (!desired.success)
			throw Refused.form(
				`Put this right first, or discard all changes: ${desired.error.issues[0]?.message ?? ""}`,
			);
		const reversal = revertSetting(desired.data, live, setting);
		if (!reversal.ok) throw Refused.form(`This change can't be discarded alone. ${reversal.reason}`);
		await replaceDesired(access.hostId, reversal.system, access.person.name);
		return {
			message: "The change is discarded.",
			audit: { subject: setting, before: desired.data, after: reversal.system },
		};
	},
});

/** Takes all desired settings back to what is live. */
export const discardAllAction = hostAction({
	action: "changes.discard",
	permission: "changes.discard",
	schema: z.object({}),
	prepare: liveSystem,
	change: async (access, _, live) => {
		const desired = await loadMailSystem(access.hostId);
		await replaceDesired(access.hostId, live, access.person.name);
		return {
			message: "All changes are discarded.",
			audit: {
				subject: "all changes",
				before: desired.success ? desired.data : null,
				after: live,
			},
		};
	},
});
