// @ts-check
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** @typedef {Record<string, { version?: string, optional?: boolean, link?: boolean }>} LockPackages */

/** @param {string} file @returns {LockPackages | null} */
const packagesOf = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : null);

/**
 * Whether node_modules holds what the lock names, no more and no less; what is optional may be
 * absent, since it is another system's. npm keeps what it installed in a lock of its own.
 * @param {string} checkout
 */
export const matchesLock = (checkout) => {
	const wanted = packagesOf(path.join(checkout, "package-lock.json"));
	const found = packagesOf(path.join(checkout, "node_modules/.package-lock.json"));
	if (wanted === null || found === null) return false;
	return (
		Object.entries(wanted).every(
			([place, { version, optional }]) =>
				place === "" || (found[place]?.version ?? (optional ? version : null)) === version,
		) && Object.entries(found).every(([place, { version }]) => wanted[place]?.version === version)
	);
};
