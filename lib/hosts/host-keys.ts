import { createHash } from "node:crypto";

/**
 * A key's fingerprint as ssh-keygen -l shows it: SHA-256 of the key, base64 without padding.
 * In: a line as in `hostKey`.
 */
export const fingerprintOf = (key: string): string =>
	`SHA256:${createHash("sha256")
		.update(Buffer.from(key.split(" ")[1] ?? "", "base64"))
		.digest("base64")
		.replace(/=+$/, "")}`;
