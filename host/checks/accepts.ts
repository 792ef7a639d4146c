import { parseConfigurationError } from "@/lib/core/checks/configuration-error";
import { panicsIn } from "@/lib/core/checks/panic";
import { isTooOld, parseVersion } from "@/lib/core/checks/parse-version";
import { settingAt } from "@/lib/core/render/annotations";
import type { Host } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { exim } from "../exim";
import { linesOf } from "../exim-daemon";

const REMEDY = "Correct the setting, then deploy again.";

/** Asks Exim whether it takes a file (`-bV`). Out: its version. Throws HostFailure with file, line and setting to blame. */
export async function needAccepted(host: Host, file: string): Promise<string> {
	const ran = await exim(host, file, ["-bV"]);
	const said = linesOf(ran);
	const fail = (code: string, sentence: string, more: Parameters<typeof diagnosisOf>[3] = {}) =>
		new HostFailure("refused", diagnosisOf(code, sentence, REMEDY, { said, ...more }));
	if (ran.timedOut) throw fail("exim-time-out", `Exim did not finish reading ${file} in time.`);
	const error = parseConfigurationError(ran.stderr, (path) => host.system.read(path));
	if (error) {
		const { file: at, line, text, reason } = error;
		const whole = at === null ? null : host.system.read(at);
		throw fail("exim-refuses", `Exim refuses the configuration: ${reason}.`, {
			place: at === null ? null : { file: at, line, text },
			setting: whole !== null && line !== null ? settingAt(whole, line) : null,
		});
	}
	const version = parseVersion(ran.stdout)?.version;
	const [panic] = panicsIn(ran.stderr);
	if (ran.status !== 0 || panic || version === undefined)
		throw fail(
			"exim-refuses",
			`Exim could not read ${file}: ${panic?.text ?? said[0] ?? `status ${ran.status}`}.`,
		);
	if (isTooOld(version))
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"exim-too-old",
				`Exim ${version} is too old for this configuration.`,
				"Bring Exim to 4.94 or newer, then deploy again.",
			),
		);
	return version;
}
