import { frameConflicts, hidesRelease } from "@/lib/core/render/exim/woven";
import { type MailSystem, verpOf } from "@/lib/core/system/mail-system";
import { liveEximFile } from "../config";
import type { Host } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { blameOption } from "../their-exim";

/**
 * Whether the settings can be said beside what the host's own configuration says already. What both would say
 * differently is refused, for one of them would win silently. Throws HostFailure with their line.
 */
export function needFrame(host: Host, system: MailSystem) {
	const { frame } = host.config.target;
	if (frame === null) return;
	const fail = (code: string, option: string, sentence: string, remedy: string, setting: string | null) =>
		diagnosisOf(code, sentence, remedy, {
			place: blameOption(host, option),
			...(setting === null ? {} : { setting }),
		});
	const found = [
		...(hidesRelease(frame)
			? [
					fail(
						"theirs-banner",
						"smtp_banner",
						"This host's own configuration sets smtp_banner, in which Listkeeper names the release on loopback, to see which one Exim runs.",
						"Take that line out, then deploy again.",
						null,
					),
				]
			: []),
		...frameConflicts(system, frame).map(({ option, theirs, ours, setting }) =>
			fail(
				"theirs-differs",
				option,
				`This host's own configuration sets ${option} to ${theirs}, and Listkeeper would set it to ${ours}.`,
				"Take that line out, or set the same in Listkeeper, then deploy again.",
				setting,
			),
		),
		...(frame.smarthost !== null &&
		system.installations.some((one) => verpOf(system, one).strategy === "exim")
			? [
					diagnosisOf(
						"theirs-smarthost",
						`This host sends mail to elsewhere by its router ${frame.smarthost}, and VERP by Exim looks hosts up in DNS itself.`,
						"Have Mailman do VERP, then deploy again.",
						{ setting: "verp.strategy", place: { file: liveEximFile(host.config), line: null, text: null } },
					),
				]
			: []),
	];
	const [first, ...further] = found;
	if (first) throw new HostFailure("refused", first, further);
}
