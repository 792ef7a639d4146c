import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { db } from "@/lib/kernel/db";
import { env } from "@/lib/kernel/env";
import { hashToken } from "@/lib/kernel/one-time-token";
import { readLimit } from "@/lib/session/data";
import { ROLES } from "@/lib/session/permissions";

/** Whether the console has its owner. */
export const hasOwner = async (): Promise<boolean> => (await db.setup.count()) > 0;

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether a token is the one of the set-up link. Takes as long for a wrong one as for the right one. */
export async function isSetupToken(token: string): Promise<boolean> {
	const kept = await readFile(env.setupTokenFile, "utf8").catch(() => "");
	return timingSafeEqual(digest(token), digest(kept.trim())) && kept.trim() !== "";
}

const roleOf = (role: string) => ROLES.find((known) => known === role) ?? "viewer";

/** The people with a role on a host, by name, each with when they were last here. */
export async function membersOf(hostId: string) {
	const rows = await db.membership.findMany({
		where: { hostId },
		orderBy: { user: { name: "asc" } },
		select: {
			role: true,
			domains: true,
			createdAt: true,
			user: {
				select: {
					id: true,
					name: true,
					email: true,
					twoFactorEnabled: true,
					sessions: {
						where: { expiresAt: { gt: new Date() } },
						orderBy: { updatedAt: "desc" },
						select: { updatedAt: true },
					},
				},
			},
		},
	});
	return rows.map(({ user, ...row }) => ({
		id: user.id,
		name: user.name,
		email: user.email,
		role: roleOf(row.role),
		domains: readLimit(row.role, row.domains),
		secondFactor: user.twoFactorEnabled ?? false,
		sessions: user.sessions.length,
		lastSeenAt: user.sessions[0]?.updatedAt.getTime() ?? null,
		since: row.createdAt.getTime(),
	}));
}
export type Member = Awaited<ReturnType<typeof membersOf>>[number];

/** One person's role on a host, with their name for sentences; null where they have none. */
export async function memberOf(hostId: string, userId: string): Promise<Member | null> {
	return (await membersOf(hostId)).find((member) => member.id === userId) ?? null;
}

/** Invitations of a host that are neither used nor expired, newest first. */
export async function openInvitations(hostId: string) {
	const rows = await db.invitation.findMany({
		where: { hostId, usedAt: null, expiresAt: { gt: new Date() } },
		orderBy: { createdAt: "desc" },
		select: { id: true, email: true, role: true, domains: true, invitedBy: true, expiresAt: true },
	});
	return rows.map((row) => ({ ...row, role: roleOf(row.role), domains: readLimit(row.role, row.domains) }));
}

/** The invitation a link's token belongs to, as long as it can be used. */
export async function findInvitation(token: string) {
	const row = await db.invitation.findFirst({
		where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: new Date() } },
		include: { host: { select: { name: true } } },
	});
	return row && { ...row, role: roleOf(row.role), domains: readLimit(row.role, row.domains) };
}
export type FoundInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

export const isKnownAddress = async (email: string): Promise<boolean> =>
	(await db.user.count({ where: { email } })) > 0;

/** Whose password a reset link may change, as long as it can be used. */
export async function findReset(token: string) {
	return db.passwordReset.findFirst({
		where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: new Date() } },
		include: { user: { select: { id: true, name: true, email: true } } },
	});
}

/** Which rules a host has for its people. */
export async function teamRules(hostId: string) {
	return db.host.findUniqueOrThrow({
		where: { id: hostId },
		select: { name: true, requireSecondFactor: true, fourEyes: true },
	});
}
