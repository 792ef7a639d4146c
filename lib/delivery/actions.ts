"use server";

import { writeVerp } from "@/lib/installations/mutations";
import { hostAction } from "@/lib/kernel/action";
import { onwards } from "@/lib/session/return-to";
import { noteOnwards } from "@/lib/setup/mutations";
import { writeDelivery } from "./mutations";
import { deliveryForm, overrideFields, overrideForm } from "./schema";

const LATER = "Live after the next deployment.";

export const saveDeliveryAction = hostAction({
	action: "delivery.change",
	permission: "settings.change",
	schema: deliveryForm,
	change: async ({ hostId, person }, { verp, tuning, revision, goTo }) => {
		const before = await writeDelivery(hostId, { verp, tuning }, revision, person.name);
		const path = onwards(goTo, "");
		await noteOnwards(hostId, "delivery", path, "policy", person.name);
		return {
			message: `Delivery saved. ${LATER}`,
			audit: { subject: "delivery", before, after: { verp, tuning } },
			...(path ? { goTo: path } : {}),
		};
	},
});

export const saveOverrideAction = hostAction({
	action: "delivery.override",
	permission: "settings.change",
	schema: overrideForm,
	change: async (access, { id, verp, revision }) => {
		const { hostId, person } = access;
		const before = await writeVerp(hostId, id, verp, revision, person.name, overrideFields);
		return {
			message: verp
				? `${id} has VERP settings of its own. ${LATER}`
				: `${id} follows the host's VERP settings. ${LATER}`,
			audit: { subject: id, before, after: verp },
		};
	},
});
