"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { revertSetting } from "@/lib/core/release/setting-path";
import { loadMailSystem } from "@/lib/hosts/data";
import { hostWithStatus } from "@/lib/hosts/loaders";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { replaceDesired } from "./mutations";

const NOTHING_LIVE =
	"There is no live release to go back to yet. Change the settings on their own pages instead.";

/** Takes desired settings back to what is live: one, or all where the form names none. */
export const discardAction = hostAction({
	action: "changes.discard",
	permission: "changes.discard",
	schema: z.object({ setting: z.string().max(300).optional() }),
	work: async (access, { setting }) => {
		const { status } = await hostWithStatus(access);
		const live = status?.live?.system;
		if (!live) throw Refused.form(NOTHING_LIVE);
		const desired = await loadMailSystem(access.hostId);
		let next = live;
		if (setting !== undefined && setting !== "") {
			if (!desired.success)
				throw Refused.form(
					`Put this right first, or discard all changes: ${desired.error.issues[0]?.message ?? ""}`,
				);
			const reversal = revertSetting(desired.data, live, setting);
			if (!reversal.ok) throw Refused.form(`This change can't be discarded alone. ${reversal.reason}`);
			next = reversal.system;
		}
		await replaceDesired(access.hostId, next, access.person.name);
		revalidatePath(`/hosts/${access.hostId}`, "layout");
		return {
			message: setting ? "The change is discarded." : "All changes are discarded.",
			audit: {
				subject: setting ?? "all changes",
				before: desired.success ? desired.data : null,
				after: next,
			},
		};
	},
});
