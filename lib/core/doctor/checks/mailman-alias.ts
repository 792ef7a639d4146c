import { ALIASES } from "../../checks/names";
import { type DoctorCheck, finding, named, sentOn } from "../check";

/** People write to these, and Mailman's own notices come back to them. */
export const mailmanAlias: DoctorCheck = {
	id: "mailman-alias",
	title: "mailman, mailman-admin and postmaster reach the administrator in every list domain",
	source: 'HOWTO, "Exim configuration": aliases; RFC 5321, 4.5.1',
	look: ({ tested }) => {
		const answered = tested.filter(
			(one) => ["routed", "undeliverable", "discarded"].includes(one.verdict.outcome) && !sentOn(one),
		);
		const lost = answered.filter(
			({ test, ok }) => !ok && ALIASES.some((alias) => test.address.toLowerCase().startsWith(`${alias}@`)),
		);
		return lost.length === 0
			? []
			: [
					finding(
						"problem",
						"mailman-alias",
						`Mail for ${named(lost.map(({ test }) => test.address))} doesn't reach the administrator.`,
						"Set the administrator's address to one that takes mail, then deploy.",
						{ setting: "administrator", said: lost.flatMap(({ verdict }) => verdict.lines).slice(0, 20) },
					),
				];
	},
};
