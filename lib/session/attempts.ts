import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { Refused } from "@/lib/kernel/errors";
import { clientAddress } from "@/lib/kernel/request-audit";
import { countAttempt, forgetAttempts, giveAttemptBack, takeAttempt } from "./mutations";
import { heldBackMs, networkOf, ONE_ACCOUNT, ONE_NETWORK, waitInWords } from "./slow-down";

/** A try that was let through: `good` is to be called once it turned out right. */
type Attempt = { good: () => Promise<void> };

const tooMany = (waitMs: number) =>
	Refused.form(`Too many tries from where you are. Wait ${waitInWords(waitMs)}, then try again.`);

/**
 * Lets a try at a credential through, or throws Refused with how long to wait. In: what is tried (`sign-in`), and whose
 * (an address, or "" where there is no account). Others elsewhere are never refused for it.
 */
export async function attempt(what: string, whose: string): Promise<Attempt> {
	const network = networkOf(await clientAddress());
	const one = `${what}:${network}:${whose}`;
	const all = `${what}-from:${network}`;
	const waitMs = (await takeAttempt(one, ONE_ACCOUNT)) ?? (await takeAttempt(all, ONE_NETWORK));
	if (waitMs !== null) throw tooMany(waitMs);
	const anywhere = `${what}-to:${whose}`;
	if (whose !== "") await pause(heldBackMs(await countAttempt(anywhere)));
	return {
		good: async () => {
			await Promise.all([forgetAttempts(one), giveAttemptBack(all), forgetAttempts(anywhere)]);
		},
	};
}
