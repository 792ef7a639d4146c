import path from "node:path";
import type { DriftItem } from "@/lib/core/host/events";
import type { Host } from "./context";
import { releasePath } from "./deploy/stage";
import { compiledOf } from "./mailman";
import { pristineTexts } from "./pristine";
import { DIRECTORY_MODE, FILE_MODE, liveDirectory, type StoredRelease } from "./store";
import { hasLine } from "./weave";
import { ownMmCfg, wovenLine } from "./weaves";

/** A text longer than this is not sent along with what is said of it. */
const SHOWN_CHARACTERS = 200_000;

const item = (
	kind: DriftItem["kind"],
	file: string,
	sentence: string,
	expected: string | null = null,
	actual: string | null = null,
): DriftItem => {
	const shown = (text: string | null) => (text !== null && text.length > SHOWN_CHARACTERS ? null : text);
	return { path: file, kind, sentence, expected: shown(expected), actual: shown(actual) };
};

const octal = (mode: number) => mode.toString(8).padStart(4, "0");

/** Every path in a directory and below, relative to it; directories end in a slash. */
function walk(host: Host, directory: string, below = ""): string[] {
	return (host.system.list(path.join(directory, below)) ?? []).flatMap((name) => {
		const relative = path.join(below, name);
		return host.system.facts(path.join(directory, relative))?.kind === "directory"
			? [`${relative}/`, ...walk(host, directory, relative)]
			: [relative];
	});
}

/** What differs inside the live release's own directory. */
function releaseDrift(host: Host, live: StoredRelease): DriftItem[] {
	const directory = releasePath(host, live.directory);
	let pristine: Map<string, string> | null = null;
	const found: DriftItem[] = [];
	for (const { target, sha256 } of live.files) {
		const file = path.join(directory, target);
		const facts = host.system.facts(file);
		if (facts === null) found.push(item("missing", file, `${target} of release ${live.number} is gone.`));
		else if (facts.kind !== "file")
			found.push(item("link", file, `${target} of release ${live.number} was replaced by a ${facts.kind}.`));
		else {
			if (host.system.hash(file) !== sha256) {
				pristine ??= pristineTexts(host, live);
				const sentence = `${target} of release ${live.number} was edited on the host.`;
				found.push(item("edited", file, sentence, pristine.get(target) ?? null, host.system.read(file)));
			}
			if (facts.mode !== FILE_MODE)
				found.push(item("mode", file, `${target} has another mode.`, octal(FILE_MODE), octal(facts.mode)));
		}
	}
	const known = new Set(["manifest.json", ...live.files.map((file) => file.target)]);
	for (const relative of walk(host, directory)) {
		const file = path.join(directory, relative);
		const mode = host.system.facts(file)?.mode;
		if (relative.endsWith("/")) {
			if (mode !== undefined && mode !== DIRECTORY_MODE)
				found.push(item("mode", file, `${relative} has another mode.`, octal(DIRECTORY_MODE), octal(mode)));
		} else if (!known.has(relative))
			found.push(item("extra", file, `${relative} is not from Listkeeper.`, null, host.system.read(file)));
	}
	return found;
}

/**
 * A compiled copy that is in force although it is older than the settings: Python looks at whole seconds only
 * (facts, section 5).
 */
export function staleCompiled(host: Host, prefix: string): string[] {
	const source = host.system.facts(ownMmCfg(prefix));
	const second = (ms: number) => Math.floor(ms / 1_000);
	return compiledOf(host, prefix).filter((file) => {
		const compiled = host.system.facts(file);
		if (!source || !compiled) return false;
		return compiled.modified < source.modified && second(compiled.modified) === second(source.modified);
	});
}

function mailmanDrift(host: Host, live: StoredRelease): DriftItem[] {
	return live.system.installations.flatMap((installation) => {
		const file = ownMmCfg(installation.prefix);
		const line = wovenLine(host, installation);
		const text = host.system.read(file);
		const stale = staleCompiled(host, installation.prefix).map((compiled) =>
			item("stale-pyc", compiled, `${compiled} is older than mm_cfg.py and still in force.`),
		);
		if (text === null) return [item("missing", file, `${file} is gone.`), ...stale];
		return hasLine(text, line)
			? stale
			: [item("line-missing", file, `${file} no longer reads Listkeeper's settings.`, line, text), ...stale];
	});
}

/** What is wrong with the links that lead to the live release. */
function linkDrift(host: Host): DriftItem[] {
	const { system, paths } = host;
	const facts = system.facts(paths.current);
	const found: DriftItem[] = [];
	if (facts !== null && liveDirectory(system, host.state) === null) {
		const actual = facts.kind === "link" ? system.readLink(paths.current) : `a ${facts.kind}`;
		found.push(
			item("link", paths.current, `${paths.current} points at no release of this host.`, null, actual),
		);
	}
	const debian = "/etc/exim4/exim4.conf";
	if (host.config.kind === "machine" && system.facts(debian)?.kind === "link" && system.hash(debian) === null)
		found.push(
			item(
				"link",
				debian,
				`${debian} points at nothing, so Exim silently uses Debian's generated configuration.`,
				null,
				system.readLink(debian),
			),
		);
	return found;
}

/** Everything on the host that isn't as the live release left it. In: null where none is live. */
export const findDrift = (host: Host, live: StoredRelease | null): DriftItem[] => [
	...linkDrift(host),
	...(live ? [...releaseDrift(host, live), ...mailmanDrift(host, live)] : []),
];
