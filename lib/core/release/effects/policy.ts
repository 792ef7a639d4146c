import { type AnyRule, type PolicySettings, ruleList } from "../../policy/registry";
import type { Effect } from "../types";
import { count, effect, insteadOf } from "./words";

const onOff = (on: boolean) => (on ? "on" : "off");

/** A parameter's value as people read it. */
function shown(value: unknown, unit: string | undefined): string {
	const text =
		typeof value === "number"
			? count(value)
			: typeof value === "boolean"
				? onOff(value)
				: Array.isArray(value)
					? value.join(", ") || "none"
					: String(value);
	return unit === undefined ? text : `${text} ${unit}`;
}

/** The parameters that differ while a rule is on both before and after. */
const parameterEffects = (rule: AnyRule, was: object, now: object): Effect[] =>
	rule.parameters.flatMap(({ name, label, unit }) => {
		const [a, b] = [Reflect.get(was, name), Reflect.get(now, name)].map((value) => shown(value, unit));
		if (a === undefined || b === undefined || a === b) return [];
		const sentence = `${rule.title}: ${label.toLowerCase()} is ${b}${insteadOf(a)}.`;
		return [effect("Policy", `policy.${rule.id}.${name}`, sentence, a, b)];
	});

/** What happens to mail that comes in. In: null before the first release, when only the rules that are on matter. */
export const policyEffects = (before: PolicySettings | null, after: PolicySettings): Effect[] =>
	ruleList().flatMap((rule) => {
		const [was, now] = [before?.[rule.id] ?? null, after[rule.id]];
		if (was?.on && now.on) return parameterEffects(rule, was, now);
		if ((was?.on ?? false) === now.on) return [];
		const sentence = now.on ? `Switched on: ${rule.title}. ${rule.does}` : `Switched off: ${rule.title}.`;
		return [effect("Policy", `policy.${rule.id}.on`, sentence, was && onOff(was.on), onOff(now.on))];
	});
