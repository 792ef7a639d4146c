import "server-only";
import { db } from "@/lib/kernel/db";
import { type Limited, ROLES } from "./permissions";

/** The names a membership or an invitation is limited to; null for all. */
export function readLimit(role: string, domains: string | null): readonly string[] | null {
	if (role !== "domain editor") return null;
	const names: unknown = domains === null ? [] : JSON.parse(domains);
	return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** A person's role on a host and whether the host demands a second factor; null where they have none. */
export async function membershipOn(
	userId: string,
	hostId: string,
): Promise<(Limited & { secondFactorNeeded: boolean }) | null> {
	const row = await db.membership.findUnique({
		where: { userId_hostId: { userId, hostId } },
		select: { role: true, domains: true, host: { select: { requireSecondFactor: true } } },
	});
	const role = ROLES.find((known) => known === row?.role);
	if (!row || !role) return null;
	return { role, domains: readLimit(role, row.domains), secondFactorNeeded: row.host.requireSecondFactor };
}

/** Whether a session still is what it was: not ended, not expired. */
export const sessionLives = async (sessionId: string): Promise<boolean> =>
	(await db.session.count({ where: { id: sessionId, expiresAt: { gt: new Date() } } })) > 0;

/** Whether a person may add hosts: who set the console up, and whoever owns a host. */
export async function ownsAnything(userId: string): Promise<boolean> {
	const [setUp, owned] = await Promise.all([
		db.setup.count({ where: { ownerId: userId } }),
		db.membership.count({ where: { userId, role: "owner" } }),
	]);
	return setUp + owned > 0;
}

/** A person's sessions that have not expired, the last used first. */
export async function sessionsOf(userId: string) {
	return db.session.findMany({
		where: { userId, expiresAt: { gt: new Date() } },
		orderBy: { updatedAt: "desc" },
		select: { id: true, ipAddress: true, userAgent: true, createdAt: true, updatedAt: true },
	});
}

/** Who an act is of that nobody signed in for: what somebody says of themselves before makes them nobody's author. */
export const STRANGER = { name: "not signed in" } as const;

const ACCOUNT = { id: true, name: true, email: true, twoFactorEnabled: true } as const;

/** Whose address it is, and whether their sign-in takes a code; null for nobody's. */
export async function accountOf(email: string) {
	const row = await db.user.findUnique({ where: { email }, select: ACCOUNT });
	return row && { ...row, secondFactor: row.twoFactorEnabled ?? false };
}

/** Somebody who is known to be there. */
export const accountById = async (id: string): Promise<{ name: string; email: string }> =>
	db.user.findUniqueOrThrow({ where: { id }, select: { name: true, email: true } });

/** Whose password was right, by the note that better-auth keeps until the code is given; null where it is too old. */
export async function halfSignInOf(note: string): Promise<{ name: string; email: string } | null> {
	const row = await db.verification.findFirst({
		where: { identifier: note, expiresAt: { gt: new Date() } },
		select: { value: true },
	});
	return row && db.user.findUnique({ where: { id: row.value }, select: { name: true, email: true } });
}

/** Whether somebody has a second factor, or had begun with one. */
export const beganSecondFactor = async (userId: string): Promise<boolean> =>
	(await db.twoFactor.count({ where: { userId } })) > 0;

/** The key of somebody's app, as better-auth sealed it. */
export const sealedKeyOf = async (userId: string): Promise<string> =>
	(await db.twoFactor.findFirstOrThrow({ where: { userId }, select: { secret: true } })).secret;
