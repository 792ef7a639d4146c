import type { Diagnosis } from "@/lib/core/checks/types";

/** What a form's fields held, by name; several values of one name are a list. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** What an action tells the form it came from. */
export type FormState = {
	status: "idle" | "done" | "refused" | "conflict" | "failed";
	/** One sentence about the whole: what was done, or why not. */
	message: string | null;
	/** A sentence for each field that was refused, by its name. */
	fieldErrors: Readonly<Record<string, string>>;
	/** What was typed, so that nothing is lost; empty after success. */
	values: FormValues;
	/** Somebody saved first: what stands now, under which revision, whose it is and since when (ISO 8601). */
	conflict: { theirs: Readonly<Record<string, string>>; revision: number; by: string; at: string } | null;
	/** What the host said, where it was asked. */
	diagnosis: Diagnosis | null;
};

/** A form that wasn't sent yet. */
export const untouched: FormState = {
	status: "idle",
	message: null,
	fieldErrors: {},
	values: {},
	conflict: null,
	diagnosis: null,
};

/** A form's fields, without the framework's own and without files. */
export function formValues(form: FormData): FormValues {
	const values: Record<string, string | string[]> = {};
	for (const key of new Set(form.keys())) {
		if (key.startsWith("$ACTION")) continue;
		const all = form.getAll(key).filter((value) => typeof value === "string");
		const [first] = all;
		if (first !== undefined) values[key] = all.length > 1 ? all : first;
	}
	return values;
}

/**
 * What was typed and may go back to the browser: never a password. A password's field is named so at its end;
 * `passwordReminders` is a setting, and losing it would save what nobody chose.
 */
export const withoutSecrets = (values: FormValues): FormValues =>
	Object.fromEntries(Object.entries(values).filter(([name]) => !/password$/i.test(name)));
