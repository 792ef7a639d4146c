import path from "node:path";
import type { DriftItem } from "@/lib/core/host/events";
import { difference } from "@/lib/core/weave/difference";
import { isWoven } from "@/lib/core/weave/marks";
import { namesOf } from "./account";
import { liveEximFile } from "./config";
import type { Host } from "./context";
import { releasePath } from "./deploy/stage";
import { eximDifferences } from "./exim-weaves";
import { compiledOf } from "./mailman";
import { pristineTexts } from "./pristine";
import { DIRECTORY_MODE, FILE_MODE, keptReleases, liveDirectory, type StoredRelease } from "./store";
import type { FileFacts } from "./system";
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

/** Whoever owns a file can change it: a release is root's, or that of whom this program runs as. */
function ownerDrift(host: Host, file: string, called: string, facts: FileFacts): DriftItem[] {
	const own = host.account?.uid ?? process.geteuid?.() ?? 0;
	return [0, own].includes(facts.uid)
		? []
		: [
				item(
					"mode",
					file,
					`${called} belongs to another user.`,
					`user ${namesOf({ uid: own, gid: facts.gid }).user}`,
					`user ${namesOf(facts).user}`,
				),
			];
}

/** The release's own directory: whoever can't enter it reads nothing of it. */
function directoryDrift(host: Host, directory: string): DriftItem[] {
	const facts = host.system.facts(directory);
	if (facts === null) return [];
	const called = path.basename(directory);
	return [
		...(facts.mode === DIRECTORY_MODE
			? []
			: [item("mode", directory, `${called} has another mode.`, octal(DIRECTORY_MODE), octal(facts.mode))]),
		...ownerDrift(host, directory, called, facts),
	];
}

/** What differs inside the live release's own directory. */
function releaseDrift(host: Host, live: StoredRelease): DriftItem[] {
	const directory = releasePath(host, live.directory);
	let pristine: Map<string, string> | null = null;
	const found: DriftItem[] = [...directoryDrift(host, directory)];
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
			found.push(...ownerDrift(host, file, target, facts));
		}
	}
	const known = new Set(["manifest.json", ...live.files.map((file) => file.target)]);
	for (const relative of walk(host, directory)) {
		const file = path.join(directory, relative);
		const facts = host.system.facts(file);
		const mode = facts?.mode;
		if (relative.endsWith("/")) {
			if (mode !== undefined && mode !== DIRECTORY_MODE)
				found.push(item("mode", file, `${relative} has another mode.`, octal(DIRECTORY_MODE), octal(mode)));
		} else if (!known.has(relative))
			found.push(
				item(
					"extra",
					file,
					`${relative} is not from Listkeeper.`,
					null,
					// Anything else than a file may have no end, as a pipe has.
					facts?.kind === "file" && facts.bytes <= SHOWN_CHARACTERS ? host.system.read(file) : null,
				),
			);
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

/** What of the host's own Exim configuration no longer reads Listkeeper's settings as it did. */
function theirDrift(host: Host): DriftItem[] {
	const { woven } = host.config.exim;
	if (host.config.target.layout !== "woven" || woven === null) return [];
	const { files, problems } = eximDifferences(host);
	const found = files.map(({ file, from, to }) =>
		item(
			from === null ? "missing" : "line-missing",
			file,
			from === null ? `${file} is gone.` : `${file} no longer reads Listkeeper's settings as it has to.`,
			// Only what is missing: the rest of their configuration may hold what isn't for everybody to read.
			difference(from, to)
				.filter(({ sign }) => sign === "+")
				.map(({ text }) => text)
				.join("\n"),
		),
	);
	const read = liveEximFile(host.config);
	if (found.length === 0 && !isWoven(host.system.readBytes(read) ?? ""))
		found.push(
			item(
				"line-missing",
				read,
				`${read} was made without Listkeeper's lines: run update-exim4.conf, or deploy.`,
			),
		);
	return [...found, ...problems.map(({ sentence, file }) => item("edited", file, sentence, null, null))];
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
	const [newest] = facts === null ? keptReleases(system, host.state) : [];
	if (newest)
		found.push(
			item(
				"link",
				paths.current,
				`${paths.current} is gone, the link that says what is live: Exim and Mailman find nothing of their settings any more. Put it back with \`ln -s releases/DIRECTORY ${paths.current}\`, or deploy.`,
				`releases/${newest.directory}, the newest that is kept`,
				null,
			),
		);
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

/**
 * Whether Exim runs another release than the link names, as where somebody has turned it. In: the greeting on
 * loopback, null where nobody answered; the live release. Means nothing while a deployment is under way.
 */
export function bannerDrift(host: Host, banner: string | null, live: StoredRelease | null): DriftItem[] {
	const running = runningIn(banner);
	if (running === null || running === live?.directory) return [];
	return [
		item(
			"link",
			host.paths.current,
			`Exim runs release ${running}, and ${host.paths.current} names ${live?.directory ?? "none"}. Point the link back, or deploy.`,
			`releases/${running}`,
			live ? `releases/${live.directory}` : null,
		),
	];
}

/** The directory of the release that a greeting names; null where it names none. */
export const runningIn = (banner: string | null): string | null =>
	/ release (\d{6,}-[0-9a-f]{12})$/.exec(banner ?? "")?.[1] ?? null;

/** Everything on the host that isn't as the live release left it. In: null where none is live. */
export const findDrift = (host: Host, live: StoredRelease | null): DriftItem[] => [
	...linkDrift(host),
	...(live ? [...releaseDrift(host, live), ...mailmanDrift(host, live), ...theirDrift(host)] : []),
];
