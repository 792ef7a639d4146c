"use server";

import { findHost } from "@/lib/hosts/data";
import { hostAction } from "@/lib/kernel/action";
import { changeRule } from "./mutations";
import { ruleForm } from "./schema";

/** Switches one rule, or changes its parameters. */
export const changeRuleAction = hostAction({
	action: "policy.change",
	permission: "settings.change",
	schema: ruleForm,
	change: async (access, form) => {
		const host = await findHost(access.hostId);
		const { before, after } = await changeRule(
			access.hostId,
			form,
			host?.status?.profile.exim ?? null,
			access.person.name,
		);
		const did = before.on === after.on ? "Saved" : after.on ? "Switched on" : "Switched off";
		return {
			message: `${did}. Live after the next deployment.`,
			audit: { subject: form.rule, before, after },
		};
	},
});
