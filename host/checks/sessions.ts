import { type KeptSession, outcomeOf } from "@/lib/core/checks/lab";
import { RULES } from "@/lib/core/policy/registry";
import { abreast } from "../abreast";
import { type Host, say } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { playSession } from "../lab";
import { plural } from "../words";

/** A session that doesn't hold, in a line. */
async function broken(host: Host, file: string, kept: KeptSession) {
	const { verdict, step } = outcomeOf(await playSession(host, file, kept.session));
	if (verdict === kept.expect) return null;
	const by = step?.rule ? ` by “${RULES[step.rule].title}”` : "";
	return { title: kept.title, line: `“${kept.title}” must be ${kept.expect} and is ${verdict}${by}` };
}

/**
 * Plays the sessions that are kept with a release on a staged one. In: whether it goes on though one doesn't hold.
 * Out: evidence, and the names of those that don't hold. Throws HostFailure `refused` where there are some and it
 * doesn't go on.
 */
export async function needSessions(
	host: Host,
	file: string,
	sessions: readonly KeptSession[],
	goOn: boolean,
): Promise<{ evidence: string[]; broken: string[] }> {
	if (sessions.length === 0) return { evidence: [], broken: [] };
	const played = await abreast(sessions, (kept) => broken(host, file, kept));
	const wrong = played.filter((one) => one !== null);
	const evidence = `${sessions.length - wrong.length} of ${plural(sessions.length, "saved session")} as expected`;
	if (wrong.length === 0) return { evidence: [evidence], broken: [] };
	const lines = wrong.map(({ line }) => line);
	if (!goOn)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"sessions-broken",
				`${plural(wrong.length, "saved session")} would no longer come to what ${wrong.length === 1 ? "it" : "they"} must.`,
				"Look at the rule that decides; or go on nonetheless (--break-sessions), which the release then says.",
				{ said: lines },
			),
		);
	for (const line of lines) say(host, "check", `${line}: it goes on nonetheless, as was asked.`);
	return {
		evidence: [`${evidence}, which was asked for`],
		broken: wrong.map(({ title }) => title),
	};
}
