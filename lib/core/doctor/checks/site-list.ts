import { called, type DoctorCheck, finding, settingOf } from "../check";

/** mailmanctl doesn't start without the list that its own mail comes from. */
export const siteList: DoctorCheck = {
	id: "site-list",
	title: "Each installation has its site list",
	source: "Mailman 2.1, bin/mailmanctl and MAILMAN_SITE_LIST",
	look: ({ installations }) =>
		installations.flatMap((one) => {
			const set = one.values?.MAILMAN_SITE_LIST;
			const list = typeof set === "string" ? set : "mailman";
			return one.directories === null || one.hidden || one.lists.includes(list)
				? []
				: [
						finding(
							"problem",
							"site-list",
							`${called(one)} has no list ${list}, which Mailman's own mail comes from: mailmanctl doesn't start without it.`,
							`Run \`${one.prefix}/bin/newlist ${list}\`.`,
							{ setting: settingOf(one) },
						),
					];
		}),
};
