import "server-only";
import type { Diagnosis } from "@/lib/core/checks/types";
import type { HostStatus } from "@/lib/core/host/events";
import type { FoundInstallation } from "@/lib/core/host/profile";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { nameFor } from "@/lib/installations/schema";
import { db, isTaken, unaudited, writing } from "@/lib/kernel/db";
import { Conflict, Refused } from "@/lib/kernel/errors";
import { type HostConnection, SECTIONS, type Section } from "./schema";

/**
 * Adds a host with the state a new one begins with, and its owner.
 * In: what was found on it, so that its installations are there to be given domains. Out: its id.
 */
export async function addHost(host: {
	name: string;
	connection: HostConnection;
	status: HostStatus;
	administrator: string;
	owner: { id: string; name: string };
}): Promise<string> {
	const system = newMailSystem(host.administrator);
	const slugs = new Set<string>();
	const installation = (found: FoundInstallation) => {
		const slug = nameFor(found.prefix, slugs);
		slugs.add(slug);
		return {
			slug,
			prefix: found.prefix,
			user: found.user,
			group: found.group,
			python: found.python,
			webHost: host.status.profile.target.hostname,
			updatedBy: host.owner.name,
		};
	};
	const { id } = await writing().host.create({
		data: {
			name: host.name,
			connection: JSON.stringify(host.connection),
			status: JSON.stringify(host.status),
			statusAt: new Date(),
			memberships: { create: { userId: host.owner.id, role: "owner" } },
			settings: {
				create: SECTIONS.map((section) => ({
					section,
					value: JSON.stringify(system[section]),
					updatedBy: host.owner.name,
				})),
			},
			installations: { create: host.status.profile.found.map(installation) },
		},
		select: { id: true },
	});
	return id;
}

/**
 * Removes a host with all the console knows of it; the audit's rows stay. Out: how much went with it.
 * Throws Refused while a deployment runs, whose end would be told to nobody.
 */
export async function removeHost(hostId: string): Promise<{ domains: number; people: number }> {
	if ((await db.deployment.count({ where: { hostId, state: "running" } })) > 0)
		throw Refused.form("A deployment is under way on this host. Wait for its end, then remove it.");
	const people = await db.membership.count({ where: { hostId } });
	// A domain keeps its installation from going before it.
	const { count: domains } = await writing().domain.deleteMany({ where: { hostId } });
	await writing().host.delete({ where: { id: hostId } });
	return { domains, people };
}

/** Has a host reached in another way from now on, and keeps what it said when it was. */
export async function reachAnew(
	hostId: string,
	connection: HostConnection,
	status: HostStatus,
): Promise<void> {
	await writing().host.update({
		where: { id: hostId },
		data: {
			connection: JSON.stringify(connection),
			status: JSON.stringify(status),
			statusAt: new Date(),
			statusError: null,
		},
	});
}

/** Keeps what a host said of itself, or why it said nothing; the last answer stays beside the error. */
export async function keepStatus(
	hostId: string,
	heard: { status: HostStatus } | { error: Diagnosis },
): Promise<void> {
	await unaudited("what a host said of itself").host.updateMany({
		where: { id: hostId },
		data:
			"status" in heard
				? { status: JSON.stringify(heard.status), statusAt: new Date(), statusError: null }
				: { statusError: JSON.stringify(heard.error) },
	});
}

/**
 * Writes a section's value if nobody has since `revision`.
 * Throws Conflict with their value, as the form's fields `asFields` makes of it.
 */
export async function writeSection(
	hostId: string,
	section: Section,
	value: unknown,
	revision: number,
	by: string,
	asFields: (value: unknown) => Readonly<Record<string, string>>,
): Promise<void> {
	const { count } = await writing().setting.updateMany({
		where: { hostId, section, revision },
		data: { value: JSON.stringify(value), revision: { increment: 1 }, updatedBy: by },
	});
	if (count === 1) return;
	const now = await db.setting.findUniqueOrThrow({ where: { hostId_section: { hostId, section } } });
	throw new Conflict(asFields(JSON.parse(now.value)), now.revision, now.updatedBy, now.updatedAt);
}

/** Runs a write and turns the database's refusal of a second row into a sentence beside the field. */
export async function orTaken<T>(write: Promise<T>, field: string, sentence: string): Promise<T> {
	try {
		return await write;
	} catch (error) {
		if (isTaken(error)) throw new Refused({ [field]: sentence });
		throw error;
	}
}
