import { called, type DoctorCheck, finding, settingOf } from "../check";

/** Without its runners Mailman takes posts and sends none. */
export const queueRunners: DoctorCheck = {
	id: "queue-runners",
	title: "Each installation's queue runners live",
	source: "Mailman 2.1, bin/mailmanctl: a runner that hit its restart limit doesn't come back on restart",
	look: ({ installations }) =>
		installations.flatMap((one) => {
			const control = `${one.prefix}/bin/mailmanctl`;
			if (!one.lock?.alive)
				return one.id === null
					? []
					: [
							finding(
								"problem",
								"mailman-down",
								`Mailman in ${called(one)} isn't running: posts are taken and wait in ${one.prefix}/qfiles.`,
								`Run \`${control} -s start\`.`,
								{ setting: settingOf(one) },
							),
						];
			return one.wholeRunners === null || one.runners >= one.wholeRunners
				? []
				: [
						finding(
							"problem",
							"runners-given-up",
							`Mailman in ${called(one)} runs ${one.runners} of its ${one.wholeRunners} queue runners; one that failed ten times isn't started again, nor by a restart.`,
							`Look at ${one.prefix}/logs/error for why, then run \`${control} stop\` and \`${control} start\`.`,
							{ setting: settingOf(one) },
						),
					];
		}),
};
