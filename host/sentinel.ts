import { z } from "zod";
import { diagnosis } from "@/lib/core/host/events";
import type { Host } from "./context";
import { replaceFile } from "./durable";
import { eximVersion } from "./exim-version";

const binary = z.object({
	path: z.string(),
	sha256: z.string(),
	bytes: z.number(),
	modified: z.number(),
	inode: z.number(),
	version: z.string().nullable(),
});
type Binary = z.infer<typeof binary>;

/** What came of asking everything again after Exim's program changed. */
const upgrade = z.object({
	/** Milliseconds since 1970. */
	at: z.number(),
	sha256: z.string(),
	from: z.string().nullable(),
	to: z.string().nullable(),
	problems: z.array(diagnosis),
});

const note = z.object({
	/** The program with which the live release was last seen to work. */
	seen: binary,
	upgrade: upgrade.nullable(),
});
type Note = z.infer<typeof note>;

export function readNote(host: Host): Note | null {
	const text = host.system.read(host.paths.sentinel);
	if (text === null) return null;
	try {
		return note.parse(JSON.parse(text));
	} catch {
		return null;
	}
}

export const writeNote = (host: Host, content: Note) =>
	replaceFile(host.system, host.paths.sentinel, `${JSON.stringify(content)}\n`, 0o644);

async function lookAtBinary(host: Host): Promise<Binary | null> {
	const { path } = host.config.exim;
	const facts = host.system.facts(path);
	const sha256 = host.system.hash(path);
	if (facts === null || sha256 === null) return null;
	const version = (await eximVersion(host))?.version ?? null;
	return { path, sha256, bytes: facts.bytes, modified: facts.modified, inode: facts.inode, version };
}

/** Whether Exim's program is by size, time and inode the one of a note; no more is looked at. */
function looksTheSame(host: Host, seen: Binary): boolean {
	const facts = host.system.facts(host.config.exim.path);
	return (
		host.config.exim.path === seen.path &&
		facts?.kind === "file" &&
		facts.bytes === seen.bytes &&
		facts.modified === seen.modified &&
		facts.inode === seen.inode
	);
}

/** Remembers with which Exim the live release was seen to work, and that nothing is known against it. */
export async function noteExim(host: Host) {
	const before = readNote(host);
	if (before && before.upgrade === null && looksTheSame(host, before.seen)) return;
	const seen = await lookAtBinary(host);
	if (seen) writeNote(host, { seen, upgrade: null });
}

/** Forgets what a new Exim no longer did, once the one it was seen to work with is back. */
export function forgetUndone(host: Host) {
	const note = readNote(host);
	if (note?.upgrade && note.upgrade.sha256 !== note.seen.sha256 && looksTheSame(host, note.seen))
		writeNote(host, { seen: note.seen, upgrade: null });
}

/** Exim's program as it is now, where it is another than the one noted and nobody has asked it anything yet. */
export async function newExim(host: Host): Promise<{ before: Note; now: Binary } | null> {
	const before = readNote(host);
	if (before === null || looksTheSame(host, before.seen)) return null;
	const sha256 = host.system.hash(host.config.exim.path);
	if (sha256 === null || sha256 === before.seen.sha256 || sha256 === before.upgrade?.sha256) return null;
	const now = await lookAtBinary(host);
	return now && { before, now };
}
