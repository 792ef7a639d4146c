import { called, type DoctorCheck, finding, settingOf } from "../check";

/** Mailman's programs write as the owner of its files; another user can't. */
export const ownerDiffers: DoctorCheck = {
	id: "owner-differs",
	title: "Each installation's group is the one that owns its lists",
	source: 'HOWTO, "Main configuration settings": MM_UID and MM_GID',
	look: ({ installations }) =>
		installations
			.filter((one) => one.id !== null && one.directories !== null && one.owner.group !== one.group)
			.map((one) =>
				finding(
					"advice",
					"owner-differs",
					`The lists of ${called(one)} belong to ${one.owner.user}:${one.owner.group}, and its mail is delivered as ${one.user}:${one.group}.`,
					`Set the installation's group to ${one.owner.group}, or run bin/check_perms -f in ${one.prefix}.`,
					{ setting: settingOf(one) },
				),
			),
};
