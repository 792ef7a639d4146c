import path from "node:path";
import { type EximConfig, parseEximConfig } from "@/lib/core/exim-config/parse";
import { listRoutes } from "@/lib/core/survey/found-lists";
import { debianDropIns, isDropIn } from "@/lib/core/weave/debian";
import { frameOf } from "@/lib/core/weave/frame";
import { type Edit, unweave, weave } from "@/lib/core/weave/marks";
import { liveMain, type WeaveProblem, weavePoints } from "@/lib/core/weave/points";
import { type HostConfig, liveEximFile, type Woven } from "./config";
import { debianSources } from "./debian-sources";
import type { Known } from "./inspect";
import type { Observations } from "./system";

/** What an administrator's own Exim configuration is made of, with none of our lines in it. */
type Theirs = {
	/** The files one edits, in the order they are read. */
	sources: string[];
	config: EximConfig;
	textOf: (file: string) => string;
};

/** A set of every macro that Exim defines itself: those begin with an underscore (specification, 6.7). */
const BUILT_IN: ReadonlySet<string> = Object.assign(new Set<string>(), {
	has: (name: string) => name.startsWith("_"),
});

/** The type of a Debian host (`dc_eximconfig_configtype`), on which its template's conditions depend. */
const debianMacros = (system: Observations, { directory }: { directory: string }): string => {
	const settings = system.read(path.join(directory, "update-exim4.conf.conf")) ?? "";
	const type = /^dc_eximconfig_configtype=["']?(\w+)/m.exec(settings)?.[1] ?? "local";
	return `DCconfig_${type} = 1\nMAIN_LOCAL_DOMAINS = @ : localhost\n`;
};

/** Reads their configuration as it would be without Listkeeper. */
export function readTheirs(system: Observations, woven: Woven): Theirs {
	const textOf = (file: string) => unweave(system.readBytes(file) ?? "");
	const read = (file: string) => (system.facts(file) === null ? null : textOf(file));
	if (woven.kind === "one-file")
		return {
			sources: [woven.file],
			config: parseEximConfig(woven.file, textOf(woven.file), read, BUILT_IN),
			textOf,
		};
	const sources = debianSources(system, woven.kind, woven.directory).filter(
		(file) => !isDropIn(path.relative(path.join(woven.directory, "conf.d"), file)),
	);
	const all = `${debianMacros(system, woven)}${sources.map((file) => `.include ${file}\n`).join("")}`;
	return { sources, config: parseEximConfig("update-exim4.conf", all, read, BUILT_IN), textOf };
}

/** `host.json` with what the host's own configuration says besides; as it is where Listkeeper writes all of it. */
export function withFrame(system: Observations, config: HostConfig): HostConfig {
	const { woven } = config.exim;
	if (config.target.layout === "whole" || woven === null) return config;
	const frame = frameOf(readTheirs(system, woven).config);
	// Debian's ACLs are asked at these steps whatever its macros say; ours are asked from within them.
	const acls =
		woven.kind === "debian-split"
			? frame.acls.filter((step) => !["mail", "rcpt", "data"].includes(step)).concat("mail", "rcpt", "data")
			: frame.acls;
	return { ...config, target: { ...config.target, frame: { ...frame, acls } } };
}

/** A file of theirs, or beside theirs, and its text with our lines; null is none. Bytes, each as one character. */
export type WovenFile = { file: string; from: string | null; to: string | null };

/** Every file of theirs with our lines in it, and what keeps them out of it. Reads only. */
export function weaving(
	system: Observations,
	config: Pick<HostConfig, "target">,
	woven: Woven,
): { files: WovenFile[]; problems: WeaveProblem[] } {
	const main = liveMain(config.target.stateDirectory);
	const theirs = readTheirs(system, woven);
	if (woven.kind === "debian-split") {
		const conf = path.join(woven.directory, "conf.d");
		const own = listRoutes(theirs.config).map(({ router }) => path.basename(router.file));
		const wanted = debianDropIns(main, woven.directory, own).map(({ target, text }) => ({
			file: path.join(conf, target),
			to: text,
		}));
		const left = ["main", "acl", "router", "transport"]
			.flatMap((part) => (system.list(path.join(conf, part)) ?? []).map((name) => `${part}/${name}`))
			.filter((target) => isDropIn(target) && !wanted.some(({ file }) => file === path.join(conf, target)))
			.map((target) => ({ file: path.join(conf, target), to: null }));
		return {
			files: [...wanted, ...left].map((one) => ({ ...one, from: system.readBytes(one.file) })),
			problems: [],
		};
	}
	const file = woven.kind === "one-file" ? woven.file : path.join(woven.directory, "exim4.conf.template");
	const { edits, problems } = weavePoints(theirs.config, file, theirs.textOf, main);
	const byFile = new Map<string, Edit[]>();
	for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
	// A file that has ours although nothing is to stand in it any more is among the sources or what they include.
	for (const one of [...theirs.sources, ...theirs.config.includes.map((include) => include.path)])
		if (!byFile.has(one) && system.facts(one)?.kind === "file") byFile.set(one, []);
	return {
		files: [...byFile].map(([one, own]) => ({
			file: one,
			from: system.readBytes(one),
			to: weave(theirs.textOf(one), own),
		})),
		problems,
	};
}

/** The files as they are without us; those that were ours alone are gone. */
export function unweaving(
	system: Observations,
	config: Pick<HostConfig, "target">,
	woven: Woven,
): WovenFile[] {
	return weaving(system, config, woven).files.map(({ file, from }) => ({
		file,
		from,
		to: woven.kind === "debian-split" ? null : from === null ? null : unweave(from),
	}));
}

/** Where an option of theirs stands. */
export function blameOption(
	{ system, config }: { system: Observations; config: HostConfig },
	option: string,
): { file: string; line: number; text: string | null } | null {
	const { woven } = config.exim;
	const found = woven && readTheirs(system, woven).config.options.findLast(({ name }) => name === option);
	return found ? { file: found.file, line: found.line, text: `${found.name} = ${found.value}` } : null;
}

/** What `host.json` says of a host, for looking at it. */
export function knownOf({ system, config }: { system: Observations; config: HostConfig }): Known {
	const { woven, path: program } = config.exim;
	const theirs = woven && readTheirs(system, woven);
	const prefixes = config.installations.map(({ prefix }) => prefix);
	if (woven === null || theirs === null)
		return { program, where: { layout: "none", file: null, sources: [] }, config: null, prefixes };
	return {
		program,
		where: { layout: woven.kind, file: liveEximFile(config), sources: theirs.sources },
		config: theirs.config,
		prefixes,
	};
}
