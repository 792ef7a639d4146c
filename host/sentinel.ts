import { z } from "zod";
import type { Host } from "./context";
import { replaceFile } from "./durable";

const noted = z.object({
	path: z.string(),
	sha256: z.string(),
	bytes: z.number(),
	modified: z.number(),
	inode: z.number(),
});
type Noted = z.infer<typeof noted>;

function lookAtBinary(host: Host): Noted | null {
	const { path } = host.config.exim;
	const facts = host.system.facts(path);
	const sha256 = host.system.hash(path);
	if (facts === null || sha256 === null) return null;
	return { path, sha256, bytes: facts.bytes, modified: facts.modified, inode: facts.inode };
}

function readNoted(host: Host): Noted | null {
	const text = host.system.read(host.paths.sentinel);
	if (text === null) return null;
	try {
		return noted.parse(JSON.parse(text));
	} catch {
		return null;
	}
}

/** Remembers with which Exim the live release was seen to work. */
export function noteExim(host: Host) {
	const now = lookAtBinary(host);
	const before = readNoted(host);
	if (now && JSON.stringify(now) !== JSON.stringify(before))
		replaceFile(host.system, host.paths.sentinel, `${JSON.stringify(now)}\n`, 0o644);
}

/** Whether Exim's program is another than the one the live release was seen to work with. */
export function eximChanged(host: Host): boolean {
	const before = readNoted(host);
	if (before === null) return false;
	const facts = host.system.facts(host.config.exim.path);
	// The hash is only worked out where something cheaper has changed.
	const same =
		facts?.bytes === before.bytes && facts.modified === before.modified && facts.inode === before.inode;
	return !same && host.system.hash(host.config.exim.path) !== before.sha256;
}
