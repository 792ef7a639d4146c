import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { db } from "@/lib/kernel/db";
import { env } from "@/lib/kernel/env";

/** Whether the console has its owner. */
export const hasOwner = async (): Promise<boolean> => (await db.setup.count()) > 0;

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether a token is the one of the set-up link. Takes as long for a wrong one as for the right one. */
export async function isSetupToken(token: string): Promise<boolean> {
	const kept = await readFile(env.setupTokenFile, "utf8").catch(() => "");
	return timingSafeEqual(digest(token), digest(kept.trim())) && kept.trim() !== "";
}
