import "server-only";
import { createHmac } from "node:crypto";
import { symmetricDecrypt } from "better-auth/crypto";
import { auth } from "./auth";
import { sealedKeyOf } from "./data";
import { claimStep } from "./mutations";

/** A code of an app that was right, and was used before. */
export class CodeSpent extends Error {}

const PERIOD_MS = 30_000;

/** What an app shows in a half minute, counted from 1970 (RFC 6238 over RFC 4226, 5.3). */
export function codeAt(key: string, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const mac = createHmac("sha1", key).update(counter).digest();
	const at = (mac.at(-1) ?? 0) & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The half minute a code is of: this one, or one beside it, as clocks differ; null for none of them. */
export function stepOf(key: string, code: string, now: number): number | null {
	const step = Math.floor(now / PERIOD_MS);
	return [step, step - 1, step + 1].find((one) => codeAt(key, one) === code) ?? null;
}

/**
 * Uses a right code up, and every older one with it (RFC 6238, 5.2). It belongs to the change that the code is for.
 * Throws CodeSpent where it was used before; of two at the same moment one is.
 */
export async function spendCode(userId: string, code: string): Promise<void> {
	const { secretConfig: key } = await auth.$context;
	const step = stepOf(await symmetricDecrypt({ key, data: await sealedKeyOf(userId) }), code, Date.now());
	if (step === null || !(await claimStep(userId, step))) throw new CodeSpent();
}
