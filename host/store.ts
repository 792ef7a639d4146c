import path from "node:path";
import { z } from "zod";
import { keptSession } from "@/lib/core/checks/lab";
import { type ReleaseSummary, releaseSummary } from "@/lib/core/host/events";
import { renderTarget } from "@/lib/core/host/profile";
import { addressTest } from "@/lib/core/host/protocol";
import { keptSystem } from "@/lib/core/system/mail-system";
import { replaceFile } from "./durable";
import { diagnosisOf, errno, HostFailure } from "./errors";
import type { Observations, System } from "./system";

/** Where each thing lies in a host's state directory. */
export const statePaths = (stateDirectory: string) => ({
	state: stateDirectory,
	releases: path.join(stateDirectory, "releases"),
	current: path.join(stateDirectory, "current"),
	journal: path.join(stateDirectory, "journal.json"),
	pending: path.join(stateDirectory, "pending.json"),
	attention: path.join(stateDirectory, "attention.json"),
	sentinel: path.join(stateDirectory, "sentinel.json"),
	lock: path.join(stateDirectory, "lock"),
	replaced: path.join(stateDirectory, "replaced"),
	canary: path.join(stateDirectory, "canary"),
	candidate: path.join(stateDirectory, "candidate"),
	weaving: path.join(stateDirectory, "weaving"),
});

/** Everybody may read a configuration: Exim's and Mailman's own processes are other users. */
export const FILE_MODE = 0o644;
export const DIRECTORY_MODE = 0o755;

const manifestFile = z.object({
	/** Where in the release, with `/`. */
	target: z.string(),
	/** Of the bytes as they lie in this release's directory. */
	sha256: z.string(),
});

/** `staged` until it was seen to work; `reverted` when it was not, or nobody confirmed it. */
const fate = z.enum(["staged", "kept", "reverted"]);

/** What a release says of itself, in its `manifest.json`. */
export const manifest = releaseSummary.extend({
	fate,
	/** The number of the release that it took the place of, last time it became live. */
	before: z.number().nullable().default(null),
	/** How many queue runners each installation has when it is whole, by prefix; as far as known. */
	runners: z.record(z.string(), z.number()).default({}),
	system: keptSystem,
	target: renderTarget,
	files: z.array(manifestFile),
	/** The caller's own tests it was deployed with. */
	tests: z.array(addressTest).default([]),
	/** The sessions that must hold wherever it is what goes live or is replaced. */
	sessions: z.array(keptSession).default([]),
	/** Names of the sessions that didn't hold when it went live last, by its actor's choice. */
	sessionsBroken: z.array(z.string()).default([]),
});
export type Manifest = z.infer<typeof manifest>;

/** A release by its directory's name. */
export const releaseRef = releaseSummary
	.pick({ number: true, id: true })
	.extend({ directory: z.string().regex(/^\d{6,}-[0-9a-f]{12}$/) });
export type ReleaseRef = z.infer<typeof releaseRef>;

export const directoryName = (number: number, id: string): string =>
	`${String(number).padStart(6, "0")}-${id.slice(0, 12)}`;

const NAME = /^(\d{6,})-[0-9a-f]{12}$/;

/** The names of every directory under `releases/` that is a release's, oldest first, finished or not. */
export const releaseDirectories = (system: Observations, state: string): string[] =>
	(system.list(statePaths(state).releases) ?? []).filter((name) => NAME.test(name));

/** The number the next release gets. */
export const nextNumber = (system: Observations, state: string): number =>
	Math.max(0, ...releaseDirectories(system, state).map((name) => Number(NAME.exec(name)?.[1] ?? 0))) + 1;

const manifestPath = (state: string, directory: string) =>
	path.join(statePaths(state).releases, directory, "manifest.json");

function readJson(system: Observations, file: string): unknown {
	const text = system.read(file);
	if (text === null) return null;
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** A release's manifest; null where it has none or it can't be read as one. */
export function readManifest(system: Observations, state: string, directory: string): Manifest | null {
	const read = manifest.safeParse(readJson(system, manifestPath(state, directory)));
	return read.success ? read.data : null;
}

const listed = releaseSummary.extend({ fate });
export type ListedRelease = z.infer<typeof listed> & { directory: string };

/** Every release with a manifest, newest first, whatever became of it. Cheap: settings are not checked. */
export function listReleases(system: Observations, state: string): ListedRelease[] {
	return releaseDirectories(system, state)
		.map((directory) => {
			const read = listed.safeParse(readJson(system, manifestPath(state, directory)));
			return read.success ? { ...read.data, directory } : null;
		})
		.filter((found) => found !== null)
		.sort((a, b) => b.number - a.number);
}

/** The releases one can go back to, newest first: those that were seen to work. */
export const keptReleases = (system: Observations, state: string): ListedRelease[] =>
	listReleases(system, state).filter((release) => release.fate === "kept");

/** The directory the link names; null where there is no link, or it leads out of `releases/`. */
export function liveDirectory(system: Observations, state: string): string | null {
	let target: string | null;
	try {
		target = system.readLink(statePaths(state).current);
	} catch (error) {
		// Something that isn't a link stands in its place.
		if (errno(error) === "EINVAL") return null;
		throw error;
	}
	if (target === null) return null;
	const name = path.basename(target);
	const inside = path.resolve(state, target) === path.join(statePaths(state).releases, name);
	return inside && NAME.test(name) ? name : null;
}

/** A release with everything it says of itself. */
export type StoredRelease = Manifest & { directory: string };

/**
 * The live release, as the host's link says; null where none is.
 * Throws HostFailure where one is that this program can't read: it must not be taken for none.
 */
export function liveRelease(system: Observations, state: string): StoredRelease | null {
	const directory = liveDirectory(system, state);
	if (directory === null) return null;
	const found = readManifest(system, state, directory);
	if (found) return { ...found, directory };
	throw new HostFailure(
		"environment",
		diagnosisOf(
			"manifest-unreadable",
			`${directory} is live, and its manifest.json is missing or was written by another version of this program.`,
			"Put the manifest back, or bring the program to the version that wrote it. Mail goes on meanwhile.",
		),
	);
}

export const refOf = (release: { number: number; id: string; directory: string }): ReleaseRef => ({
	number: release.number,
	id: release.id,
	directory: release.directory,
});

export const summaryOf = (release: ReleaseSummary): ReleaseSummary => ({
	number: release.number,
	id: release.id,
	actor: release.actor,
	note: release.note,
	at: release.at,
	...(release.sessionsBroken?.length ? { sessionsBroken: release.sessionsBroken } : {}),
});

/** Writes a release's manifest, which makes it a finished one. */
export function writeManifest(system: System, state: string, release: StoredRelease) {
	const { directory, ...content } = release;
	replaceFile(system, manifestPath(state, directory), `${JSON.stringify(content, null, "\t")}\n`, FILE_MODE);
}
