// @ts-check
/**
 * @typedef {{ version?: string, resolved?: string, integrity?: string, dev?: boolean, optional?: boolean, cpu?: string[], os?: string[], libc?: string[], dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} LockEntry
 */

const SYSTEMS = /(?:^|[-/])(darwin|win32|android|freebsd|openbsd|netbsd|sunos|aix|openharmony|linux)/;
const PROCESSORS =
	/(?:^|[-/])(arm64|x64|ia32|arm|ppc64|s390x|riscv64|loong64|mips64el|wasm32|universal)(?:[-/]|$)/;

/** Whether a package at `from` would find `name` by Node's way up through node_modules. @param {Record<string, LockEntry>} packages @param {string} from @param {string} name @returns {boolean} */
const found = (packages, from, name) => {
	for (let at = from; ; ) {
		if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
		if (at === "") return false;
		at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1));
	}
};

/**
 * Adds the optional packages that a lock names but doesn't hold. An added entry has a version and the
 * system it is for, by its name, and no checksum; npm skips it everywhere else. In: a
 * package-lock.json's text. Out: the new text, what was added, and names without an exact version.
 * @param {string} text
 */
export const completeLock = (text) => {
	const lock = JSON.parse(text);
	/** @type {Record<string, LockEntry>} */
	const packages = lock.packages;
	/** @type {string[]} */
	const added = [];
	/** @type {string[]} */
	const unpinned = [];
	for (const [place, entry] of Object.entries({ ...packages }))
		for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
			if (found(packages, place, name)) continue;
			const version = /^[=^~]?(\d+\.\d+\.\d+[^\s|]*)$/.exec(range)?.[1];
			if (version === undefined) {
				unpinned.push(name);
				continue;
			}
			const system = SYSTEMS.exec(name)?.[1];
			const libc = /musl/.test(name) ? "musl" : /-gnu/.test(name) ? "glibc" : undefined;
			const processor = PROCESSORS.exec(name)?.[1];
			packages[`node_modules/${name}`] = {
				version,
				...(processor && processor !== "universal" ? { cpu: [processor] } : {}),
				...(entry.dev ? { dev: true } : {}),
				...(libc ? { libc: [libc] } : {}),
				optional: true,
				...(system ? { os: [system] } : {}),
			};
			added.push(name);
		}
	for (const entry of Object.values(packages)) if (entry.resolved?.startsWith("http")) delete entry.resolved;
	lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
	return { text: `${JSON.stringify(lock, null, text.includes("\n\t") ? "\t" : 2)}\n`, added, unpinned };
};
