import "server-only";
import { randomUUID } from "node:crypto";
import { refresh } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import {
	type Access,
	accessTo,
	currentPerson,
	type Person,
	requireAccess,
	requireOwner,
	requirePerson,
} from "@/lib/session/loaders";
import type { Permission } from "@/lib/session/permissions";
import type { AuditEntry, Audited } from "./audit";
import { Conflict, Forbidden, HostFailed, Refused } from "./errors";
import { type FormState, type FormValues, formValues, untouched, withoutSecrets } from "./form-state";
import { log } from "./log";
import { changing, recordAudit } from "./request-audit";

/** What an action came to: a sentence for the person, and where to go afterwards, within the console. */
type Outcome = { message: string; goTo?: string };

/** What the audit keeps of a change; its action, actor and host are the server action's where it names no others. */
type Row = Audited & Partial<Pick<AuditEntry, "action" | "hostId">>;

/** What a change came to. */
type Changed = Outcome & {
	/** Null where nothing was changed. A change without a row is taken back as a mistake of ours. */
	audit: Row | readonly Row[] | null;
	/** What begins once the change is kept: asking a host, signing in. */
	onceKept?: () => unknown;
};

/**
 * How an action works. `change` changes the database and nothing else: it is one transaction, with its rows of the
 * audit, and all others wait for it. What takes time comes before, in `prepare`. `work` is for what changes nothing in the
 * database, or brings its own transactions.
 */
type Doing<Who, Input, Prepared, More> =
	| { work: (who: Who, input: Input) => Promise<Outcome & More & { audit?: never }> }
	| {
			prepare?: (who: Who, input: Input) => Promise<Prepared>;
			change: (who: Who, input: Input, prepared: Prepared) => Promise<Changed & More>;
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

/** Whose act it was, for the audit. */
type By = { actor: AuditEntry["actor"]; hostId: string | null };

async function perform<S extends z.ZodType>(
	action: string,
	schema: S,
	form: FormData,
	work: (input: z.output<S>) => Promise<Outcome>,
): Promise<FormState> {
	const values = formValues(form);
	try {
		const parsed = schema.safeParse(values);
		if (!parsed.success) throw new Refused(fieldErrorsOf(parsed.error));
		const done = await work(parsed.data);
		if (done.goTo) redirect(done.goTo);
		// The page and the bar at its foot show what was saved; the form around this stays as it is.
		refresh();
		return { ...untouched, status: "done", message: done.message };
	} catch (error) {
		unstable_rethrow(error);
		return stateOf(error, withoutSecrets(values), action);
	}
}

/** Does what a server action is there for. In: how, for whom, and whose act its result says it was. */
async function act<Who, Input, Prepared, More>(
	action: string,
	doing: Doing<Who, Input, Prepared, More>,
	who: Who,
	input: Input,
	by: (done: Changed & More) => By,
): Promise<Outcome> {
	if ("work" in doing) return doing.work(who, input);
	// Without `prepare` there is nothing that a change could have been promised.
	const prepared = (await doing.prepare?.(who, input)) as Prepared;
	const done = await changing(async () => {
		const result = await doing.change(who, input, prepared);
		const rows = [result.audit ?? []].flat();
		return { result, rows: rows.map((row) => ({ action, ...by(result), ...row })) };
	});
	await done.onceKept?.();
	return { message: done.message, ...(done.goTo === undefined ? {} : { goTo: done.goTo }) };
}

/** Keeps who tried what their role doesn't cover. */
async function noteRefusal(action: string, hostId: string) {
	const [person, access] = await Promise.all([currentPerson(), accessTo(hostId)]);
	if (person)
		await recordAudit({
			action: "access.refused",
			actor: person,
			hostId: access ? hostId : null,
			subject: action,
		});
}

/** Asks who it is before the form is parsed: a stranger learns nothing from a field's sentence. */
async function asked<T>(question: () => Promise<T>, form: FormData, action: string) {
	try {
		return { ok: true, answer: await question() } as const;
	} catch (error) {
		unstable_rethrow(error);
		if (error instanceof Forbidden) await noteRefusal(action, String(form.get("hostId") ?? ""));
		return { ok: false, state: stateOf(error, withoutSecrets(formValues(form)), action) } as const;
	}
}

/**
 * A server action on a host: who asks, may they, parse, do, audit. The form names the host in `hostId`.
 * In: the action's name, the permission it needs, the form's schema, how it works.
 * Out: the action for `useActionState`; it never throws what the person can mend.
 */
export const hostAction =
	<S extends z.ZodType, P = undefined>(
		spec: { action: string; permission: Permission; schema: S } & Doing<Access, z.output<S>, P, unknown>,
	) =>
	async (_before: FormState, form: FormData): Promise<FormState> => {
		const access = await asked(
			() => requireAccess(String(form.get("hostId") ?? ""), spec.permission),
			form,
			spec.action,
		);
		if (!access.ok) return access.state;
		const { answer } = access;
		return perform(spec.action, spec.schema, form, (input) =>
			act(spec.action, spec, answer, input, () => ({ actor: answer.person, hostId: answer.hostId })),
		);
	};

/** A server action of a signed-in person that concerns no host; `needs` says if it takes an owner. */
export const personAction =
	<S extends z.ZodType, P = undefined>(
		spec: { action: string; needs: "account" | "owner"; schema: S } & Doing<Person, z.output<S>, P, unknown>,
	) =>
	async (_before: FormState, form: FormData): Promise<FormState> => {
		const person = await asked(spec.needs === "owner" ? requireOwner : requirePerson, form, spec.action);
		if (!person.ok) return person.state;
		const { answer } = person;
		return perform(spec.action, spec.schema, form, (input) =>
			act(spec.action, spec, answer, input, () => ({ actor: answer, hostId: null })),
		);
	};

/** A server action of anybody: signing in, using a one-time link. The work itself finds out whose act it was. */
export const openAction =
	<S extends z.ZodType, P = undefined>(
		spec: { action: string; schema: S } & Doing<null, z.output<S>, P, Pick<By, "actor">>,
	) =>
	async (_before: FormState, form: FormData): Promise<FormState> =>
		perform(spec.action, spec.schema, form, (input) =>
			act(spec.action, spec, null, input, ({ actor }) => ({ actor, hostId: null })),
		);
