"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { env } from "@/lib/kernel/env";
import { type FormState, formValues, untouched } from "@/lib/kernel/form-state";
import { auth } from "./auth";
import { forgetAttempts, takeAttempt } from "./mutations";
import { signInForm } from "./schema";
import { readTheme } from "./theme";

/** One sentence for every failure: which addresses have an account is nobody's business. */
const WRONG = "That e-mail address and password don't belong together. Check both and try again.";

/** Signs in and goes to the console. Ten tries a quarter of an hour for each address. */
export async function signInAction(_before: FormState, form: FormData): Promise<FormState> {
	const { password: _, ...values } = formValues(form);
	const refused = (message: string): FormState => ({
		...untouched,
		status: "refused",
		message,
		fieldErrors: { "": message },
		values,
	});
	const parsed = signInForm.safeParse(formValues(form));
	if (!parsed.success) return refused(parsed.error.issues[0]?.message ?? WRONG);
	const waitMinutes = await takeAttempt(`sign-in:${parsed.data.email}`);
	if (waitMinutes !== null)
		return refused(`Too many tries for this address. Wait ${waitMinutes} minutes, then try again.`);
	try {
		await auth.api.signInEmail({ body: parsed.data, headers: await headers() });
	} catch {
		return refused(WRONG);
	}
	await forgetAttempts(`sign-in:${parsed.data.email}`);
	redirect("/");
}

/** Ends this browser's session. */
export async function signOutAction(): Promise<void> {
	await auth.api.signOut({ headers: await headers() });
	redirect("/sign-in");
}

/** Keeps the theme for a year, and goes back to the page it was chosen on. */
export async function chooseThemeAction(form: FormData): Promise<void> {
	(await cookies()).set("theme", readTheme(String(form.get("theme"))), {
		maxAge: 60 * 60 * 24 * 365,
		sameSite: "lax",
		secure: env.url.protocol === "https:",
		path: "/",
	});
}
