import path from "node:path";
import { isWoven } from "@/lib/core/weave/marks";
import { liveEximFile, type Woven } from "./config";
import { type Host, limitMs } from "./context";
import { makeDirectories, removeTree } from "./durable";
import { diagnosisOf, HostFailure } from "./errors";
import { linesOf } from "./exim-daemon";
import type { Weave } from "./journal";
import { sha256 } from "./sha256";
import { DIRECTORY_MODE, FILE_MODE } from "./store";
import { unweaving, type WovenFile, weaving } from "./their-exim";

type Debian = Extract<Woven, { update: string }>;

const asWeave = ({ file, from, to }: WovenFile): Weave => ({ kind: "whole", file, from, to });

/** Copies a directory's files as they are, and the directories below it. */
function copyTree(host: Host, from: string, to: string) {
	const { system } = host;
	makeDirectories(system, to, DIRECTORY_MODE);
	for (const name of system.list(from) ?? []) {
		const [source, target] = [path.join(from, name), path.join(to, name)];
		if (system.facts(source)?.kind === "directory") copyTree(host, source, target);
		else copyFile(host, source, target);
	}
}

function copyFile(host: Host, from: string, to: string) {
	const text = host.system.readBytes(from);
	if (text !== null) host.system.write(to, Buffer.from(text, "latin1"), FILE_MODE);
}

/**
 * What update-exim4.conf makes of Debian's files once they are as they are to be. It works on a copy: nothing that Exim
 * reads changes. Throws HostFailure with its words.
 */
async function generate(host: Host, debian: Debian, files: readonly WovenFile[]): Promise<string> {
	const { system } = host;
	const directory = host.paths.weaving;
	const out = path.join(directory, "generated");
	removeTree(system, directory);
	try {
		makeDirectories(system, directory, DIRECTORY_MODE);
		if (debian.kind === "debian-split")
			copyTree(host, path.join(debian.directory, "conf.d"), path.join(directory, "conf.d"));
		for (const name of ["update-exim4.conf.conf", "exim4.conf.localmacros", "exim4.conf.template"])
			copyFile(host, path.join(debian.directory, name), path.join(directory, name));
		for (const { file, to } of files) {
			const copy = path.join(directory, path.relative(debian.directory, file));
			if (to === null) {
				if (system.facts(copy)) system.removeFile(copy);
			} else system.write(copy, Buffer.from(to, "latin1"), FILE_MODE);
		}
		const argv = [debian.update, "-d", directory, "-o", out];
		const ran = await system.run({ argv, timeoutMs: limitMs(host, "program") });
		const text = system.readBytes(out);
		if (ran.status === 0 && text !== null) return text.replaceAll(directory, debian.directory);
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"update-exim4-conf",
				`${debian.update} could not make a configuration with Listkeeper's lines in it.`,
				"Put right what it says, then deploy again.",
				{ said: linesOf(ran) },
			),
		);
	} finally {
		removeTree(system, directory);
	}
}

/** What is woven into, where anything is. */
const wovenInto = (host: Host): Woven | null =>
	host.config.target.layout === "woven" ? host.config.exim.woven : null;

/** Files of the host's own Exim configuration that aren't as they have to be, and why they can't come to be. Reads only. */
export function eximDifferences(host: Host): ReturnType<typeof weaving> {
	const woven = wovenInto(host);
	if (woven === null) return { files: [], problems: [] };
	const { files, problems } = weaving(host.system, host.config, woven);
	return { files: files.filter(({ from, to }) => from !== to), problems };
}

/** Names a set of differences, so that who agrees agrees to just these. Null where there are none. */
export const weavingId = (files: readonly WovenFile[]): string | null =>
	files.length === 0 ? null : sha256(JSON.stringify(files.map(({ file, from, to }) => [file, from, to])));

/** Debian's generated file, where it has to be made anew. */
async function generated(
	host: Host,
	woven: Woven,
	files: readonly WovenFile[],
	away: boolean,
): Promise<Weave[]> {
	if (woven.kind === "one-file") return [];
	const from = host.system.readBytes(woven.generated);
	if (files.length === 0 && isWoven(from ?? "") !== away) return [];
	const to = await generate(host, woven, files);
	return from === to ? [] : [{ kind: "whole", file: woven.generated, from, to }];
}

/** The link by which Exim finds a configuration that is all Listkeeper's. Throws HostFailure where something else is there. */
function linked(host: Host, wanted: boolean): Weave[] {
	const { link } = host.config.exim;
	if (link === null) return [];
	const to = liveEximFile(host.config);
	const facts = host.system.facts(link);
	const ours = facts?.kind === "link" && host.system.readLink(link) === to;
	if (facts !== null && !ours && wanted)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"link-taken",
				`${link} is there already, and this host's host.json says that Listkeeper writes all of Exim's configuration. Nothing was changed.`,
				"Move it away, or have Listkeeper woven into it (exim.woven), then deploy again.",
			),
		);
	return ours === wanted
		? []
		: [{ kind: "link", file: link, from: wanted ? null : to, to: wanted ? to : null }];
}

/**
 * What has to change in the host's own Exim configuration for a release to be read from it; usually nothing.
 * Throws HostFailure for what has to be put right by hand before.
 */
export async function eximWeaves(host: Host): Promise<Weave[]> {
	const woven = wovenInto(host);
	if (woven === null) return linked(host, true);
	const { files, problems } = eximDifferences(host);
	const [first, ...further] = problems.map(({ sentence, remedy, file, line }) =>
		diagnosisOf("weave", `${sentence} Nothing was changed.`, remedy, { place: { file, line, text: null } }),
	);
	if (first) throw new HostFailure("refused", first, further);
	return [...files.map(asWeave), ...(await generated(host, woven, files, false))];
}

/** The same for taking every line of Listkeeper's away. */
export async function eximUnweaves(host: Host): Promise<Weave[]> {
	const woven = wovenInto(host);
	if (woven === null) return linked(host, false);
	const files = unweaving(host.system, host.config, woven).filter(({ from, to }) => from !== to);
	return [...(await generated(host, woven, files, true)), ...files.map(asWeave).reverse()];
}
