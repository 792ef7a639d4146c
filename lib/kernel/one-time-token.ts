import { randomBytes } from "node:crypto";
import { sha256 } from "./sha256";

/** A token for a one-time link: 256 random bits; only its hash is kept. */
export function newToken(): { token: string; tokenHash: string } {
	const token = randomBytes(32).toString("base64url");
	return { token, tokenHash: hashToken(token) };
}

/** A token as it is kept. A token is random enough that a plain hash is as good as a slow one. */
export const hashToken = (token: string): string => sha256(token);
