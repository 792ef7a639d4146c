import { z } from "zod";
import {
	type DeliveryTuning,
	deliveryTuning,
	OPTIONAL_NUMBERS,
	type OptionalNumber,
} from "@/lib/core/system/tuning";
import { type VerpSettings, verpSettings } from "@/lib/core/system/verp";

/** A number as one typed it; what is none becomes NaN, which the core refuses by the setting's name. */
const typedNumber = z
	.string()
	.default("")
	.transform((typed) => (/^\s*-?\d+([.,]\d+)?\s*$/.test(typed) ? Number(typed) : Number.NaN));
/** A number that may be left to the program: an empty field is none. */
const typedOrNone = z
	.string()
	.default("")
	.transform((typed) => (typed.trim() === "" ? undefined : typedNumber.parse(typed)));
/** A checkbox: `on`, or not there at all. */
const checked = z
	.string()
	.optional()
	.transform((on) => on === "on");

const verpFields = z.object({
	strategy: verpSettings.shape.strategy,
	interval: typedNumber,
	passwordReminders: checked,
	confirmations: checked,
	personalizedDeliveries: checked,
	probes: checked,
	ownersCanPersonalize: checked,
});
const tuningFields = z.object({
	smtpMaxRcpts: typedNumber,
	smtpMaxSessionsPerConnection: typedNumber,
	acceptQueuePerConnection: typedNumber,
	...(Object.fromEntries(OPTIONAL_NUMBERS.map((name) => [name, typedOrNone])) as Record<
		OptionalNumber,
		typeof typedOrNone
	>),
});
const revision = z.object({ revision: z.coerce.number().int() });

/** The form's VERP fields, held to the rules of the core. */
export const verpForm = verpFields
	.transform((typed): z.input<typeof verpSettings> => typed)
	.pipe(verpSettings);
/** The form's numbers, held to the rules of the core, which let none contradict another. */
export const tuningForm = tuningFields
	.transform(
		(typed): z.input<typeof deliveryTuning> =>
			// What is left to the program isn't there at all, as in settings that never had it.
			Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)) as typeof typed,
	)
	.pipe(deliveryTuning);

/** The delivery page's form. All its sentences come at once; `revision` is of both sections together. */
export const deliveryForm = z
	.looseObject({ ...revision.shape, goTo: z.string().default("") })
	.transform((form, ctx) => {
		const [verp, tuning] = [verpForm.safeParse(form), tuningForm.safeParse(form)];
		for (const { error } of [verp, tuning])
			for (const { path, message } of error?.issues ?? []) ctx.addIssue({ code: "custom", path, message });
		if (!verp.success || !tuning.success) return z.NEVER;
		return { verp: verp.data, tuning: tuning.data, revision: form.revision, goTo: form.goTo };
	});

/** The form of one installation's VERP: the host's, or settings of its own. */
export const overrideForm = z
	.looseObject({ ...revision.shape, id: z.string(), own: z.enum(["host", "own"]) })
	.transform(({ id, own, revision, ...form }, ctx) => {
		if (own === "host") return { id, verp: null, revision };
		const verp = verpForm.safeParse(form);
		for (const { path, message } of verp.error?.issues ?? []) ctx.addIssue({ code: "custom", path, message });
		return verp.success ? { id, verp: verp.data, revision } : z.NEVER;
	});

const field = (value: unknown): string => (value === true ? "on" : value === false ? "" : String(value));

/** Settings as the form's fields hold them. */
export const asFields = <T extends object>(settings: T): Readonly<Record<keyof T, string>> =>
	Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, field(value)])) as Record<
		keyof T,
		string
	>;

const LEFT_TO_THE_PROGRAM = Object.fromEntries(OPTIONAL_NUMBERS.map((name) => [name, ""]));

/** VERP and tuning as the delivery page's fields hold them; empty is what is left to the program. */
export const deliveryFields = (
	settings: VerpSettings & DeliveryTuning,
): Readonly<Record<string, string>> => ({
	...LEFT_TO_THE_PROGRAM,
	...asFields(settings),
});

/** An installation's VERP as its form's fields hold it. */
export const overrideFields = (verp: VerpSettings | null): Readonly<Record<string, string>> => ({
	own: verp ? "own" : "host",
	...(verp && asFields(verp)),
});
