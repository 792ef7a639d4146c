import type { Account } from "../system";

/**
 * A command line that runs a program with a resolver of one's own: in a mount namespace of its own, where a file lies
 * over /etc/resolv.conf. Whoever writes into that file afterwards changes what the running program asks.
 * In: the account to lay rights down to, null to stay root. Throws where the tests don't run as root.
 */
export function withResolver(
	argv: readonly string[],
	resolvConf: string,
	account: Pick<Account, "uid" | "gid"> | null,
): string[] {
	if (process.getuid?.() !== 0)
		throw new Error("Only root can give Exim a DNS server of the test's own. Run these tests as root.");
	const dropped = account
		? ["/usr/sbin/chroot", `--userspec=${account.uid}:${account.gid}`, `--groups=${account.gid}`, "/"]
		: [];
	return [
		"/usr/bin/unshare",
		"--mount",
		"/bin/sh",
		"-c",
		'/bin/mount --bind "$0" /etc/resolv.conf && exec "$@"',
		resolvConf,
		...dropped,
		...argv,
	];
}
