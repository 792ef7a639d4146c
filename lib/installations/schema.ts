import { z } from "zod";
import type { FoundInstallation } from "@/lib/core/host/profile";
import { domainName } from "@/lib/core/system/domain";
import { type MailmanInstallation, mailmanInstallation } from "@/lib/core/system/installation";

const { id, prefix, user, group, python, webHost } = mailmanInstallation.shape;

/** What the form of an installation holds; its own VERP settings are edited on the delivery page. */
export const installationForm = z.object({
	id,
	prefix,
	user,
	group,
	python,
	webHost,
	/** Empty: the first of its domains. */
	mailHost: z
		.string()
		.trim()
		.transform((typed) => typed || null)
		.pipe(domainName.nullable())
		.default(null),
});
export type InstallationForm = z.infer<typeof installationForm>;

const goTo = z.string().default("");
export const addInstallationForm = installationForm.extend({ goTo });
export const editInstallationForm = installationForm.extend({ revision: z.coerce.number().int(), goTo });
export const removeInstallationForm = z.object({ id: z.string(), revision: z.coerce.number().int() });

/** An installation as the form's fields hold it. */
export { nameFor } from "@/lib/core/system/installation";

export const installationFields = (
	installation: Omit<MailmanInstallation, "verp">,
): Record<keyof InstallationForm, string> => ({
	id: installation.id,
	prefix: installation.prefix,
	user: installation.user,
	group: installation.group,
	python: installation.python,
	webHost: installation.webHost,
	mailHost: installation.mailHost ?? "",
});

/** How a desired installation stands to the live release. */
export type InstallationStanding = "live" | "changed" | "new" | "unknown";

/**
 * In: an installation as desired, and the live release's installations, null where it isn't known what is live.
 */
export function installationStanding(
	desired: MailmanInstallation,
	live: readonly MailmanInstallation[] | null,
): InstallationStanding {
	if (live === null) return "unknown";
	const was = live.find((installation) => installation.id === desired.id);
	if (was === undefined) return "new";
	const alike = (Object.keys(mailmanInstallation.shape) as (keyof MailmanInstallation)[]).every(
		(key) => JSON.stringify(was[key]) === JSON.stringify(desired[key]),
	);
	return alike ? "live" : "changed";
}

/** What was found on the host and has no place in the desired state. */
export const unmanaged = (
	found: readonly FoundInstallation[],
	desired: readonly { prefix: string }[],
): FoundInstallation[] =>
	found.filter((installation) => !desired.some(({ prefix }) => prefix === installation.prefix));
