import { z } from "zod";

/** A name's labels as DNS has them; one alone is enough, as in /etc/hosts. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
/** What an address is written with; the rest is the business of shells, of ssh's own tokens and of nobody. */
const STRAY = /[^a-z0-9.:-]/i;
const isIp = (text: string) => z.union([z.ipv4(), z.ipv6()]).safeParse(text).success;

const named = (character: string) => {
	if (/\s/.test(character)) return "a space or a line end";
	if (/\p{C}/u.test(character)) return "a character that can't be seen";
	return `the character “${character}”`;
};

/** A host's name or IP address. Out: in lower case. Nothing that ssh could take for an option or a token of its own. */
export const sshAddress = z.string({ error: "The address is missing." }).transform((raw, ctx) => {
	const typed = raw.trim().toLowerCase();
	const refuse = (message: string) => {
		ctx.addIssue({ code: "custom", message });
		return z.NEVER;
	};
	if (typed === "") return refuse("The address is empty. Write it as in lists.example.com or 192.0.2.7.");
	if (typed.includes("@"))
		return refuse("The address has an @. The user is a field of its own; write only what comes after the @.");
	if (typed.startsWith("-"))
		return refuse("The address begins with a hyphen. No host's name does; check its spelling.");
	const stray = STRAY.exec(typed);
	if (stray)
		return refuse(
			`The address has ${named(stray[0])}. Write a host's name or an IP address, and nothing else.`,
		);
	if (isIp(typed)) return typed;
	if (typed.includes(":"))
		return refuse("The address has a colon and is no IPv6 address. The port is a field of its own.");
	if (/^[0-9.]+$/.test(typed)) return refuse("The address is no IP address. Write four numbers up to 255.");
	if (typed.length > 253 || !NAME.test(typed))
		return refuse(
			"The address is no host's name. A name has labels of letters, digits and hyphens with dots between.",
		);
	return typed;
});

/** The port that sshd listens on there. */
export const sshPort = z.coerce
	.number({ error: "The port is no number. Write 22 unless the host has another." })
	.int("The port is no whole number. Write 22 unless the host has another.")
	.min(1, "The port is below 1. Write 22 unless the host has another.")
	.max(65_535, "The port is above 65535. Write 22 unless the host has another.");

/** The account on the host (useradd(8)). */
export const sshUser = z
	.string({ error: "The user is missing." })
	.trim()
	.min(1, "The user is empty. Write the account's name on the host, as in listkeeper.")
	.regex(
		/^[a-z_][a-z0-9_-]{0,31}$/,
		"The user is no name of an account. It begins with a small letter and goes on with small letters, digits, _ and -.",
	);

/** The kinds of host keys that are asked for, the best first. */
export const KEY_TYPES = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"] as const;

/** A host's public key, as `known_hosts` has it after the name: its type and the key in base64. */
export const hostKey = z
	.string()
	.max(2_000, "The host key is too long.")
	.regex(/^(ssh-ed25519|ecdsa-sha2-nistp256|ssh-rsa) [A-Za-z0-9+/]+={0,2}$/, "This is no host key.");

/** The keys that a host is known by; it need show only one of them. */
export const hostKeys = z.array(hostKey).min(1, "No host key was confirmed.").max(KEY_TYPES.length);

/** A host that OpenSSH leads to. */
export const sshConnection = z.strictObject({
	kind: z.literal("ssh"),
	user: sshUser,
	address: sshAddress,
	port: sshPort,
	hostKeys,
});
export type SshConnection = z.infer<typeof sshConnection>;

/** Where one gets by ssh, before a key was confirmed. */
export type SshPlace = Pick<SshConnection, "user" | "address" | "port">;

/** A place as people write it. */
export const placeInWords = ({ address, port }: Pick<SshPlace, "address" | "port">): string =>
	port === 22 ? address : `${address}, port ${port}`;
