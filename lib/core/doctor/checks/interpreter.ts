import { called, type DoctorCheck, finding, settingOf } from "../check";

/** Every program of Mailman names its interpreter; an upgrade of the system may take it away. */
export const interpreter: DoctorCheck = {
	id: "interpreter",
	title: "Each installation's interpreter is there and reads its settings",
	source: "Mailman 2.1: each program names its interpreter",
	look: ({ installations }) =>
		installations.flatMap((one) => {
			if (!one.pythonThere)
				return [
					finding(
						"problem",
						"interpreter-gone",
						`The interpreter of ${called(one)}, ${one.python}, isn't there: no program of that Mailman can run.`,
						"Install it again, or name the installation's interpreter.",
						{ setting: settingOf(one) },
					),
				];
			return one.valuesError.length === 0
				? []
				: [
						finding(
							"problem",
							"settings-unreadable",
							`${one.python} can't read the settings of ${called(one)}.`,
							`Put right what it says of ${one.prefix}/Mailman/mm_cfg.py.`,
							{ setting: settingOf(one), said: one.valuesError },
						),
					];
		}),
};
