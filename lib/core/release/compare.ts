import type { FileDiff, Release, ReleaseDiff } from "./types";

/** What differs between two releases, sorted by target. In: null where there is no release yet. */
export function compareReleases(before: Release | null, after: Release): ReleaseDiff {
	const old = new Map((before?.files ?? []).map((file) => [file.target, file.text]));
	const now = new Map(after.files.map((file) => [file.target, file.text]));
	const files: FileDiff[] = [];
	for (const target of [...new Set([...old.keys(), ...now.keys()])].sort()) {
		const [a, b] = [old.get(target), now.get(target)];
		if (a === b) continue;
		const kind = a === undefined ? "added" : b === undefined ? "removed" : "changed";
		files.push({ target, kind, before: a ?? "", after: b ?? "" });
	}
	return { files };
}
