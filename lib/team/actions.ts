"use server";

import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import { Refused } from "@/lib/kernel/errors";
import { type FormState, formValues, untouched } from "@/lib/kernel/form-state";
import { auth, hashPassword } from "@/lib/session/auth";
import { takeAttempt } from "@/lib/session/mutations";
import { isSetupToken } from "./data";
import { makeOwner } from "./mutations";
import { ownerForm } from "./schema";

/** Uses the set-up link: makes the owner's account, signs in, and goes on to the first host. */
export async function makeOwnerAction(_before: FormState, form: FormData): Promise<FormState> {
	const { password: _, ...values } = formValues(form);
	const refused = (fieldErrors: Record<string, string>): FormState => ({
		...untouched,
		status: "refused",
		message: fieldErrors[""] ?? null,
		fieldErrors,
		values,
	});
	const wait = await takeAttempt("setup");
	if (wait !== null)
		return refused({ "": `Too many tries. Wait ${wait} minutes, then open the link again.` });
	const parsed = ownerForm.safeParse(formValues(form));
	if (!(await isSetupToken(parsed.data?.token ?? String(form.get("token") ?? ""))))
		return refused({ "": "This set-up link is not the one npm run up printed. Open that one." });
	if (!parsed.success) {
		const errors: Record<string, string> = {};
		for (const issue of parsed.error.issues) errors[issue.path.join(".")] ??= issue.message;
		return refused(errors);
	}
	const { name, email, password } = parsed.data;
	try {
		await makeOwner({ name, email, passwordHash: await hashPassword(password) });
	} catch (error) {
		unstable_rethrow(error);
		if (error instanceof Refused) return refused({ ...error.fieldErrors });
		throw error;
	}
	await auth.api.signInEmail({ body: { email, password }, headers: await headers() });
	redirect("/hosts/new");
}
