import { type MailSystem, verpOf } from "../../system/mail-system";
import {
	OPTIONAL_NUMBERS,
	type OptionalNumber,
	OWN_DEFAULTS,
	type RequiredNumber,
} from "../../system/tuning";
import type { Effect } from "../types";
import { entriesChange, verpEffects } from "./verp";
import { count, effect, insteadOf, listed } from "./words";

const limit = (n: number, noLimit: string) => (n === 0 ? noLimit : count(n));

/** VERP of the host, then of each installation that has or had settings of its own. */
function allVerpEffects(before: MailSystem | null, after: MailSystem): Effect[] {
	const effects = verpEffects(before, after, "verp");
	const own = after.installations.filter((i) => i.verp !== null).map((i) => i.id);
	const [first] = effects;
	if (first && own.length)
		first.sentence += ` It doesn't touch ${listed(own.sort())}, with VERP settings of ${own.length > 1 ? "their" : "its"} own.`;
	for (const installation of after.installations) {
		const old = before?.installations.find((i) => i.id === installation.id);
		if (!installation.verp && !old?.verp) continue;
		const path = `installations.${installation.id}.verp`;
		const was = before && old ? { verp: verpOf(before, old), tuning: before.tuning } : null;
		if ((old?.verp ?? null) === null || installation.verp === null)
			effects.push(
				effect(
					"Delivery",
					path,
					installation.verp
						? `${installation.id} has VERP settings of its own.`
						: `${installation.id} follows the host's VERP settings again.`,
					old ? (old.verp ? "its own" : "the host's") : null,
					installation.verp ? "its own" : "the host's",
				),
			);
		const now = { verp: verpOf(after, installation), tuning: after.tuning };
		effects.push(...verpEffects(was, now, path, `On ${installation.id}: `));
	}
	return effects;
}

/** What each number does. In: the number, 0 for no limit as the schema says; ` instead of` the one before. */
const TUNING: Record<RequiredNumber, (now: number, was: string) => string> = {
	smtpMaxRcpts: (now, was) => `Mailman puts at most ${count(now)} recipients on a message${was}`,
	smtpMaxSessionsPerConnection: (now, was) =>
		`Mailman sends ${limit(now, "any number of")} messages on a connection${was}`,
	acceptQueuePerConnection: (now, was) =>
		now === 0
			? `Exim delivers every message of a connection at once${was && `${was} of them`}`
			: `Exim delivers the first ${count(now)} messages of a connection at once${was} and leaves others to the next queue run`,
};
const NO_LIMIT: Record<RequiredNumber, string> = {
	smtpMaxRcpts: "",
	smtpMaxSessionsPerConnection: "any number",
	acceptQueuePerConnection: "every one",
};

function requiredEffects(before: MailSystem | null, after: MailSystem): Effect[] {
	return (Object.keys(TUNING) as RequiredNumber[]).flatMap((field) => {
		const [a, b] = [before?.tuning[field] ?? null, after.tuning[field]];
		if (a === b) return [];
		const none = NO_LIMIT[field];
		const [was, now] = [a === null ? null : limit(a, none), limit(b, none)];
		const cost =
			field === "smtpMaxRcpts" &&
			before?.verp.strategy === after.verp.strategy &&
			after.verp.strategy !== "mailman"
				? `: ${entriesChange(before, after)}`
				: "";
		return [effect("Delivery", `tuning.${field}`, `${TUNING[field](b, insteadOf(was))}${cost}.`, was, now)];
	});
}

/** What each number does that may be left to the program; in: how many, in words, and what it was. */
const OPTIONAL: Record<OptionalNumber, (now: string, was: string) => string> = {
	remoteMaxParallel: (now, was) => `Deliveries of one message that Exim makes at a time: ${now}${was}`,
	queueRunMax: (now, was) => `Exim lets ${now} queue runners work at a time${was}`,
	acceptMax: (now, was) => `Exim takes ${now} connections at a time${was} and puts off others`,
	recipientsMax: (now, was) => `Exim takes ${now} recipients on a message${was} and puts off others`,
	retryWaitMinutes: (now, was) => `Mailman tries again what Exim put off after ${now}${was}`,
};

/** A number as a sentence has it: its unit, that 0 is no limit, and where it is the program's own. */
function inWords(field: OptionalNumber, value: number | undefined): string {
	const own = value === undefined;
	const say = (n: number) =>
		field === "retryWaitMinutes"
			? `${count(n)} ${n === 1 ? "minute" : "minutes"}`
			: limit(n, "any number of");
	return own
		? `its own ${OWN_DEFAULTS[field].join(" or ")}${field === "retryWaitMinutes" ? " minutes" : ""}`
		: say(value);
}

function optionalEffects(before: MailSystem | null, after: MailSystem): Effect[] {
	return OPTIONAL_NUMBERS.flatMap((field) => {
		const [a, b] = [before?.tuning[field], after.tuning[field]];
		if (a === b) return [];
		const [was, now] = [before && inWords(field, a), inWords(field, b)];
		return [effect("Delivery", `tuning.${field}`, `${OPTIONAL[field](now, insteadOf(was))}.`, was, now)];
	});
}

/** What happens to list mail on its way out. */
export const deliveryEffects = (before: MailSystem | null, after: MailSystem): Effect[] => [
	...allVerpEffects(before, after),
	...requiredEffects(before, after),
	...optionalEffects(before, after),
];
