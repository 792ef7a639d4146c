import { diagnoseConfiguration, diagnosePanics } from "@/lib/core/checks/diagnose";
import { isTooOld, parseVersion } from "@/lib/core/checks/parse-version";
import type { Host } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { exim } from "../exim";
import { linesOf } from "../exim-daemon";
import { stagedOn } from "../staged";

/** Asks Exim whether it takes a file (`-bV`). Out: its version. Throws HostFailure with file, line and setting to blame. */
export async function needAccepted(host: Host, file: string): Promise<string> {
	const ran = await exim(host, file, ["-bV"]);
	const staged = stagedOn(host);
	const refused =
		diagnoseConfiguration(ran.stderr, staged, file) ?? diagnosePanics(ran.stderr, staged, file)[0];
	if (refused) throw new HostFailure("refused", refused);
	const fail = (code: string, sentence: string, remedy: string) =>
		new HostFailure("refused", diagnosisOf(code, sentence, remedy, { said: linesOf(ran) }));
	const version = parseVersion(ran.stdout)?.version;
	if (ran.timedOut)
		throw fail(
			"exim-time-out",
			`Exim did not finish reading ${file} within ${host.config.timeLimits.program} s.`,
			"See what slows the machine down, then deploy again.",
		);
	if (ran.status !== 0 || version === undefined)
		throw fail(
			"exim-refuses",
			`Exim could not read ${file} (status ${ran.status}).`,
			`Run \`${host.config.exim.path} -C ${file} -bV\` by hand, put right what it says, then deploy again.`,
		);
	if (isTooOld(version))
		throw fail(
			"exim-too-old",
			`Exim ${version} is too old for this configuration.`,
			"Bring Exim to 4.94 or newer, then deploy again.",
		);
	return version;
}
