"use server";

import { findHost } from "@/lib/hosts/data";
import { hostAction } from "@/lib/kernel/action";
import { changeRule } from "./mutations";
import { ruleById, ruleForm } from "./schema";

/** Switches one rule, or changes its parameters. */
export const changeRuleAction = hostAction({
	action: "policy.change",
	permission: "settings.change",
	schema: ruleForm,
	work: async (access, form) => {
		const host = await findHost(access.hostId);
		const { before, after } = await changeRule(
			access.hostId,
			form,
			host?.status?.profile.exim ?? null,
			access.person.name,
		);
		const switched = before.on === after.on ? "saved" : after.on ? "switched on" : "switched off";
		return {
			message: `“${ruleById(form.rule).title}” ${switched}. Live after the next deployment.`,
			audit: { subject: form.rule, before, after },
		};
	},
});
