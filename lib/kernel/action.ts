import "server-only";
import { randomUUID } from "node:crypto";
import { refresh } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type Access, type Person, requireAccess, requirePerson } from "@/lib/session/loaders";
import type { Permission } from "@/lib/session/permissions";
import { type Audited, recordAudit } from "./audit";
import { Conflict, Forbidden, HostFailed, Refused } from "./errors";
import { type FormState, type FormValues, formValues, untouched } from "./form-state";
import { log } from "./log";

/** What an action did: a sentence for the person, and what the audit keeps of it. */
type Done = {
	message: string;
	audit?: Audited;
	/** Where to go afterwards, within the console. */
	goTo?: string;
};

/** Errors a person can read as they are become states; ours get an id to quote, and the detail goes to the log. */
function stateOf(error: unknown, values: FormValues, action: string): FormState {
	const state: FormState = { ...untouched, values, status: "refused" };
	if (error instanceof Refused)
		return { ...state, message: error.fieldErrors[""] ?? null, fieldErrors: error.fieldErrors };
	if (error instanceof Forbidden) return { ...state, message: error.message };
	if (error instanceof Conflict)
		return {
			...state,
			status: "conflict",
			message: error.message,
			conflict: {
				theirs: error.theirs,
				revision: error.revision,
				by: error.by,
				at: error.at.toISOString(),
			},
		};
	if (error instanceof HostFailed)
		return { ...state, status: "failed", message: error.message, diagnosis: error.diagnosis };
	const id = randomUUID().slice(0, 8);
	log.error({ id, action, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
	return {
		...state,
		status: "failed",
		message: `Listkeeper failed at this, and it is not your doing. Nothing was saved. Quote ${id} when you report it; the log has the detail.`,
	};
}

const fieldErrorsOf = (error: z.ZodError): Record<string, string> => {
	const errors: Record<string, string> = {};
	for (const issue of error.issues) errors[issue.path.join(".")] ??= issue.message;
	return errors;
};

async function perform<S extends z.ZodType>(
	action: string,
	schema: S,
	form: FormData,
	work: (input: z.output<S>) => Promise<Done & { actor: Person; hostId: string | null }>,
): Promise<FormState> {
	const values = formValues(form);
	try {
		const parsed = schema.safeParse(values);
		if (!parsed.success) throw new Refused(fieldErrorsOf(parsed.error));
		const done = await work(parsed.data);
		if (done.audit) await recordAudit({ ...done.audit, action, actor: done.actor, hostId: done.hostId });
		if (done.goTo) redirect(done.goTo);
		// The page and the bar at its foot show what was saved; the form around this stays as it is.
		refresh();
		return { ...untouched, status: "done", message: done.message };
	} catch (error) {
		unstable_rethrow(error);
		return stateOf(error, values, action);
	}
}

/**
 * A server action on a host: who asks, may they, parse, do, audit. The form names the host in `hostId`.
 * In: the action's name, the permission it needs, the form's schema, the work.
 * Out: the action for `useActionState`; it never throws what the person can mend.
 */
export const hostAction =
	<S extends z.ZodType>(spec: {
		action: string;
		permission: Permission;
		schema: S;
		work: (access: Access, input: z.output<S>) => Promise<Done>;
	}) =>
	async (_before: FormState, form: FormData): Promise<FormState> => {
		// Asked before the form is parsed: a stranger learns nothing from a field's sentence.
		let access: Access;
		try {
			access = await requireAccess(String(form.get("hostId") ?? ""), spec.permission);
		} catch (error) {
			unstable_rethrow(error);
			return stateOf(error, formValues(form), spec.action);
		}
		return perform(spec.action, spec.schema, form, async (input) => ({
			...(await spec.work(access, input)),
			actor: access.person,
			hostId: access.hostId,
		}));
	};

/** A server action of a signed-in person that concerns no host. */
export const personAction =
	<S extends z.ZodType>(spec: {
		action: string;
		schema: S;
		work: (person: Person, input: z.output<S>) => Promise<Done>;
	}) =>
	async (_before: FormState, form: FormData): Promise<FormState> =>
		perform(spec.action, spec.schema, form, async (input) => {
			const person = await requirePerson();
			return { ...(await spec.work(person, input)), actor: person, hostId: null };
		});
