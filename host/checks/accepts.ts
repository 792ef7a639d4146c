import type { Host } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { exim } from "../exim";
import { linesOf } from "../exim-daemon";

/** Asks Exim whether it takes a file (`-bV`). Out: evidence. Throws HostFailure with the file and line to blame. */
export async function needAccepted(host: Host, file: string): Promise<string> {
	const ran = await exim(host, file, ["-bV"]);
	const said = linesOf(ran);
	if (ran.status === 0 && !/PANIC/.test(ran.stderr))
		return said.find((line) => /^Exim version/.test(line)) ?? "";
	throw new HostFailure(
		"refused",
		diagnosisOf("exim-refuses", `Exim refuses ${file}.`, "Correct the setting, then deploy again.", { said }),
	);
}
