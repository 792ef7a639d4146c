import { called, type DoctorCheck, finding, named, settingOf } from "../check";

/** A directory without `config.pck` is no list for Mailman, and none for Exim. */
export const missingConfig: DoctorCheck = {
	id: "missing-config",
	title: "Every directory in lists is a list",
	source: 'HOWTO, "Exim Router": require_files',
	look: ({ installations }) =>
		installations.flatMap((one) => {
			const without = (one.directories ?? []).filter((name) => !one.lists.includes(name));
			return without.length === 0
				? []
				: [
						finding(
							"advice",
							"missing-config",
							`In ${called(one)}, ${named(without)} ${without.length === 1 ? "has" : "have"} no config.pck: mail for ${without.length === 1 ? "it" : "them"} is refused as for a list that doesn't exist.`,
							`Restore config.pck from a backup (config.pck.last may be beside it), or move the directory out of ${one.prefix}/lists.`,
							{ setting: settingOf(one), said: without },
						),
					];
		}),
};
