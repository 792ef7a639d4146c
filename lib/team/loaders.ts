import "server-only";
import { hasOwner, isSetupToken } from "./data";

/** Open to anybody: says nothing but whether there is an owner. */
export const loadHealth = async () => ({ ok: true, owner: await hasOwner() });

/** What a set-up link is good for: making the owner, signing in, or nothing. */
export async function loadSetupLink(token: string): Promise<"open" | "used" | "unknown"> {
	if (await hasOwner()) return "used";
	return (await isSetupToken(token)) ? "open" : "unknown";
}
