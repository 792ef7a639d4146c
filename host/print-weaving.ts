import { difference } from "@/lib/core/weave/difference";
import type { Host } from "./context";
import { eximDifferences, weavingId } from "./exim-weaves";

/** What of the host's own Exim configuration would change, for a person at its console. Out: the lines, and whether it can be. */
export function weavingLines(host: Host): { lines: string[]; possible: boolean } {
	const { files, problems } = eximDifferences(host);
	const id = weavingId(files);
	if (problems.length > 0)
		return {
			lines: problems.map(
				({ sentence, remedy, file, line }) =>
					`${file}${line === null ? "" : `:${line}`}: ${sentence} ${remedy}`,
			),
			possible: false,
		};
	if (id === null)
		return { lines: ["Nothing of this host's own Exim configuration has to change."], possible: true };
	const shown = files.flatMap(({ file, from, to }) => [
		from === null ? `${file} (new)` : to === null ? `${file} (goes)` : file,
		...difference(from, to).map(({ sign, line, text }) => `  ${String(line).padStart(5)} ${sign} ${text}`),
	]);
	return { lines: [...shown, "", `Agree to it with: deploy --weaving ${id}`], possible: true };
}
