import path from "node:path";
import { mmCfgLine } from "@/lib/core/render/mailman/hook";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { isWoven, unweave } from "@/lib/core/weave/marks";
import { liveMmCfg } from "./config";
import type { Host } from "./context";
import { removeDurably, replaceLink, unfinished } from "./durable";
import type { Weave } from "./journal";
import { hasLine, unweaveLine, weaveLine } from "./weave";

/** An installation's own settings file. */
export const ownMmCfg = (prefix: string): string => path.join(prefix, "Mailman/mm_cfg.py");

/** The line that an installation's own `mm_cfg.py` ends with once Listkeeper manages it. */
export const wovenLine = (host: Host, installation: { id: string }): string =>
	mmCfgLine(liveMmCfg(host.config, installation.id));

/** Which line each file is to have under a system, by file. */
const linesOf = (host: Host, system: MailSystem | null): Map<string, string> =>
	new Map((system?.installations ?? []).map((one) => [ownMmCfg(one.prefix), wovenLine(host, one)]));

/** What differs between the lines that two systems want; null where there is no system. */
export function weavesBetween(host: Host, before: MailSystem | null, after: MailSystem | null): Weave[] {
	const [old, wanted] = [linesOf(host, before), linesOf(host, after)];
	return [...new Set([...old.keys(), ...wanted.keys()])]
		.map((file) => ({
			kind: "line" as const,
			file,
			from: old.get(file) ?? null,
			to: wanted.get(file) ?? null,
		}))
		.filter(({ from, to }) => from !== to);
}

/** The same, and the lines that both want and that somebody has taken away since. */
export function planWeaves(host: Host, before: MailSystem | null, after: MailSystem): Weave[] {
	const lost = [...linesOf(host, after)]
		.filter(([file, line]) => !hasLine(host.system.read(file) ?? line, line))
		.map(([file, line]) => ({ kind: "line" as const, file, from: null, to: line }));
	const changed = weavesBetween(host, before, after);
	return [...changed, ...lost.filter(({ file }) => !changed.some((weave) => weave.file === file))];
}

/**
 * What becomes of a file's bytes. One that somebody has changed since it was looked at keeps what they did: at most
 * our own lines go. In and out: the bytes, each as one character; null where there is no such file.
 */
function rewoven(text: string | null, weave: Weave): string | null {
	const { kind, from, to } = weave;
	if (kind === "line") return text === null ? null : relined(text, weave);
	if (text === from || text === to) return to;
	return text !== null && (to === null || !isWoven(to)) ? unweave(text) : text;
}

/** The text of a file with one line in the other's place. */
const relined = (text: string, { from, to }: Pick<Weave, "from" | "to">): string => {
	const without = from === null ? text : unweaveLine(text, from);
	return to === null ? without : weaveLine(without, to);
};

/** The other way round, to undo it. */
const reversed = ({ kind, file, from, to }: Weave): Weave => ({ kind, file, from: to, to: from });

/** Writes a file's coming text beside it, so that a full disk or a wrong owner is found before anything is live. */
export function prepareWeave(host: Host, weave: Weave) {
	if (weave.kind === "link") return;
	const coming = rewoven(host.system.readBytes(weave.file), weave);
	if (coming !== null) writeBeside(host, weave.file, coming);
}

/** Removes what `prepareWeave` wrote. */
export function forgetWeaves(host: Host, weaves: readonly Weave[]) {
	for (const { file } of weaves)
		if (host.system.facts(unfinished(file)) !== null) host.system.removeFile(unfinished(file));
}

function applyWeave(host: Host, weave: Weave) {
	const { system } = host;
	if (weave.kind === "link") {
		if (weave.to === null) removeDurably(system, weave.file);
		else replaceLink(system, weave.file, weave.to);
		return;
	}
	const text = system.readBytes(weave.file);
	const coming = rewoven(text, weave);
	if (coming === text) return;
	if (coming === null) {
		removeDurably(system, weave.file);
		return;
	}
	if (system.readBytes(unfinished(weave.file)) !== coming) writeBeside(host, weave.file, coming);
	system.rename(unfinished(weave.file), weave.file);
	system.sync(path.dirname(weave.file));
}

function writeBeside(host: Host, file: string, text: string) {
	const { system } = host;
	const facts = system.facts(file);
	const beside = unfinished(file);
	if (system.facts(beside) !== null) system.removeFile(beside);
	system.write(beside, Buffer.from(text, "latin1"), facts?.mode ?? 0o644);
	const made = system.facts(beside);
	if (facts && made && (facts.uid !== made.uid || facts.gid !== made.gid)) system.chown(beside, facts);
	system.sync(beside);
}

/** Whether a file has nothing of ours any more afterwards. */
const goes = ({ kind, to }: Weave): boolean => to === null || (kind === "whole" && !isWoven(to));

/**
 * The lines around a swap of the link: one that goes away must be gone before its file is, and one that comes may
 * only come once its file is there. Whoever reads an `mm_cfg.py` meanwhile finds a whole one.
 */
export function weaveAround(
	host: Host,
	weaves: readonly Weave[],
	direction: "forward" | "back",
	swap: () => void,
) {
	// The other way round in the other order too: what reads another goes before it and comes after it.
	const steps = direction === "forward" ? weaves : weaves.map(reversed).reverse();
	for (const weave of steps) if (goes(weave)) applyWeave(host, weave);
	swap();
	for (const weave of steps) if (!goes(weave)) applyWeave(host, weave);
}
