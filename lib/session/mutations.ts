import "server-only";
import { randomUUID } from "node:crypto";
import { db, isTaken, unaudited, writing } from "@/lib/kernel/db";
import { FORGOTTEN_MS, type SlowDown, waitAfter } from "./slow-down";

const tries = () => unaudited("a try at a credential is counted");

/** Forgets tries that are long past, so that made-up names fill no table. */
const forgetOld = (now: number) =>
	tries().rateLimit.deleteMany({ where: { lastRequest: { lt: BigInt(now - FORGOTTEN_MS) } } });

/**
 * Counts one try of a credential, before it is made, so that of many at the same moment no more are made than of many
 * in a row. Out: null when it may be made, else how long to wait (milliseconds); a try that must wait isn't counted.
 */
export async function takeAttempt(key: string, slow: SlowDown): Promise<number | null> {
	const now = Date.now();
	await forgetOld(now);
	for (;;) {
		const row = await db.rateLimit.findUnique({ where: { key } });
		if (!row) {
			try {
				await tries().rateLimit.create({
					data: { id: randomUUID(), key, count: 1, lastRequest: BigInt(now) },
				});
				return null;
			} catch (error) {
				if (!isTaken(error)) throw error;
				continue;
			}
		}
		const left = Number(row.lastRequest) + waitAfter(row.count, slow) - now;
		if (left > 0) return left;
		// Only whoever saw the count as it still is may raise it.
		const { count } = await tries().rateLimit.updateMany({
			where: { key, count: row.count, lastRequest: row.lastRequest },
			data: { count: row.count + 1, lastRequest: BigInt(now) },
		});
		if (count === 1) return null;
	}
}

/** Takes a counted try back: it was a good one. */
export async function giveAttemptBack(key: string): Promise<void> {
	await tries().rateLimit.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } });
}

/** Counts a try without ever refusing one. Out: how many there were within the hour. */
export async function countAttempt(key: string): Promise<number> {
	const now = BigInt(Date.now());
	const row = await tries().rateLimit.upsert({
		where: { key },
		create: { id: randomUUID(), key, count: 1, lastRequest: now },
		update: { count: { increment: 1 }, lastRequest: now },
	});
	return row.count;
}

/** Starts the count anew, after a success. */
export async function forgetAttempts(key: string): Promise<void> {
	await tries().rateLimit.deleteMany({ where: { key } });
}

/** Ends sessions of a person: one, or all but one. Out: how many. */
export async function endSessions(
	userId: string,
	which: { id: string } | { exceptId: string } | "all",
): Promise<number> {
	const id = which === "all" ? {} : "id" in which ? { id: which.id } : { id: { not: which.exceptId } };
	if (which === "all") await forgetHalfSignIns(userId);
	return (await writing().session.deleteMany({ where: { userId, ...id } })).count;
}

/**
 * Forgets that a password was right whose code is still awaited (better-auth keeps it for ten minutes, by the person's
 * id): the password counts no more.
 */
export async function forgetHalfSignIns(userId: string): Promise<void> {
	await writing().verification.deleteMany({ where: { value: userId } });
}

/** Notes the half minute whose code was used. Out: whether none as late was used before. */
export async function claimStep(userId: string, step: number): Promise<boolean> {
	const { count } = await writing().twoFactor.updateMany({
		where: { userId, OR: [{ usedStep: null }, { usedStep: { lt: step } }] },
		data: { usedStep: step },
	});
	return count === 1;
}
