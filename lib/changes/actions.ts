"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { revertSetting } from "@/lib/core/release/setting-path";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { loadMailSystem } from "@/lib/hosts/data";
import { hostWithStatus } from "@/lib/hosts/loaders";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import type { Access } from "@/lib/session/loaders";
import { discardTo } from "./mutations";

/** The mark of the settings that the page showed. */
const seen = z.string().regex(/^[0-9a-f]{64}$/, "This page is out of date. Reload it.");

/** What is live on the host, which every discarded change goes back to. Throws Refused before the first release. */
async function liveSystem(access: Access): Promise<MailSystem> {
	const { status } = await hostWithStatus(access);
	if (status?.live) return status.live.system;
	throw Refused.form(
		"There is no live release to go back to yet. Change the settings on their own pages instead.",
	);
}

/** Takes settings back that were seen as they are; where they aren't, the page shows what they are now. */
async function discard({ hostId, person }: Access, to: MailSystem, seen: string): Promise<void> {
	await discardTo(hostId, to, seen, person.name).catch((error: unknown) => {
		refresh();
		throw error;
	});
}

/** Takes one setting back to what is live. */
export const discardChangeAction = hostAction({
	action: "changes.discard",
	permission: "changes.discard",
	schema: z.object({ setting: z.string().min(1).max(300), seen }),
	prepare: liveSystem,
	change: async (access, { setting, seen }, live) => {
		const desired = await loadMailSystem(access.hostId);
		if (!desired.success)
			throw Refused.form(
				`Put this right first, or discard all changes: ${desired.error.issues[0]?.message ?? ""}`,
			);
		const reversal = revertSetting(desired.data, live, setting);
		if (!reversal.ok) throw Refused.form(`This change can't be discarded alone. ${reversal.reason}`);
		await discard(access, reversal.system, seen);
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
	schema: z.object({ seen }),
	prepare: liveSystem,
	change: async (access, { seen }, live) => {
		const desired = await loadMailSystem(access.hostId);
		await discard(access, live, seen);
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
