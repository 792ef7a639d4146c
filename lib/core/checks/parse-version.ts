/** What `exim -bV` says of the program. Lists hold Exim's own words, as in `Content_Scanning` or `lsearch`. */
export type EximVersion = {
	/** As in `4.96` or `4.98.2`. */
	version: string;
	/** `Support for:` */
	features: string[];
	lookups: string[];
	authenticators: string[];
	routers: string[];
	transports: string[];
	/** Scanners that `malware` can use; empty in a build without content scanning. */
	malware: string[];
	/** The configuration it has read; null when it could not. */
	configuration: string | null;
};

const words = (stdout: string, label: string): string[] =>
	new RegExp(`^${label}: *(.*)$`, "m").exec(stdout)?.[1]?.split(/\s+/).filter(Boolean) ?? [];

/**
 * Reads the stdout of `exim -bV`. Out: null when it isn't one.
 * Exim prints the version first, even where the configuration is broken: success is `parseConfigurationError` of its
 * stderr giving null.
 */
export function parseVersion(stdout: string): EximVersion | null {
	const version = /^Exim version (\S+)/m.exec(stdout)?.[1];
	if (version === undefined) return null;
	return {
		version,
		features: words(stdout, "Support for"),
		lookups: words(stdout, "Lookups(?: \\(built-in\\))?"),
		authenticators: words(stdout, "Authenticators"),
		routers: words(stdout, "Routers"),
		// `appendfile/maildir/mbx` names a driver and the formats it was built with.
		transports: words(stdout, "Transports").map((word) => word.split("/")[0] ?? word),
		malware: words(stdout, "Malware"),
		configuration: /^Configuration file is (.+)$/m.exec(stdout)?.[1] ?? null,
	};
}

/** The oldest Exim whose configuration Listkeeper writes: `$local_part_data` as a directory's name came with it. */
const OLDEST = [4, 94] as const;

/** Whether a version is old enough to be refused. In: as in `4.92.3`. */
export function isTooOld(version: string): boolean {
	const [major = 0, minor = 0] = version.split(/[._]/).map(Number);
	return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
