import "server-only";
import { addedProblems } from "@/lib/core/system/problems";
import { readDesired } from "@/lib/hosts/data";
import { orTaken, writeSection } from "@/lib/hosts/mutations";
import { db, writing } from "@/lib/kernel/db";
import { Conflict, Refused } from "@/lib/kernel/errors";
import { type DomainRow, findDomain } from "./data";
import { mailHostSentence } from "./schema";

async function installationRow(hostId: string, slug: string) {
	const row = await db.installation.findUnique({
		where: { hostId_slug: { hostId, slug } },
		select: { id: true },
	});
	if (!row)
		throw new Refused({ installation: `The installation ${slug} is no longer here. Choose another one.` });
	return row.id;
}

/**
 * Adds domains that the host doesn't have yet to an installation.
 * In: names as A-labels, each once. Throws Refused where the whole would no longer be valid.
 */
export async function addDomains(
	hostId: string,
	names: readonly string[],
	installation: string,
	by: string,
): Promise<void> {
	const installationId = await installationRow(hostId, installation);
	const desired = await readDesired(hostId);
	const added = names.map((name) => ({ name, installation }));
	const [problem] = addedProblems(desired, { ...desired, domains: [...desired.domains, ...added] });
	if (problem) throw new Refused({ names: problem.message });
	await orTaken(
		writing().domain.createMany({
			data: names.map((name) => ({ hostId, name, installationId, updatedBy: by })),
		}),
		"names",
		"Somebody has just added one of these. Look at the table and send the rest again.",
	);
}

/**
 * Sets where the mail for the Mailman administrator goes. Out: where it went.
 * Throws Refused where it would go round, Conflict where somebody changed it since `revision`.
 */
export async function setAdministrator(hostId: string, administrator: string, revision: number, by: string) {
	const desired = await readDesired(hostId);
	const [problem] = addedProblems(desired, { ...desired, administrator });
	if (problem) throw new Refused({ administrator: problem.message });
	await writeSection(hostId, "administrator", administrator, revision, by, (theirs) => ({
		administrator: String(theirs),
	}));
	return desired.administrator;
}

const goneSentence = (name: string) =>
	`${name} is no longer here: somebody removed it. Add it again if you need it.`;

/**
 * What a domain's going brings up, in one sentence; null for nothing. The rule about the mail host speaks to who
 * edits the installation; here it is the domain that one wants to take away from it.
 */
function problemOfGoing(row: DomainRow, before: unknown, after: unknown): string | null {
	const [problem] = addedProblems(before, after);
	if (problem?.path.endsWith(".mailHost")) return mailHostSentence(row.installation);
	return problem?.message ?? null;
}

/** Somebody else changed the domain since `revision`, or removed it. */
async function overtaken(hostId: string, name: string): Promise<never> {
	const row = await findDomain(hostId, name);
	if (!row) throw Refused.form(goneSentence(name));
	throw new Conflict({ installation: row.installation }, row.revision, row.updatedBy, row.updatedAt);
}

/**
 * Moves a domain's lists to another installation. Out: the one it was on.
 * Throws Refused where the whole would no longer be valid, Conflict where somebody changed it since `revision`.
 */
export async function moveDomain(
	hostId: string,
	name: string,
	to: string,
	revision: number,
	by: string,
): Promise<string> {
	const installationId = await installationRow(hostId, to);
	const row = await findDomain(hostId, name);
	if (row?.revision !== revision) return overtaken(hostId, name);
	const desired = await readDesired(hostId);
	const domains = desired.domains.map((domain) =>
		domain.name === name ? { name, installation: to } : domain,
	);
	const problem = problemOfGoing(row, desired, { ...desired, domains });
	if (problem) throw new Refused({ installation: problem });
	const { count } = await writing().domain.updateMany({
		where: { hostId, name, revision },
		data: { installationId, revision: { increment: 1 }, updatedBy: by },
	});
	return count === 1 ? row.installation : overtaken(hostId, name);
}

/**
 * Takes a domain from the desired state. Out: the installation it was on.
 * Throws Refused where the whole would no longer be valid, Conflict where somebody changed it since `revision`.
 */
export async function removeDomain(hostId: string, name: string, revision: number): Promise<string> {
	const row = await findDomain(hostId, name);
	if (row?.revision !== revision) return overtaken(hostId, name);
	const desired = await readDesired(hostId);
	const domains = desired.domains.filter((domain) => domain.name !== name);
	const problem = problemOfGoing(row, desired, { ...desired, domains });
	if (problem) throw Refused.form(problem);
	const { count } = await writing().domain.deleteMany({ where: { hostId, name, revision } });
	return count === 1 ? row.installation : overtaken(hostId, name);
}
