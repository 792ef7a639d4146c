// @ts-check
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";

/** What a path may be made of that is written into Exim's and Python's text; as in the core's `safePath`. */
const PLAIN = /^[A-Za-z0-9._/-]{1,150}$/;

/** Whether everybody may enter a directory and all above it; one that is not there yet will be ours. @param {string} directory @returns {boolean} */
const open = (directory) =>
	(!existsSync(directory) || (statSync(directory).mode & 0o001) !== 0) &&
	(directory === "/" || open(path.dirname(directory)));

/**
 * Where the rehearsal host lies: in the state directory where that works. As root it doesn't if the
 * unprivileged user that the host runs as can't get there (a checkout in /root), nor for anybody if
 * the path has characters that mean something to Exim; then a directory of its own is used,
 * recognisable by the state directory's hash.
 * @param {{ wanted: string, root: boolean, home: string }} where
 */
export const rehearsalPlace = ({ wanted, root, home }) => {
	if (PLAIN.test(wanted) && (!root || open(path.dirname(wanted)))) return wanted;
	const name = `listkeeper-rehearsal-${createHash("sha256").update(wanted).digest("hex").slice(0, 12)}`;
	return path.join(root ? "/var/lib" : path.join(home, ".local/state"), name);
};

/**
 * The host program's file for a rehearsal host. Root's host runs as an unprivileged user, who must be
 * able to read it: where the checkout is closed to others, a copy lies in the rehearsal host's
 * directory, and is renewed when the program changed.
 * @param {{ program: string, rehearsal: string, root: boolean }} where
 */
export const reachableProgram = ({ program, rehearsal, root }) => {
	if (!root || open(path.dirname(program))) return program;
	const copy = path.join(rehearsal, "program", path.basename(program));
	if (existsSync(copy) && readFileSync(copy).equals(readFileSync(program))) return copy;
	mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
	copyFileSync(program, `${copy}.new`);
	renameSync(`${copy}.new`, copy);
	return copy;
};
