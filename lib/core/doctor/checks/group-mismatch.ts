import { called, type DoctorCheck, finding, settingOf } from "../check";

/** The wrapper's statuses (Mailman's src/common.h). */
const GROUP_MISMATCH = 2;
const NO_SUCH_LIST = 1;
const NAMELESS_GROUP = 8;

/** The wrapper takes mail only from the group it was built for; every post would bounce. */
export const groupMismatch: DoctorCheck = {
	id: "group-mismatch",
	title: "Each wrapper takes mail from its installation's user and group",
	source: 'HOWTO, "Possible Problems"; Mailman 2.1, src/common.c',
	look: ({ installations }) =>
		installations.flatMap((one) => {
			const { wrapper, user, group } = one;
			if (wrapper === null)
				return one.id === null
					? []
					: [
							finding(
								"unknown",
								"wrapper-not-asked",
								`The wrapper of ${called(one)} could not be called as ${user}:${group}.`,
								"Run `listkeeper doctor` as root, who can become that user.",
								{ setting: settingOf(one) },
							),
						];
			if (wrapper.status === NO_SUCH_LIST) return [];
			const expected = /as group\s+"([^"]+)"/.exec(wrapper.said.join(" "))?.[1];
			if (wrapper.status === GROUP_MISMATCH || wrapper.status === NAMELESS_GROUP)
				return [
					finding(
						"problem",
						"group-mismatch",
						`The wrapper of ${called(one)} was built for group ${expected ?? "another than this"}, and Exim would call it as ${user}:${group}: every post bounces.`,
						expected
							? `Set the installation's group to ${expected}.`
							: "Set the installation's group to the one that the wrapper names.",
						{ setting: settingOf(one), said: wrapper.said },
					),
				];
			return [
				finding(
					"problem",
					"wrapper-fails",
					`The wrapper of ${called(one)} answered a call with status ${wrapper.status ?? "none: it did not end"}.`,
					`Run \`${one.prefix}/mail/mailman post no-such-list < /dev/null\` as ${user}:${group} and put right what it says.`,
					{ setting: settingOf(one), said: wrapper.said },
				),
			];
		}),
};
