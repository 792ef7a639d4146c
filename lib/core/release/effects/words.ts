import type { Effect, EffectGroup } from "../types";

/** A count as people read it: `2,000`. */
export const count = (n: number): string => n.toLocaleString("en");

/** `every post`, `every 20th post`. */
export function every(interval: number): string {
	if (interval === 1) return "every post";
	const [tens, ones] = [interval % 100, interval % 10];
	const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][ones] ?? "th");
	return `every ${count(interval)}${ending} post`;
}

/** `a`, `a and b`, `a, b and c`; of more than five, three and how many more. */
export function listed(names: readonly string[]): string {
	const shown = names.length > 5 ? [...names.slice(0, 3), `${count(names.length - 3)} more`] : [...names];
	const last = shown.pop() ?? "";
	return shown.length ? `${shown.join(", ")} and ${last}` : last;
}

/** ` instead of X` where there was an X. */
export const insteadOf = (before: string | null): string => (before === null ? "" : ` instead of ${before}`);

export const effect = (
	group: EffectGroup,
	setting: string,
	sentence: string,
	before: string | null,
	after: string | null,
): Effect => ({ group, setting, sentence, before, after });
