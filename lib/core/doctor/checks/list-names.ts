import { warnListNames } from "../../checks/list-names";
import type { DoctorCheck } from "../check";

/** What is worth a word, and what loses mail. */
const SHARED = "list-names-shared";

/** A list whose own name ends in a suffix can't be posted to. */
export const listNames: DoctorCheck = {
	id: "list-names",
	title: "Every list can be posted to by its name",
	source: "measured: a post to dev-admin goes to the administrators of dev",
	look: ({ system, installations }) =>
		system === null
			? []
			: warnListNames(
					system,
					Object.fromEntries(installations.flatMap((one) => (one.id === null ? [] : [[one.id, one.lists]]))),
				).map((diagnosis) => ({
					...diagnosis,
					severity: diagnosis.code === SHARED ? ("advice" as const) : ("problem" as const),
				})),
};
