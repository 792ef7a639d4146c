import path from "node:path";
import { type Host, say } from "../context";
import { findDrift } from "../drift";
import { makeDirectories, removeTree, replaceFile } from "../durable";
import { pristineTexts } from "../pristine";
import { DIRECTORY_MODE, FILE_MODE, liveDirectory, type StoredRelease } from "../store";
import { releasePath } from "./stage";

/** A name for a moment that sorts as it passes, as in `2026-01-31T140500Z`. */
const stamp = (at: number) => new Date(at).toISOString().replace(/\.\d+/, "").replaceAll(":", "");

/**
 * Keeps a copy of everything on the host that isn't as the live release left it, before a deployment takes its place.
 * The originals stay as they are: until the swap they are what is live. Out: where the copies are, or null.
 */
export function keepDrift(host: Host, live: StoredRelease | null): string | null {
	const { system, paths } = host;
	const drift = findDrift(host, live).filter((one) => one.kind !== "missing");
	if (drift.length === 0) return null;
	const place = path.join(paths.replaced, `${stamp(system.now())}-${live?.directory ?? "none"}`);
	for (const { path: file } of drift) {
		const facts = system.facts(file);
		const copy = path.join(place, file);
		makeDirectories(system, path.dirname(copy), DIRECTORY_MODE);
		if (facts?.kind === "file")
			replaceFile(system, copy, Buffer.from(system.readBytes(file) ?? "", "latin1"), facts.mode);
		else if (facts?.kind === "link") replaceFile(system, copy, `${system.readLink(file)}\n`, FILE_MODE);
	}
	say(host, "stage", `Copies of what will be replaced are in ${place}.`);
	return place;
}

/**
 * Gives a release that is no longer live its own texts back, so that one can go back to what was deployed.
 * What was edited has been copied before.
 */
export function restorePristine(host: Host, release: StoredRelease) {
	const { system } = host;
	if (liveDirectory(system, host.state) === release.directory) return;
	const directory = releasePath(host, release.directory);
	for (const [target, text] of pristineTexts(host, release)) {
		const file = path.join(directory, target);
		const facts = system.facts(file);
		if (facts?.kind === "directory") removeTree(system, file);
		makeDirectories(system, path.dirname(file), DIRECTORY_MODE);
		if (facts?.kind !== "file" || facts.mode !== FILE_MODE || system.read(file) !== text)
			replaceFile(system, file, text, FILE_MODE);
	}
}
