import "server-only";
import { randomUUID } from "node:crypto";
import { db, isTaken } from "@/lib/kernel/db";
import { Refused } from "@/lib/kernel/errors";

/**
 * Makes the console's owner, once: of several at the same time, one succeeds.
 * Throws Refused where there is an owner already.
 */
export async function makeOwner(owner: { name: string; email: string; passwordHash: string }): Promise<void> {
	const id = randomUUID();
	try {
		await db.$transaction([
			db.setup.create({ data: { id: "owner", ownerId: id } }),
			db.user.create({
				data: {
					id,
					name: owner.name,
					email: owner.email,
					emailVerified: true,
					accounts: {
						create: {
							id: randomUUID(),
							accountId: id,
							providerId: "credential",
							password: owner.passwordHash,
						},
					},
				},
			}),
		]);
	} catch (error) {
		if (isTaken(error)) throw Refused.form("The owner's account was made already. Sign in with it instead.");
		throw error;
	}
}
