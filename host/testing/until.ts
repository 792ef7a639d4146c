import { setTimeout as delay } from "node:timers/promises";

/**
 * Looks every 20 ms until there is something to see, and gives it; null and undefined mean not yet.
 * In: what is waited for, for the failure's sentence, and ms until it is given up. Throws when that time is over.
 */
export async function until<T>(
	what: string,
	look: () => T | null | undefined | Promise<T | null | undefined>,
	limitMs = 30_000,
): Promise<T> {
	const end = Date.now() + limitMs;
	for (;;) {
		const seen = await look();
		if (seen !== null && seen !== undefined) return seen;
		if (Date.now() > end) throw new Error(`Waited ${limitMs} ms for ${what}, in vain.`);
		await delay(20);
	}
}
