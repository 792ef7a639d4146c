import { called, type DoctorCheck, finding, settingOf } from "../check";

/** A lock that a crash left: mailmanctl says so, exits with 0 and starts nothing. */
export const staleLock: DoctorCheck = {
	id: "stale-lock",
	title: "No master lock outlived its process",
	source: "Mailman 2.1, bin/mailmanctl: stale master qrunner lock",
	look: ({ installations }) =>
		installations.flatMap((one) =>
			one.lock === null || one.lock.alive
				? []
				: [
						finding(
							"problem",
							"stale-lock",
							`The master lock of ${called(one)} names process ${one.lock.pid}, which doesn't live: \`mailmanctl start\` would start nothing and exit with 0.`,
							`Run \`${one.prefix}/bin/mailmanctl -s start\`, which clears it.`,
							{ setting: settingOf(one) },
						),
					],
		),
};
