import "server-only";
import { randomUUID } from "node:crypto";
import { db, isTaken, type Transaction } from "@/lib/kernel/db";
import { Refused } from "@/lib/kernel/errors";
import { newToken } from "@/lib/kernel/one-time-token";
import type { Limited } from "@/lib/session/permissions";
import type { FoundInvitation } from "./data";
import { INVITATION_DAYS } from "./schema";

type NewAccount = { name: string; email: string; passwordHash: string };

const account = (id: string, person: NewAccount) => ({
	id,
	name: person.name,
	email: person.email,
	emailVerified: true,
	accounts: {
		create: { id: randomUUID(), accountId: id, providerId: "credential", password: person.passwordHash },
	},
});

/**
 * Makes the console's owner, once: of several at the same time, one succeeds.
 * Throws Refused where there is an owner already.
 */
export async function makeOwner(owner: NewAccount): Promise<void> {
	const id = randomUUID();
	try {
		await db.$transaction([
			db.setup.create({ data: { id: "owner", ownerId: id } }),
			db.user.create({ data: account(id, owner) }),
		]);
	} catch (error) {
		if (isTaken(error)) throw Refused.form("The owner's account was made already. Sign in with it instead.");
		throw error;
	}
}

const kept = ({ role, domains }: Limited) => ({ role, domains: domains && JSON.stringify(domains) });

/** Makes an invitation. Out: its token, which is shown once. */
export async function addInvitation(
	hostId: string,
	invitation: Limited & { email: string; invitedBy: string },
): Promise<string> {
	const { token, tokenHash } = newToken();
	await db.invitation.create({
		data: {
			hostId,
			tokenHash,
			email: invitation.email,
			invitedBy: invitation.invitedBy,
			expiresAt: new Date(Date.now() + INVITATION_DAYS * 86_400_000),
			...kept(invitation),
		},
	});
	return token;
}

/** Takes an invitation back. Out: whose it was; null where it can't be used any more anyhow. */
export async function removeInvitation(hostId: string, id: string): Promise<string | null> {
	const row = await db.invitation.findFirst({ where: { id, hostId, usedAt: null } });
	if (!row) return null;
	await db.invitation.deleteMany({ where: { id, usedAt: null } });
	return row.email;
}

const GONE = "This invitation was used, taken back, or is too old. Ask for another.";

/** Prisma's word for a row to be changed that isn't there. */
const isGone = (error: unknown) =>
	typeof error === "object" && error !== null && "code" in error && error.code === "P2025";

/** Marks an invitation as used, if nobody has: the first write of a transaction that falls as a whole. */
const use = ({ id }: Pick<FoundInvitation, "id">) =>
	db.invitation.update({
		where: { id, usedAt: null, expiresAt: { gt: new Date() } },
		data: { usedAt: new Date() },
	});

/**
 * Makes an account for an invitation, with its role. Of several at the same time, one succeeds.
 * Throws Refused where the invitation is gone, or the address has an account.
 */
export async function joinAsNew(
	invitation: FoundInvitation,
	person: Omit<NewAccount, "email">,
): Promise<void> {
	const id = randomUUID();
	try {
		await db.$transaction([
			use(invitation),
			db.user.create({ data: account(id, { ...person, email: invitation.email }) }),
			db.membership.create({
				data: { userId: id, hostId: invitation.hostId, ...kept(invitation) },
			}),
		]);
	} catch (error) {
		if (isGone(error)) throw Refused.form(GONE);
		if (isTaken(error))
			throw Refused.form("There is an account with this address. Sign in with it, then open the link again.");
		throw error;
	}
}

/** Gives an account the role it was invited to; an owner stays one. Throws Refused where the invitation is gone. */
export async function joinAs(invitation: FoundInvitation, userId: string): Promise<void> {
	const where = { userId_hostId: { userId, hostId: invitation.hostId } };
	const has = await db.membership.findUnique({ where });
	const role = has?.role === "owner" ? { role: "owner", domains: null } : kept(invitation);
	try {
		await db.$transaction([
			use(invitation),
			db.membership.upsert({
				where,
				create: { userId, hostId: invitation.hostId, ...role },
				update: role,
			}),
		]);
	} catch (error) {
		if (isGone(error)) throw Refused.form(GONE);
		throw error;
	}
}

/** Changes members and sees to it that an owner is left; of two that take each other's role, one is refused. */
async function keepingAnOwner(hostId: string, change: (tx: Transaction) => Promise<unknown>): Promise<void> {
	await db.$transaction(
		async (tx) => {
			await change(tx);
			if ((await tx.membership.count({ where: { hostId, role: "owner" } })) === 0)
				throw Refused.form("A host needs an owner. Make somebody else one first.");
		},
		{ isolationLevel: "Serializable" },
	);
}

/** Gives a member another role. Throws Refused where no owner would be left. */
export const setRole = async (hostId: string, userId: string, role: Limited): Promise<void> =>
	keepingAnOwner(hostId, (tx) => tx.membership.updateMany({ where: { hostId, userId }, data: kept(role) }));

/** Takes a member's role away. Their account stays, for their other hosts. Throws Refused where no owner would be left. */
export const removeMember = async (hostId: string, userId: string): Promise<void> =>
	keepingAnOwner(hostId, (tx) => tx.membership.deleteMany({ where: { hostId, userId } }));

/** Switches a rule of the host. */
export async function setTeamRule(
	hostId: string,
	rule: "requireSecondFactor" | "fourEyes",
	on: boolean,
): Promise<void> {
	await db.host.update({ where: { id: hostId }, data: { [rule]: on } });
}

/** For so long a link to choose a new password works. */
export const RESET_MINUTES = 60;

/**
 * Makes a link to choose a new password; the ones before stop working. In: whether the second factor goes, too.
 * Out: the token; null where no account has the address.
 */
export async function beginReset(email: string, alsoSecondFactor: boolean): Promise<string | null> {
	const user = await db.user.findUnique({ where: { email }, select: { id: true } });
	if (!user) return null;
	const { token, tokenHash } = newToken();
	await db.$transaction([
		db.passwordReset.deleteMany({ where: { userId: user.id } }),
		db.passwordReset.create({
			data: { userId: user.id, tokenHash, expiresAt: new Date(Date.now() + RESET_MINUTES * 60_000) },
		}),
		...(alsoSecondFactor
			? [
					db.twoFactor.deleteMany({ where: { userId: user.id } }),
					db.user.update({ where: { id: user.id }, data: { twoFactorEnabled: false } }),
				]
			: []),
	]);
	return token;
}

/** Sets a password by a reset link, once, and ends every session. Throws Refused where the link is gone. */
export async function finishReset(
	reset: { id: string; userId: string },
	passwordHash: string,
): Promise<void> {
	try {
		await db.$transaction([
			db.passwordReset.update({
				where: { id: reset.id, usedAt: null, expiresAt: { gt: new Date() } },
				data: { usedAt: new Date() },
			}),
			db.account.updateMany({
				where: { userId: reset.userId, providerId: "credential" },
				data: { password: passwordHash },
			}),
			db.session.deleteMany({ where: { userId: reset.userId } }),
		]);
	} catch (error) {
		if (isGone(error)) throw Refused.form("This link was used, or is too old. Ask for another.");
		throw error;
	}
}
