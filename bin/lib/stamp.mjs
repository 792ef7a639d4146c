// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Every file below a path, sorted; nothing where it doesn't exist. @param {string} at @param {(file: string) => boolean} wanted @returns {string[]} */
const filesBelow = (at, wanted) => {
	if (!existsSync(at)) return [];
	if (!statSync(at).isDirectory()) return wanted(at) ? [at] : [];
	return readdirSync(at)
		.sort()
		.flatMap((name) => filesBelow(path.join(at, name), wanted));
};

/**
 * One hash of names and bytes. In: a base directory and what of it counts; a path that is absent
 * counts as absent. Out: 64 hexadecimal digits.
 * @param {string} base @param {readonly string[]} sources @param {(file: string) => boolean} [wanted]
 */
export const hashSources = (base, sources, wanted = () => true) => {
	const hash = createHash("sha256");
	for (const file of sources.flatMap((source) => filesBelow(path.join(base, source), wanted))) {
		const bytes = readFileSync(file);
		hash.update(`${path.relative(base, file)}\0${bytes.length}\0`).update(bytes);
	}
	return hash.digest("hex");
};

/** Whether the stamp file holds this hash. @param {string} stamp @param {string} hash */
export const stamped = (stamp, hash) => existsSync(stamp) && readFileSync(stamp, "utf8").trim() === hash;

/** @param {string} stamp @param {string} hash */
export const writeStamp = (stamp, hash) => {
	mkdirSync(path.dirname(stamp), { recursive: true });
	writeFileSync(stamp, `${hash}\n`);
};
