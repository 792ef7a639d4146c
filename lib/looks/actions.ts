"use server";

import { refresh } from "next/cache";
import { notFound } from "next/navigation";
import { z } from "zod";
import { defaultPolicy, policySettings } from "@/lib/core/policy/registry";
import { type Decided, decide } from "@/lib/core/survey/decide";
import { askForResult } from "@/lib/hosts/connection";
import { findHost } from "@/lib/hosts/data";
import type { HostConnection } from "@/lib/hosts/schema";
import { hostAction } from "@/lib/kernel/action";
import { HostFailed, Refused } from "@/lib/kernel/errors";
import { onwards } from "@/lib/session/return-to";
import { noteWay } from "@/lib/setup/mutations";
import { readLook, readStanding } from "./data";
import { importSystem, keepLook } from "./mutations";
import { fieldOf, hasField, type Look } from "./offer";
import { type Importing, importForm, leftOutBy } from "./schema";

/** A host with many installations takes its time. */
const SILENCE_MS = 120_000;

/** Has a host looked at. Throws HostFailed, in words of its own for a program that is too old to look. */
async function look(connection: HostConnection, actor: string) {
	try {
		return await askForResult(connection, { verb: "inspect" }, actor, { silenceMs: SILENCE_MS });
	} catch (error) {
		if (error instanceof HostFailed && error.diagnosis.code === "request-refused")
			throw new HostFailed({
				code: "look-unknown",
				sentence: "The program on this host is older than this console, and doesn't know how to look around.",
				remedy:
					"Copy this console's dist/listkeeper.mjs to the host and run it there with `sudo node listkeeper.mjs install`, then look again. Mail does not depend on it.",
				place: null,
				setting: null,
				said: error.diagnosis.said,
			});
		throw error;
	}
}

/** Looks at what is on the host, and keeps what was found. Nothing on the host is changed. */
export const lookAction = hostAction({
	action: "look.take",
	permission: "host.ask",
	schema: z.object({ goTo: z.string().default("") }),
	work: async ({ hostId, person }, { goTo }) => {
		const host = (await findHost(hostId)) ?? notFound();
		await keepLook(hostId, await look(host.connection, person.name), person.name);
		const path = onwards(goTo, "");
		return { message: "Looked at the host.", ...(path ? { goTo: path } : {}) };
	},
});

/** What still stands against an import, by the form's fields. */
function problemsOf(look: Look, input: Importing, unknown: readonly string[], decided: Decided) {
	const problems: Record<string, string> = {};
	const elsewhere: string[] = [];
	for (const [setting, sentence] of decided.ok ? [] : Object.entries(decided.problems)) {
		if (hasField(setting)) problems[fieldOf(setting)] = sentence;
		else elsewhere.push(sentence);
	}
	if ((look.proposal?.leftOut ?? 0) > 0 && !input.rest)
		problems.rest = "Say that these are left out, or look again once they are put right on the host.";
	if (unknown.length > 0)
		problems.leave = `${unknown.slice(0, 5).join(", ")} ${unknown.length === 1 ? "is" : "are"} not among the domains that were found. Write them as they are above.`;
	if (elsewhere.length > 0) problems[""] = elsewhere.join(" ");
	return problems;
}

/** Makes what was found the host's settings, as far as it was decided. Nothing is deployed. */
export const importAction = hostAction({
	action: "look.import",
	permission: "settings.change",
	schema: importForm,
	change: async ({ hostId, person }, input) => {
		const look = await readLook(hostId);
		if (!look?.proposal || look.mark !== input.look) {
			refresh();
			throw Refused.form(
				"Somebody looked at the host since, and it isn't as this page showed it. Nothing was imported. What you see now is what was found last: look at it, then import again.",
			);
		}
		const { without, unknown } = leftOutBy(look, input);
		if (without.size === look.proposal.draft.domains.length)
			throw Refused.form("No domain is left to import. Tick at least one.");
		const standing = await readStanding(hostId);
		const policy = policySettings.safeParse(standing.written.policy);
		const decided = decide(
			{ ...look.proposal, present: look.survey.installations },
			policy.success ? policy.data : defaultPolicy(),
			{ without, answers: input.answers },
		);
		const problems = problemsOf(look, input, unknown, decided);
		if (standing.touched && !input.replace)
			problems.replace = "Say that what stands is replaced, or leave this page: nothing was changed.";
		// A host that somebody has just set up shows first what they did.
		const refused = Object.keys(problems).filter(
			(name) => name !== "replace" || standing.revision === input.revision,
		);
		if (!decided.ok || refused.length > 0) throw new Refused(problems);
		const kept = await importSystem(hostId, decided.system, input.revision, person.name).catch((error) => {
			refresh();
			throw error;
		});
		const { domains } = kept.after;
		await noteWay(hostId, "import", person.name);
		return {
			message: `${domains.length.toLocaleString("en")} domains are imported. Nothing is deployed yet.`,
			audit: { subject: "imported settings", ...kept },
			goTo: onwards(input.goTo, `/hosts/${hostId}/changes`),
		};
	},
});
