import "server-only";
import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { askForResult } from "@/lib/hosts/connection";
import { mailHostsOf } from "@/lib/hosts/data";
import { appendAudit, audited } from "@/lib/kernel/audit";
import { env } from "@/lib/kernel/env";
import { HostFailed } from "@/lib/kernel/errors";
import { accountOf } from "@/lib/session/data";
import { takeAttempt } from "@/lib/session/mutations";
import type { SlowDown } from "@/lib/session/slow-down";
import { addMailedReset, MAILED_MINUTES, removeReset } from "./mutations";

/** Messages to one person, whoever asks for them: the next at the earliest five minutes after the first, then ten, … */
const ONE_PERSON: SlowDown = { free: 1, firstWaitMs: 5 * 60_000, longestWaitMs: 60 * 60_000 };

/** The host program gives up by itself before. */
const SILENCE_MS = 45_000;

/**
 * Sends a link to choose a new password to an address, if an account has it, by the mail of a host the person has a
 * role on: who runs one of those may read the message, and nobody else's hosts see it. In: from where it was asked.
 * The audit says what became of it; whoever asked is told nothing.
 */
export async function mailResetLink(email: string, from: string | null): Promise<void> {
	// At a moment of its own: who asks again at once doesn't find the console at work for an account that is there.
	await pause(randomInt(500, 2_000));
	const account = await accountOf(email);
	if (!account) return;
	const row = { actor: { name: "the sign-in page" }, hostId: null, subject: email, from };
	const unsent = (why: unknown) =>
		appendAudit({ ...row, action: "account.reset-unsent", after: { why }, from });
	if ((await takeAttempt(`reset-mail:${account.id}`, ONE_PERSON)) !== null)
		return unsent("A link was sent to them a moment ago.");
	const token = await audited(async () => ({
		result: await addMailedReset(account.id),
		rows: [{ ...row, action: "account.reset-begin" }],
	}));
	const link = new URL(`/reset/${token}`, env.url).href;
	const failures: Record<string, string> = {};
	for (const host of await mailHostsOf(account.id)) {
		const ask = { verb: "password-link", to: email, link, minutes: MAILED_MINUTES } as const;
		try {
			const { said } = await askForResult(host.connection, ask, "the sign-in page", {
				silenceMs: SILENCE_MS,
			});
			return await appendAudit({ ...row, action: "account.reset-sent", after: { by: host.name, said } });
		} catch (error) {
			if (!(error instanceof HostFailed)) throw error;
			failures[host.name] = error.diagnosis.sentence;
		}
	}
	await audited(async () => ({
		result: await removeReset(token),
		rows: [
			{
				...row,
				action: "account.reset-unsent",
				after: { why: Object.keys(failures).length === 0 ? "They have a role on no host." : failures },
			},
		],
	}));
}
