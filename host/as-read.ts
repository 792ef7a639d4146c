import path from "node:path";
import { EXIM_CONF } from "@/lib/core/render/exim/exim-conf";
import { WOVEN_MAIN } from "@/lib/core/render/exim/woven";
import { liveMain } from "@/lib/core/weave/points";
import { liveEximFile } from "./config";
import type { Host } from "./context";
import { makeDirectories } from "./durable";
import type { Weave } from "./journal";
import { DIRECTORY_MODE, FILE_MODE } from "./store";

/**
 * The file that Exim would begin with, were what lies in a directory the live release. Where Listkeeper writes all of the
 * configuration that is a file of the release; where it is woven into another, a copy of that is written, which reads
 * the directory in the live release's place.
 * In: the weaves that are still to come, the directory, where to write the copy, and what else is to become of its text.
 * Out: the file's path. Line numbers are those of the text that is copied.
 */
export function asRead(
	host: Host,
	weaves: readonly Weave[],
	directory: string,
	into: string,
	changed: (text: string) => string = (text) => text,
): string {
	const { system, config } = host;
	const file = path.join(into, EXIM_CONF);
	if (config.target.layout === "whole") return path.join(directory, EXIM_CONF);
	const live = liveEximFile(config);
	const coming = weaves.filter(({ kind, to }) => kind === "whole" && to !== null);
	let text = coming.find((weave) => weave.file === live)?.to ?? system.readBytes(live) ?? "";
	makeDirectories(system, path.dirname(file), DIRECTORY_MODE);
	// On Debian only the generated file is read; elsewhere a file may read others of theirs that change too.
	const others = config.exim.woven?.kind === "one-file" ? coming.filter((weave) => weave.file !== live) : [];
	for (const [at, other] of others.entries()) {
		const copy = path.join(path.dirname(file), `theirs-${at}.conf`);
		system.write(copy, Buffer.from(other.to ?? "", "latin1"), FILE_MODE);
		text = text.replaceAll(other.file, copy);
	}
	text = text.replaceAll(liveMain(config.target.stateDirectory), path.join(directory, WOVEN_MAIN));
	system.write(file, Buffer.from(changed(text), "latin1"), FILE_MODE);
	return file;
}
