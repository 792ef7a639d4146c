import path from "node:path";
import { mmCfgLine } from "@/lib/core/render/mailman/hook";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { liveMmCfg } from "./config";
import type { Host } from "./context";
import { unfinished } from "./durable";
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
		.map((file) => ({ file, from: old.get(file) ?? null, to: wanted.get(file) ?? null }))
		.filter(({ from, to }) => from !== to);
}

/** The same, and the lines that both want and that somebody has taken away since. */
export function planWeaves(host: Host, before: MailSystem | null, after: MailSystem): Weave[] {
	const lost = [...linesOf(host, after)]
		.filter(([file, line]) => !hasLine(host.system.read(file) ?? line, line))
		.map(([file, line]) => ({ file, from: null, to: line }));
	const changed = weavesBetween(host, before, after);
	return [...changed, ...lost.filter(({ file }) => !changed.some((weave) => weave.file === file))];
}

/** The text of a file with one line in the other's place. */
export const rewoven = (text: string, { from, to }: Pick<Weave, "from" | "to">): string => {
	const without = from === null ? text : unweaveLine(text, from);
	return to === null ? without : weaveLine(without, to);
};

/** The other way round, to undo it. */
const reversed = ({ file, from, to }: Weave): Weave => ({ file, from: to, to: from });

/** Writes a file's coming text beside it, so that a full disk or a wrong owner is found before anything is live. */
export function prepareWeave(host: Host, weave: Weave) {
	const text = host.system.readBytes(weave.file);
	if (text === null) return;
	writeBeside(host, weave.file, rewoven(text, weave));
}

/** Removes what `prepareWeave` wrote. */
export function forgetWeaves(host: Host, weaves: readonly Weave[]) {
	for (const { file } of weaves)
		if (host.system.facts(unfinished(file)) !== null) host.system.removeFile(unfinished(file));
}

function applyWeave(host: Host, weave: Weave) {
	const { system } = host;
	const text = system.readBytes(weave.file);
	if (text === null) return;
	const coming = rewoven(text, weave);
	if (coming === text) return;
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
	const steps = direction === "forward" ? weaves : weaves.map(reversed);
	for (const weave of steps) if (weave.to === null) applyWeave(host, weave);
	swap();
	for (const weave of steps) if (weave.to !== null) applyWeave(host, weave);
}
