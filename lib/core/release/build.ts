import type { RenderTarget } from "../host/profile";
import { macroPath } from "../render/exim/escape";
import { renderFiles } from "../render/render";
import type { MailSystem } from "../system/mail-system";
import { type ConfigFile, RELEASE_DIRECTORY, type Release, type Sha256 } from "./types";

/**
 * A release's id: the hash of a listing as `sha256sum` prints it, one line `HASH  TARGET` a file,
 * so that an administrator can compute it by hand.
 */
const releaseId = (files: readonly ConfigFile[], sha256: Sha256): string =>
	sha256(files.map((file) => `${sha256(file.text)}  ${file.target}\n`).join(""));

/** Renders a system for a host. The same system and target always give the same id, wherever the release will lie. */
export function buildRelease(system: MailSystem, target: RenderTarget, sha256: Sha256): Release {
	const files = renderFiles(system, target);
	return { id: releaseId(files, sha256), files };
}

/**
 * Fills in where the files will lie, so that a staged release reads itself and not the live one.
 * In: an absolute path. Throws RangeError for one that would mean something else to Exim.
 */
export function placeFiles(files: readonly ConfigFile[], releaseDirectory: string): ConfigFile[] {
	const path = macroPath(releaseDirectory);
	return files.map(({ target, text }) => ({ target, text: text.replaceAll(RELEASE_DIRECTORY, path) }));
}
