import { type DoctorCheck, finding } from "../check";

/** Exim's own condition spares lists; one that was replaced may not. */
const SPARES_LISTS = /precedence|list|bulk|auto-submitted/i;

/** A warning that a message is late goes to its envelope sender: a list's bounce address. */
export const delayWarnings: DoctorCheck = {
	id: "delay-warnings",
	title: "Warnings of delay aren't sent to lists",
	source: 'HOWTO, "Possible Problems"; Exim\'s delay_warning_condition',
	look: ({ options }) => {
		const after = options.delay_warning;
		const condition = options.delay_warning_condition;
		if (after === undefined || after === "" || condition === undefined) return [];
		return SPARES_LISTS.test(condition)
			? []
			: [
					finding(
						"problem",
						"delay-warnings",
						`Exim warns the sender of each message that is late by ${after}, list mail included: Mailman takes every warning for a bounce.`,
						"Set delay_warning_condition to Exim's default, which spares mail with a Precedence of list, bulk or junk, or delay_warning to nothing.",
						{ said: [`delay_warning_condition = ${condition}`] },
					),
				];
	},
};
