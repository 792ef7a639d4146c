"use server";

import { hostAction } from "@/lib/kernel/action";
import { onwards } from "@/lib/session/return-to";
import { addInstallation, changeInstallation, removeInstallation } from "./mutations";
import {
	addInstallationForm,
	editInstallationForm,
	installationFields,
	removeInstallationForm,
} from "./schema";

export const addInstallationAction = hostAction({
	action: "installations.add",
	permission: "settings.change",
	schema: addInstallationForm,
	change: async (access, { goTo, ...form }) => {
		await addInstallation(access.hostId, form, access.person.name);
		return {
			message: `${form.id} added. Live after the next deployment.`,
			audit: { subject: form.id, after: installationFields(form) },
			goTo: onwards(goTo, `/hosts/${access.hostId}/mailman`),
		};
	},
});

export const changeInstallationAction = hostAction({
	action: "installations.change",
	permission: "settings.change",
	schema: editInstallationForm,
	change: async (access, { revision, goTo, ...form }) => {
		const path = onwards(goTo, "");
		const before = await changeInstallation(access.hostId, form, revision, access.person.name);
		return {
			message: `${form.id} saved. Live after the next deployment.`,
			audit: { subject: form.id, before, after: installationFields(form) },
			...(path ? { goTo: path } : {}),
		};
	},
});

export const removeInstallationAction = hostAction({
	action: "installations.remove",
	permission: "settings.change",
	schema: removeInstallationForm,
	change: async (access, { id, revision }) => {
		const before = await removeInstallation(access.hostId, id, revision);
		return {
			message: `${id} is no longer managed after the next deployment. Its files stay on the host.`,
			audit: { subject: id, before },
			goTo: `/hosts/${access.hostId}/mailman`,
		};
	},
});
