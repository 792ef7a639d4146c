import path from "node:path";
import { z } from "zod";
import { renderTarget } from "@/lib/core/host/profile";
import { mailAddress } from "@/lib/core/system/address";
import { safePath } from "@/lib/core/system/installation";

const account = z
	.string()
	.regex(/^[A-Za-z_][A-Za-z0-9_-]{0,31}$/, "An account is letters, digits, “_” or “-”.");
/** A program and its arguments, run without a shell. */
const argv = z.array(z.string().min(1)).min(1);
const seconds = (normal: number) => z.number().positive().max(3_600).default(normal);

const knownInstallation = z.strictObject({
	prefix: safePath("The prefix"),
	/** Null means `bin/mailmanctl` in the prefix. */
	mailmanctl: safePath("mailmanctl's path").nullable().default(null),
	/** The installation's own interpreter; null means the one `mailmanctl`'s first line names. */
	python: safePath("The interpreter").nullable().default(null),
	/** A stand-in of a rehearsal host; shown wherever the installation is. */
	simulated: z.boolean().default(false),
});

const eximProgram = z.strictObject({
	path: safePath("Exim's path"),
	/** Null starts `exim -C CURRENT/exim/exim.conf -bd -q30m`, which is what a rehearsal host wants. */
	start: argv.nullable().default(null),
	/** Null sends SIGHUP to the daemon. */
	reload: argv.nullable().default(null),
	/** Where the listening daemon keeps its pid; null means `target.runtime.pidFile`, or Debian's. */
	pidFile: safePath("Exim's pid file").nullable().default(null),
	/** How often the daemon starts a queue runner, as Exim writes intervals; null where another process runs the queue. */
	queueInterval: z
		.string()
		.regex(/^(\d+[smhdw])+$/, "An interval is a number and a unit, as in 30m.")
		.nullable()
		.default("30m"),
});

/** Upper bounds, in seconds, on what the program waits for before it calls it a failure. */
const timeLimits = z
	.strictObject({
		/** One call of Exim, mailmanctl or an interpreter. */
		program: seconds(60),
		/** All of the canary's deliveries. */
		canary: seconds(60),
		/** Until the port answers with a banner and the runners live. */
		observe: seconds(20),
		/** Waiting for another program's lock before it is given up. */
		lock: z.number().min(0).max(3_600).default(0),
	})
	.prefault({});

/**
 * What only root decides about a host: `/etc/listkeeper/host.json`, or `etc/listkeeper/host.json` in
 * a host's own directory. All paths are absolute. The program reads it and never writes it.
 */
export const hostConfig = z.strictObject({
	kind: z.enum(["rehearsal", "machine"]),
	target: renderTarget,
	exim: eximProgram,
	installations: z.array(knownInstallation).default([]),
	/** Prefixes a MailSystem may name: these directories and what lies below them. */
	allowedPrefixes: z.array(safePath("An allowed prefix")),
	/** Whom root becomes for every program it starts on a rehearsal host; null starts them as oneself. */
	processUser: account.nullable().default(null),
	/** The process user's group; null means its primary group. */
	processGroup: account.nullable().default(null),
	timeLimits,
	/** Whom the doctor asks about DNS, as in `127.0.0.1:5353`; empty asks the machine's own resolver. */
	nameservers: z
		.array(z.string().regex(/^[0-9a-fA-F.:[\]]+$/, "A name server is an address, with a port or without."))
		.default([]),
	/** The messages with links to choose a new password that consoles have this host send. */
	passwordLinks: z
		.strictObject({
			/** Whom they come from; null means postmaster at the host's own name. */
			from: mailAddress.nullable().default(null),
			/** The one console whose links may go out, as in `https://lists.example.org`; null means any. */
			console: z
				.url({ protocol: /^https?$/ })
				.nullable()
				.default(null),
		})
		.prefault({}),
	/** Releases kept besides the live one and the one before. */
	keep: z.int().min(0).max(10_000).default(20),
});
export type HostConfig = z.infer<typeof hostConfig>;
/** What may stand in the file: settings with defaults may be absent. */
export type HostConfigInput = z.input<typeof hostConfig>;

/** Where a host's `host.json` lies. In: the host's directory, or null for this machine itself. */
export const hostConfigPath = (root: string | null): string =>
	path.join(root ?? "/", "etc/listkeeper/host.json");

/** Whether root allows a prefix: it is an allowed directory or lies below one. */
export const prefixAllowed = (config: Pick<HostConfig, "allowedPrefixes">, prefix: string): boolean =>
	config.allowedPrefixes.some((allowed) => prefix === allowed || prefix.startsWith(`${allowed}/`));

/** The text Exim runs from: the live release's, through the one link. */
export const liveEximFile = (config: Pick<HostConfig, "target">): string =>
	path.join(config.target.stateDirectory, "current/exim/exim.conf");

/** Where a live release's `mm_cfg.py` for an installation is reached. In: the installation's id. */
export const liveMmCfg = (config: Pick<HostConfig, "target">, installation: string): string =>
	path.join(config.target.stateDirectory, "current/mailman", installation, "mm_cfg.py");
