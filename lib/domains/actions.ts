"use server";

import { readableDomain } from "@/lib/core/system/readable";
import { hostAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { requireDomain } from "@/lib/session/domain-limit";
import { whyNotDomain } from "@/lib/session/permissions";
import { presentDomains } from "./data";
import { addDomains, moveDomain, removeDomain, setAdministrator } from "./mutations";
import { addDomainsForm, administratorForm, moveDomainForm, removeDomainForm } from "./schema";

const counted = (n: number) => `${n.toLocaleString("en")} ${n === 1 ? "domain" : "domains"}`;

/** Adds one domain or a pasted list of them. What can't be added is answered line by line, as `names.LINE.NAME`. */
export const addDomainsAction = hostAction({
	action: "domains.add",
	permission: "domains.change",
	schema: addDomainsForm,
	change: async (access, { names, installation, leave }) => {
		const present = await presentDomains(
			access.hostId,
			names.flatMap((typed) => ("name" in typed ? [typed.name] : [])),
		);
		const good: string[] = [];
		const refused: Record<string, string> = {};
		for (const typed of names) {
			const on = "name" in typed ? present.get(typed.name) : undefined;
			if (!("name" in typed)) refused[`names.${typed.line}.${typed.typed}`] = typed.reason;
			else if (whyNotDomain(access, "domains.change", typed.name) !== null)
				refused[`names.${typed.line}.${typed.typed}`] =
					`${typed.typed} is not among the domains of your role.`;
			else if (on !== undefined)
				refused[`names.${typed.line}.${typed.typed}`] =
					`${typed.typed} is already here, on the installation ${on}.`;
			else good.push(typed.name);
		}
		const left = Object.values(refused);
		const [first] = left;
		if (first !== undefined && (leave !== "out" || good.length === 0))
			throw new Refused(
				names.length === 1
					? { names: first }
					: {
							names: `${left.length.toLocaleString("en")} of ${counted(names.length)} can't be added; nothing was saved.`,
							...refused,
						},
			);
		await addDomains(access.hostId, good, installation, access.person.name);
		const [only] = good;
		const what = good.length === 1 && only ? readableDomain(only) : counted(good.length);
		return {
			message: `${what} added to ${installation}${left.length ? `, ${left.length.toLocaleString("en")} left out` : ""}. Live after the next deployment.`,
			audit: { subject: what, after: { installation, domains: good } },
		};
	},
});

export const moveDomainAction = hostAction({
	action: "domains.move",
	permission: "domains.change",
	schema: moveDomainForm,
	change: async (access, { name, installation, revision }) => {
		requireDomain(access, "domains.change", name);
		const from = await moveDomain(access.hostId, name, installation, revision, access.person.name);
		return {
			message: `${readableDomain(name)} moves from ${from} to ${installation} with the next deployment.`,
			audit: { subject: name, before: { installation: from }, after: { installation } },
		};
	},
});

export const removeDomainAction = hostAction({
	action: "domains.remove",
	permission: "domains.change",
	schema: removeDomainForm,
	change: async (access, { name, revision }) => {
		requireDomain(access, "domains.change", name);
		const installation = await removeDomain(access.hostId, name, revision);
		return {
			message: `${readableDomain(name)} is removed with the next deployment.`,
			audit: { subject: name, before: { installation } },
			goTo: `/hosts/${access.hostId}/domains`,
		};
	},
});

export const saveAdministratorAction = hostAction({
	action: "administrator.change",
	permission: "settings.change",
	schema: administratorForm,
	change: async (access, { administrator, revision }) => {
		const before = await setAdministrator(access.hostId, administrator, revision, access.person.name);
		return {
			message: `Mail for the administrator goes to ${administrator} after the next deployment.`,
			audit: { subject: "administrator", before, after: administrator },
		};
	},
});
