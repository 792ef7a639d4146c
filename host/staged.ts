import type { Staged } from "@/lib/core/checks/place";
import { settingAt } from "@/lib/core/render/annotations";
import { isWovenFile } from "@/lib/core/render/exim/woven";
import type { Host } from "./context";
import { readTheirs } from "./their-exim";

/**
 * The line of the host's own files that a line of a copy was made from: the one of the same bytes, and as many equal
 * ones before it. Weaving and Debian's generator put lines in, and take none out.
 */
function lineOfTheirs({ system, config, state }: Host, file: string, line: number) {
	const { woven } = config.exim;
	if (woven === null || !file.startsWith(`${state}/`) || isWovenFile(file)) return null;
	const copied = (system.readBytes(file) ?? "").split("\n");
	const wanted = copied[line - 1];
	let before = copied.slice(0, line - 1).filter((one) => one === wanted).length;
	for (const source of readTheirs(system, woven).sources)
		for (const [at, one] of (system.readBytes(source) ?? "").split("\n").entries())
			if (one === wanted && before-- === 0) return { file: source, line: at + 1 };
	return null;
}

/** The files as they lie on the host, to say which line and which setting are to blame. */
export const stagedOn = (host: Host): Staged => ({
	textOf: (file) => host.system.read(file),
	settingAt,
	...(host.config.target.layout === "woven"
		? {
				isTheirs: (file) => !isWovenFile(file),
				placeOf: (file, line) => lineOfTheirs(host, file, line),
			}
		: {}),
});
