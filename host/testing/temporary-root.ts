import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export type TemporaryRoot = { path: string; remove: () => void };

/**
 * A directory for one rehearsal host that every user may enter.
 * In: a directory that will be another Exim's root, or null. There the directory lies, with a link of the same name
 * outside, so that one path leads to it from both sides.
 */
export function temporaryRoot(chroot: string | null = null): TemporaryRoot {
	const inside = chroot === null ? os.tmpdir() : path.join(chroot, "tmp");
	const made = fs.mkdtempSync(path.join(inside, "lk-"));
	fs.chmodSync(made, 0o755);
	if (chroot === null) return { path: made, remove: () => fs.rmSync(made, { recursive: true, force: true }) };
	const outside = path.join("/tmp", path.basename(made));
	fs.symlinkSync(made, outside);
	return {
		path: outside,
		remove: () => {
			fs.unlinkSync(outside);
			fs.rmSync(made, { recursive: true, force: true });
		},
	};
}
