import "server-only";
import { addedProblems } from "@/lib/core/system/problems";
import type { VerpSettings } from "@/lib/core/system/verp";
import { readDesired } from "@/lib/hosts/data";
import { orTaken } from "@/lib/hosts/mutations";
import { db, writing } from "@/lib/kernel/db";
import { Conflict, Refused } from "@/lib/kernel/errors";
import { findInstallation } from "./data";
import { type InstallationForm, installationFields } from "./schema";

type Desired = Awaited<ReturnType<typeof readDesired>>;

/** Throws Refused, beside the fields, for what a change of the installations brings up. */
function insist(before: Desired, after: Desired) {
	const errors: Record<string, string> = {};
	for (const { path, message } of addedProblems(before, after)) {
		const field = /^installations\.\d+\.(\w+)/.exec(path)?.[1] ?? "";
		errors[field] ??= message;
	}
	if (Object.keys(errors).length > 0) throw new Refused(errors);
}

const columnsOf = ({ id, ...rest }: InstallationForm) => ({ slug: id, ...rest });
const TAKEN = "Another installation has just taken this name or this prefix. Look at the list again.";

/** Adds an installation. Throws Refused where the whole would no longer be valid. */
export async function addInstallation(hostId: string, form: InstallationForm, by: string): Promise<void> {
	const desired = await readDesired(hostId);
	insist(desired, { ...desired, installations: [...desired.installations, form] });
	await orTaken(
		writing().installation.create({ data: { hostId, ...columnsOf(form), updatedBy: by } }),
		"id",
		TAKEN,
	);
}

/** Somebody else changed the installation since `revision`, or removed it. */
async function overtaken(hostId: string, id: string): Promise<never> {
	const row = await findInstallation(hostId, id);
	if (!row)
		throw Refused.form(
			`The installation ${id} is no longer here: somebody removed it. Add it again if you need it.`,
		);
	throw new Conflict(installationFields(row), row.revision, row.updatedBy, row.updatedAt);
}

/**
 * Changes an installation; its name stays. Out: what it was.
 * Throws Refused where the whole would no longer be valid, Conflict where somebody changed it since `revision`.
 */
export async function changeInstallation(
	hostId: string,
	form: InstallationForm,
	revision: number,
	by: string,
) {
	const row = await findInstallation(hostId, form.id);
	if (row?.revision !== revision) return overtaken(hostId, form.id);
	const desired = await readDesired(hostId);
	insist(desired, {
		...desired,
		installations: desired.installations.map((one) => (one.id === form.id ? { ...one, ...form } : one)),
	});
	const { count } = await orTaken(
		writing().installation.updateMany({
			where: { hostId, slug: form.id, revision },
			data: { ...columnsOf(form), revision: { increment: 1 }, updatedBy: by },
		}),
		"prefix",
		TAKEN,
	);
	return count === 1 ? installationFields(row) : overtaken(hostId, form.id);
}

/**
 * Takes an installation from the desired state. Out: what it was.
 * Throws Refused while domains are on it, Conflict where somebody changed it since `revision`.
 */
export async function removeInstallation(hostId: string, id: string, revision: number) {
	const row = await findInstallation(hostId, id);
	if (row?.revision !== revision) return overtaken(hostId, id);
	const { count } = await writing().installation.deleteMany({
		where: { hostId, slug: id, revision, domains: { none: {} } },
	});
	if (count === 1) return installationFields(row);
	const domains = await db.domain.count({ where: { hostId, installation: { slug: id } } });
	if (domains === 0) return overtaken(hostId, id);
	throw Refused.form(
		`${id} has ${domains.toLocaleString("en")} ${domains === 1 ? "domain" : "domains"}. Move or remove ${domains === 1 ? "it" : "them"} first.`,
	);
}

/**
 * Gives an installation VERP settings of its own, or with null the host's.
 * Throws Conflict, with `asFields` of theirs, where somebody changed the installation since `revision`.
 */
export async function writeVerp(
	hostId: string,
	id: string,
	verp: VerpSettings | null,
	revision: number,
	by: string,
	asFields: (verp: VerpSettings | null) => Readonly<Record<string, string>>,
): Promise<VerpSettings | null> {
	const row = await findInstallation(hostId, id);
	const { count } = await writing().installation.updateMany({
		where: { hostId, slug: id, revision },
		data: { verp: verp && JSON.stringify(verp), revision: { increment: 1 }, updatedBy: by },
	});
	if (row && count === 1) return row.verp;
	const now = await findInstallation(hostId, id);
	if (!now) return overtaken(hostId, id);
	throw new Conflict(asFields(now.verp), now.revision, now.updatedBy, now.updatedAt);
}
