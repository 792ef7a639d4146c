import { type MailSystem, mailSystem } from "../system/mail-system";

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** An installation's place by its name, which is how paths name it. */
const installationAt = (system: MailSystem, id: string) =>
	system.installations.findIndex((installation) => installation.id === id);

function readIn(value: unknown, steps: readonly string[]): unknown {
	return steps.reduce((at: unknown, step) => (isTree(at) ? at[step] : undefined), value);
}

/** A copy with one value set; a step that leads nowhere leaves it as it is. */
function writtenIn(value: unknown, [step, ...further]: readonly string[], next: unknown): unknown {
	if (step === undefined) return next;
	return isTree(value) ? { ...value, [step]: writtenIn(value[step], further, next) } : value;
}

/**
 * The value behind a setting's path, as effects and annotations name it: `verp.strategy`, `domains`,
 * `installations.example-com.prefix`. Undefined where there is none.
 */
export function settingValue(system: MailSystem | null, setting: string): unknown {
	const [root = "", id, ...field] = setting.split(".");
	if (system === null) return undefined;
	if (root !== "installations" || id === undefined) return readIn(system, setting.split("."));
	return readIn(system.installations[installationAt(system, id)], field);
}

/** Whether two systems say something else at a path. False for what only follows from another setting. */
export const settingDiffers = (a: MailSystem | null, b: MailSystem, setting: string): boolean =>
	JSON.stringify(settingValue(a, setting)) !== JSON.stringify(settingValue(b, setting));

/** An installation as it was: back at its old place, gone where it is new, or with one field as before. */
function installationReverted(desired: MailSystem, live: MailSystem, id: string, field: readonly string[]) {
	const was = live.installations[installationAt(live, id)];
	const others = desired.installations.filter((installation) => installation.id !== id);
	if (was === undefined) return { ...desired, installations: others };
	const is = desired.installations[installationAt(desired, id)];
	if (is === undefined || field.length === 0)
		return { ...desired, installations: others.toSpliced(installationAt(live, id), 0, was) };
	const reverted = writtenIn(is, field, readIn(was, field)) as typeof is;
	return { ...desired, installations: desired.installations.map((one) => (one === is ? reverted : one)) };
}

/** A discarded change, or the sentence that says what stands against it. */
export type Reversal = { ok: true; system: MailSystem } | { ok: false; reason: string };

/**
 * The desired system with one setting as it is live; everything else stays.
 * In: the path of an effect. Out: a valid system, or why taking back this one alone would leave an invalid one.
 */
export function revertSetting(desired: MailSystem, live: MailSystem, setting: string): Reversal {
	const [root = "", id, ...field] = setting.split(".");
	const reverted =
		root === "installations" && id !== undefined
			? installationReverted(desired, live, id, field)
			: writtenIn(desired, setting.split("."), settingValue(live, setting));
	const parsed = mailSystem.safeParse(reverted);
	if (parsed.success) return { ok: true, system: parsed.data };
	return { ok: false, reason: parsed.error.issues[0]?.message ?? "The settings would no longer be valid." };
}
