import path from "node:path";
import { placeFiles } from "@/lib/core/release/build";
import type { Release } from "@/lib/core/release/types";
import type { Host } from "../context";
import { makeDirectories, removeTree } from "../durable";
import { sha256 } from "../sha256";
import { DIRECTORY_MODE, FILE_MODE, type Manifest, type StoredRelease, writeManifest } from "../store";
import { prepareWeave } from "../weaves";
import type { Course } from "./course";

/** Where a release lies. */
export const releasePath = (host: Host, directory: string): string =>
	path.join(host.paths.releases, directory);

/** A release with everything its manifest will say, before anything is written. */
export function describeRelease(
	host: Host,
	release: Release,
	about: Omit<Manifest, "files" | "fate" | "id" | "target"> & { directory: string },
): StoredRelease {
	const placed = placeFiles(release.files, releasePath(host, about.directory));
	return {
		...about,
		id: release.id,
		fate: "staged",
		target: host.config.target,
		files: placed.map((file) => ({ target: file.target, sha256: sha256(file.text) })),
	};
}

/** Writes the release and makes it durable; the live one is not touched. Out: evidence. */
export function stage({ host, journal, candidate }: Course, release: Release): string {
	const { system } = host;
	const directory = releasePath(host, candidate.directory);
	removeTree(system, directory);
	const directories = new Set<string>();
	const files = placeFiles(release.files, directory);
	for (const { target, text } of files) {
		const file = path.join(directory, target);
		makeDirectories(system, path.dirname(file), DIRECTORY_MODE);
		for (let up = path.dirname(file); up.startsWith(directory); up = path.dirname(up)) directories.add(up);
		system.write(file, text, FILE_MODE);
		system.sync(file);
	}
	for (const made of directories) system.sync(made);
	writeManifest(system, host.state, candidate);
	system.sync(host.paths.releases);
	for (const weave of journal.weaves) prepareWeave(host, weave);
	return `${files.length} files written to ${directory}.`;
}
