import { called, type DoctorCheck, finding, settingOf } from "../check";

/** Exim's own user looks whether a list exists; where it can't, every post gets 421. */
export const listsUnreadable: DoctorCheck = {
	id: "lists-unreadable",
	title: "Exim's user can look into each lists directory",
	source: "measured: root's address tests pass and real mail gets 421",
	look: ({ installations }) =>
		installations.flatMap((one) => {
			if (one.directories === null)
				return [
					finding(
						"problem",
						"lists-missing",
						`${called(one)} has no lists directory.`,
						`Make ${one.prefix}/lists with bin/check_perms, or correct the prefix.`,
						{ setting: settingOf(one) },
					),
				];
			if (one.looked === null || one.looked.status === 0) return [];
			return [
				finding(
					"problem",
					"lists-unreadable",
					`Exim's user can't look into ${one.prefix}/lists: mail for its lists gets 421, although address tests by root pass.`,
					`Give the directory and those above it r and x for Exim's user, for instance \`chmod o+rx ${one.prefix}/lists\`.`,
					{ setting: settingOf(one), said: one.looked.said },
				),
			];
		}),
};
