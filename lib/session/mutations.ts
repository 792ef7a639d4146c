import "server-only";
import { randomUUID } from "node:crypto";
import { db } from "@/lib/kernel/db";

const WINDOW_MS = 15 * 60_000;
const TRIES = 10;

/**
 * Counts one try of a credential, by key. Out: null when it may be made, else how many minutes to wait.
 */
export async function takeAttempt(key: string): Promise<number | null> {
	const now = Date.now();
	await db.rateLimit.deleteMany({ where: { key, lastRequest: { lt: BigInt(now - WINDOW_MS) } } });
	const row = await db.rateLimit.upsert({
		where: { key },
		create: { id: randomUUID(), key, count: 1, lastRequest: BigInt(now) },
		update: { count: { increment: 1 } },
	});
	return row.count <= TRIES
		? null
		: Math.max(1, Math.ceil((Number(row.lastRequest) + WINDOW_MS - now) / 60_000));
}

/** Starts the count anew, after a success. */
export async function forgetAttempts(key: string): Promise<void> {
	await db.rateLimit.deleteMany({ where: { key } });
}
