import path from "node:path";
import type { System } from "./system";

/** The name a file has while it is being written; whatever bears it after a crash is litter. */
export const unfinished = (file: string): string => `${file}.new`;

/**
 * Replaces a file whole: a reader, or a crash, finds the old bytes or the new ones.
 * In: its path, text and permission bits. Throws ErrnoException; the old file then stands.
 */
export function replaceFile(system: System, file: string, text: string | Uint8Array, mode: number) {
	const temporary = unfinished(file);
	removeIfThere(system, temporary);
	system.write(temporary, text, mode);
	system.sync(temporary);
	system.rename(temporary, file);
	system.sync(path.dirname(file));
}

/** Points a link elsewhere in one step that a crash can't halve. */
export function replaceLink(system: System, link: string, target: string) {
	const temporary = unfinished(link);
	removeIfThere(system, temporary);
	system.symlink(target, temporary);
	system.rename(temporary, link);
	system.sync(path.dirname(link));
}

/** Removes a file or link and makes that durable; nothing happens where there is none. */
export function removeDurably(system: System, file: string) {
	if (!removeIfThere(system, file)) return;
	system.sync(path.dirname(file));
}

export function removeIfThere(system: System, file: string): boolean {
	if (system.facts(file) === null) return false;
	system.removeFile(file);
	return true;
}

/** Removes a directory and all below it, never through a link. */
export function removeTree(system: System, directory: string) {
	for (const name of system.list(directory) ?? []) {
		const inside = path.join(directory, name);
		if (system.facts(inside)?.kind === "directory") removeTree(system, inside);
		else system.removeFile(inside);
	}
	if (system.facts(directory) !== null) system.removeDirectory(directory);
}

/** Makes a directory and those above it that are missing. */
export function makeDirectories(system: System, directory: string, mode: number) {
	if (system.facts(directory) !== null) return;
	makeDirectories(system, path.dirname(directory), mode);
	system.makeDirectory(directory, mode);
}
