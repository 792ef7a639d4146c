/** Where the program stands on a list host that is no rehearsal. sudo and OpenSSH are told of it in these very words. */
export const PROGRAM_PATH = "/usr/local/bin/listkeeper";

/** The one command line by which a console reaches it. */
export const SERVE_ARGV = ["sudo", "-n", PROGRAM_PATH, "serve"] as const;

/** The one line of sudoers that a host needs. In: the account that the console, or its key, comes in by. */
export const sudoersLine = (user: string): string => `${user} ALL=(root) NOPASSWD: ${PROGRAM_PATH} serve`;

/**
 * The one line of `authorized_keys` that lets a console's key in: for this command line and nothing else (sshd(8),
 * "AUTHORIZED_KEYS FILE FORMAT"). In: the public key as OpenSSH writes it.
 */
export const authorizedKeysLine = (publicKey: string): string =>
	`restrict,command="${SERVE_ARGV.join(" ")}" ${publicKey}`;
