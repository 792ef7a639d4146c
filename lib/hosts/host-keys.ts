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
const FILES: Readonly<Record<string, string>> = {
	"ssh-ed25519": "ssh_host_ed25519_key.pub",
	"ecdsa-sha2-nistp256": "ssh_host_ecdsa_key.pub",
	"ssh-rsa": "ssh_host_rsa_key.pub",
};

/** What shows a key's fingerprint at the host's own console. */
export const compareCommand = (key: string): string =>
	`ssh-keygen -lf /etc/ssh/${FILES[key.split(" ")[0] ?? ""] ?? "ssh_host_ed25519_key.pub"}`;
