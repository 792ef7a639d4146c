import "server-only";
import { diagnosis as diagnosisSchema, hostStatus } from "@/lib/core/host/events";
import { type MailSystemInput, mailSystem } from "@/lib/core/system/mail-system";
import { db } from "@/lib/kernel/db";
import { type HostConnection, type HostRecord, hostConnection, type Section } from "./schema";

type Row = NonNullable<Awaited<ReturnType<typeof db.host.findUnique>>>;

const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

function hostOf(row: Row): HostRecord {
	const status = hostStatus.safeParse(json(row.status));
	const error = diagnosisSchema.safeParse(json(row.statusError));
	return {
		id: row.id,
		name: row.name,
		connection: hostConnection.parse(json(row.connection)),
		// What an older version kept may no longer parse: as if nothing had been heard.
		status: status.success ? status.data : null,
		statusAt: row.statusAt,
		statusError: error.success ? error.data : null,
	};
}

export async function findHost(hostId: string): Promise<HostRecord | null> {
	const row = await db.host.findUnique({ where: { id: hostId } });
	return row && hostOf(row);
}

/** The hosts on which a person has a role, by name. */
export async function hostsOf(userId: string): Promise<{ id: string; name: string }[]> {
	return db.host.findMany({
		where: { memberships: { some: { userId } } },
		select: { id: true, name: true },
		orderBy: { name: "asc" },
	});
}

/** The hosts whose mail a person's link may take: those they have a role on, a real one before a rehearsal. */
export async function mailHostsOf(userId: string): Promise<HostRecord[]> {
	const rows = await db.host.findMany({
		where: { memberships: { some: { userId } } },
		orderBy: { createdAt: "asc" },
	});
	const hosts = rows.map(hostOf);
	return [
		...hosts.filter(({ connection }) => connection.kind !== "rehearsal"),
		...hosts.filter(({ connection }) => connection.kind === "rehearsal"),
	];
}

/** What is known of the mail of all hosts: whether a real one takes any, or a rehearsal, or none does. */
export async function knownMail(): Promise<"real" | "rehearsal" | "none"> {
	const hosts = (await db.host.findMany()).map(hostOf);
	const running = hosts.filter(({ status, statusError }) => status?.exim.running === true && !statusError);
	if (running.some(({ connection }) => connection.kind !== "rehearsal")) return "real";
	return running.length > 0 ? "rehearsal" : "none";
}

/** Whether there is a host behind a connection already: a second record of it would have owners of its own. */
export const isConnected = async (connection: HostConnection): Promise<boolean> =>
	(await db.host.findMany({ select: { connection: true } })).some(
		(row) => JSON.stringify(hostConnection.parse(JSON.parse(row.connection))) === JSON.stringify(connection),
	);

/** This machine, where it is in the console, with whose it is; null where it isn't. */
export async function localHost(): Promise<{ id: string; name: string; owners: string[] } | null> {
	const rows = await db.host.findMany({
		where: { connection: JSON.stringify({ kind: "local" }) },
		select: {
			id: true,
			name: true,
			memberships: { where: { role: "owner" }, select: { user: { select: { name: true } } } },
		},
	});
	const [row] = rows;
	return row ? { id: row.id, name: row.name, owners: row.memberships.map(({ user }) => user.name) } : null;
}

/** The host that ssh leads to at an address and port, whoever the user is; null where none does. */
export async function sshHostAt(place: { address: string; port: number }): Promise<string | null> {
	const rows = await db.host.findMany({ select: { id: true, connection: true } });
	const there = rows.find((row) => {
		const connection = hostConnection.parse(JSON.parse(row.connection));
		return (
			connection.kind === "ssh" && connection.address === place.address && connection.port === place.port
		);
	});
	return there?.id ?? null;
}

/** A section's value as it stands (JSON parsed, not yet validated) with its revision. */
export async function readSection(hostId: string, section: Section) {
	const row = await db.setting.findUnique({ where: { hostId_section: { hostId, section } } });
	if (!row) throw new Error(`Host ${hostId} has no section ${section}.`);
	return {
		value: JSON.parse(row.value) as unknown,
		revision: row.revision,
		updatedAt: row.updatedAt,
		updatedBy: row.updatedBy,
	};
}

/** The desired state as it is written down, before any rule is applied. */
export async function readDesired(hostId: string): Promise<MailSystemInput> {
	// One after the other: within a change they share one connection.
	const settings = await db.setting.findMany({ where: { hostId }, orderBy: { section: "asc" } });
	const installations = await db.installation.findMany({ where: { hostId }, orderBy: { slug: "asc" } });
	const domains = await db.domain.findMany({
		where: { hostId },
		orderBy: { name: "asc" },
		select: { name: true, installation: { select: { slug: true } } },
	});
	const section = Object.fromEntries(settings.map((row) => [row.section, JSON.parse(row.value)]));
	return {
		...(section as Pick<MailSystemInput, Section>),
		installations: installations.map((row) => ({
			id: row.slug,
			prefix: row.prefix,
			user: row.user,
			group: row.group,
			python: row.python,
			webHost: row.webHost,
			mailHost: row.mailHost,
			verp: row.verp === null ? null : JSON.parse(row.verp),
		})),
		domains: domains.map((row) => ({ name: row.name, installation: row.installation.slug })),
	};
}

/** The desired state, or what stands against it: sentences by place in MailSystem (`domains.3.name`). */
export async function loadMailSystem(hostId: string) {
	return mailSystem.safeParse(await readDesired(hostId));
}
