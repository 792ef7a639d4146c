/** An account by number, as the kernel knows it. */
export type Account = { uid: number; gid: number };

/** A program to run to its end, without a shell. */
export type Program = {
	/** Absolute path, then arguments. */
	argv: readonly string[];
	stdin?: string;
	cwd?: string;
	/** Added to the fixed environment (`PATH`, `LANG=C`). */
	env?: Readonly<Record<string, string>>;
	timeoutMs: number;
	/** Another account than the process user's; only root can have it. */
	as?: Account;
	/** Called with each piece of standard output as it is written. */
	onStdout?: (text: string) => void;
};

/** How a program ended. `status` is null when a signal ended it or its time was up. */
export type Ran = { status: number | null; stdout: string; stderr: string; timedOut: boolean };

/** A program that goes on running beside us. */
export type Companion = {
	pid: number;
	/** The first line it writes, or null if it ends without one. */
	firstLine: Promise<string | null>;
	/** Closes its standard input and waits for its end. */
	close: () => Promise<void>;
};

/** An SMTP server of our own on 127.0.0.1 that takes all mail and sends nothing on. */
export type MailTaker = {
	port: number;
	/** Every transaction it took, in order. */
	taken: () => { sender: string; recipients: readonly string[] }[];
	stop: () => Promise<void>;
};

export type FileFacts = {
	kind: "file" | "directory" | "link" | "other";
	/** Permission bits, as in 0o644. */
	mode: number;
	uid: number;
	gid: number;
	bytes: number;
	/** Milliseconds since 1970. */
	modified: number;
	/** Inode number: two answers with the same one are the same file. */
	inode: number;
};

/** A question to DNS: for PTR the name is an address. */
export type DnsQuestion = { type: "MX" | "A" | "AAAA" | "PTR"; name: string };

/** What can be asked of the world without changing it. Absent things are null; other failures throw an ErrnoException. */
export interface Observations {
	/** Milliseconds since 1970. */
	now(): number;
	/** Milliseconds since the machine came up; a change of the clock does not move it. */
	uptime(): number;
	sleep(ms: number): Promise<void>;
	read(path: string): string | null;
	/** A file's bytes, each a character of the same number (Latin-1): nothing is lost, whatever its encoding. */
	readBytes(path: string): string | null;
	/** The last so many bytes of a file, from the beginning of a line. */
	tail(path: string, bytes: number): string | null;
	/** SHA-256 of a file's bytes, as 64 hexadecimal digits. */
	hash(path: string): string | null;
	/** Facts of the thing at the path itself; a link is a link. */
	facts(path: string): FileFacts | null;
	readLink(path: string): string | null;
	/** Names in a directory, sorted; null where there is no such directory. */
	list(path: string): string[] | null;
	/**
	 * Opens a TCP connection, says QUIT and gives the first line that was answered; null if nobody listens.
	 * Throws ETIMEDOUT when the line doesn't come.
	 */
	banner(address: string, port: number, timeoutMs: number): Promise<string | null>;
	/**
	 * Whether somebody takes a connection, to whom nothing is said: what one service is greeted with ends another. In: a
	 * socket's path, or an IP address and a port.
	 */
	listens(place: { path: string } | { host: string; port: number }, timeoutMs: number): Promise<boolean>;
	/**
	 * Asks DNS, of the servers that are named (`127.0.0.1:5353`) or else the machine's own. MX answers are hosts, the
	 * preferred first. Empty where there is nothing, null where nobody answers.
	 */
	resolve(question: DnsQuestion, servers: readonly string[]): Promise<string[] | null>;
	/** This machine's addresses but for loopback and link-local ones. */
	addresses(): string[];
}

/**
 * Every way the program changes the world. One call is one effect; a harness may stop before or after each.
 * All throw an ErrnoException when the world refuses.
 */
export interface Effects {
	/** Writes a whole file, made if need be with `mode` (permission bits). Not durable before `sync`. */
	write(path: string, text: string | Uint8Array, mode: number): void;
	/** Makes a file's bytes, or a directory's entries, durable. */
	sync(path: string): void;
	rename(from: string, to: string): void;
	symlink(target: string, path: string): void;
	makeDirectory(path: string, mode: number): void;
	removeFile(path: string): void;
	removeDirectory(path: string): void;
	chmod(path: string, mode: number): void;
	chown(path: string, owner: Account): void;
	signal(pid: number, signal: "SIGHUP" | "SIGTERM" | "SIGKILL" | "SIGUSR1"): void;
	/** Runs a program as the process user. */
	run(program: Program): Promise<Ran>;
	/** Starts a program that lives until its standard input closes, at the latest when we end. */
	accompany(argv: readonly string[]): Promise<Companion>;
	/** Starts this very program again, on its own, surviving us; gives its pid. */
	leaveBehind(args: readonly string[]): Promise<number>;
	/** Listens on a free port for mail that must not leave the machine. */
	takeMail(): Promise<MailTaker>;
}

/** The one interface between the program and the world. Everything it sees or does goes through here. */
export interface System extends Observations, Effects {}
