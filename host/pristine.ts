import { buildRelease, placeFiles } from "@/lib/core/release/build";
import type { Host } from "./context";
import { releasePath } from "./deploy/stage";
import { sha256 } from "./sha256";
import type { StoredRelease } from "./store";

/**
 * The texts a release was written with, by target, made again from its settings. A text that this version of the
 * program renders otherwise is left out.
 */
export function pristineTexts(host: Host, release: StoredRelease): Map<string, string> {
	const rendered = buildRelease(release.system, release.target, sha256);
	const placed = placeFiles(rendered.files, releasePath(host, release.directory));
	const hashes = new Map(release.files.map((file) => [file.target, file.sha256]));
	return new Map(
		placed
			.filter(({ target, text }) => hashes.get(target) === sha256(text))
			.map(({ target, text }) => [target, text]),
	);
}
