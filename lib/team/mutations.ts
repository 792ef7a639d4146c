import "server-only";
import { randomUUID } from "node:crypto";
import { db, isTaken, writing } from "@/lib/kernel/db";
import { Refused } from "@/lib/kernel/errors";
import { hashToken, newToken } from "@/lib/kernel/one-time-token";
import { endSessions } from "@/lib/session/mutations";
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
		await writing().setup.create({ data: { id: "owner", ownerId: id } });
		await writing().user.create({ data: account(id, owner) });
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
	await writing().invitation.create({
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
	await writing().invitation.deleteMany({ where: { id, usedAt: null } });
	return row.email;
}

const GONE = "This invitation was used, taken back, or is too old. Ask for another.";

/** Prisma's word for a row to be changed that isn't there. */
const isGone = (error: unknown) =>
	typeof error === "object" && error !== null && "code" in error && error.code === "P2025";

/** Marks an invitation as used, if nobody has: the first write of a change that falls as a whole. */
const use = ({ id }: Pick<FoundInvitation, "id">) =>
	writing().invitation.update({
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
		await use(invitation);
		await writing().user.create({ data: account(id, { ...person, email: invitation.email }) });
		await writing().membership.create({
			data: { userId: id, hostId: invitation.hostId, ...kept(invitation) },
		});
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
		await use(invitation);
		await writing().membership.upsert({
			where,
			create: { userId, hostId: invitation.hostId, ...role },
			update: role,
		});
	} catch (error) {
		if (isGone(error)) throw Refused.form(GONE);
		throw error;
	}
}

/** Sees to it that an owner is left. Of two that take each other's role one comes second, and is refused. */
async function insistOnAnOwner(hostId: string): Promise<void> {
	if ((await db.membership.count({ where: { hostId, role: "owner" } })) === 0)
		throw Refused.form("A host needs an owner. Make somebody else one first.");
}

/** Gives a member another role. Throws Refused where no owner would be left. */
export async function setRole(hostId: string, userId: string, role: Limited): Promise<void> {
	await writing().membership.updateMany({ where: { hostId, userId }, data: kept(role) });
	await insistOnAnOwner(hostId);
}

/** Takes a member's role away. Their account stays, for their other hosts. Throws Refused where no owner would be left. */
export async function removeMember(hostId: string, userId: string): Promise<void> {
	await writing().membership.deleteMany({ where: { hostId, userId } });
	await insistOnAnOwner(hostId);
}

/** Switches a rule of the host. */
export async function setTeamRule(
	hostId: string,
	rule: "requireSecondFactor" | "fourEyes",
	on: boolean,
): Promise<void> {
	await writing().host.update({ where: { id: hostId }, data: { [rule]: on } });
}

/** For so long a link to choose a new password works that was made at the console's machine. */
export const RESET_MINUTES = 60;

/** For so long one works that was sent by mail. */
export const MAILED_MINUTES = 30;

/** Makes a link to choose a new password. Out: its token. */
async function addReset(userId: string, minutes: number): Promise<string> {
	const { token, tokenHash } = newToken();
	await writing().passwordReset.create({
		data: { userId, tokenHash, expiresAt: new Date(Date.now() + minutes * 60_000) },
	});
	return token;
}

/**
 * Makes a link to choose a new password; the ones before stop working. In: whether the second factor goes, too.
 * Out: the token; null where no account has the address.
 */
export async function beginReset(email: string, alsoSecondFactor: boolean): Promise<string | null> {
	const user = await db.user.findUnique({ where: { email }, select: { id: true } });
	if (!user) return null;
	await writing().passwordReset.deleteMany({ where: { userId: user.id } });
	if (alsoSecondFactor) {
		await writing().twoFactor.deleteMany({ where: { userId: user.id } });
		await writing().user.update({ where: { id: user.id }, data: { twoFactorEnabled: false } });
	}
	return addReset(user.id, RESET_MINUTES);
}

/**
 * Makes a link that is sent by mail, to whoever asks. Those before go on to work: a stranger who asks must not be able
 * to take a link away that somebody is waiting for. Out: its token.
 */
export async function addMailedReset(userId: string): Promise<string> {
	await writing().passwordReset.deleteMany({ where: { userId, expiresAt: { lt: new Date() } } });
	return addReset(userId, MAILED_MINUTES);
}

/** Takes a link back that could not be sent. */
export async function removeReset(token: string): Promise<void> {
	await writing().passwordReset.deleteMany({ where: { tokenHash: hashToken(token), usedAt: null } });
}

/** Sets a password by a reset link, once, and ends every session. Throws Refused where the link is gone. */
export async function finishReset(
	reset: { id: string; userId: string },
	passwordHash: string,
): Promise<void> {
	const now = new Date();
	const { count } = await writing().passwordReset.updateMany({
		where: { id: reset.id, usedAt: null, expiresAt: { gt: now } },
		data: { usedAt: now },
	});
	if (count === 0) throw Refused.form("This link was used, or is too old. Ask for another.");
	// Other links that are on their way open nothing any more.
	await writing().passwordReset.deleteMany({ where: { userId: reset.userId, usedAt: null } });
	await writing().account.updateMany({
		where: { userId: reset.userId, providerId: "credential" },
		data: { password: passwordHash },
	});
	await endSessions(reset.userId, "all");
}
