import { CONSOLE, CONSOLE_USER } from "@/lib/core/host/console-places";

/**
 * The command line that starts a program, as root, so that it can write the state directory and nothing else. In: the
 * script that sees to it, and the program's words.
 */
export const withinBounds = (script: string, argv: readonly string[]): [string, ...string[]] => [
	"/usr/bin/unshare",
	// With a process namespace goes all that it has started, and nothing outside can be seen, signalled or traced.
	...["--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc"],
	...["/bin/sh", script, CONSOLE.state, CONSOLE_USER, ...argv],
];

/** The command line that starts a program as the account, without bounds but those of the account. */
export const asAccount = (argv: readonly string[]): [string, ...string[]] => [
	"/usr/bin/setpriv",
	...["--reuid", CONSOLE_USER, "--regid", CONSOLE_USER, "--init-groups", "--inh-caps=-all", "--"],
	...argv,
];
