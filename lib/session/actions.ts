"use server";

import { isAPIError } from "better-auth/api";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { openAction } from "@/lib/kernel/action";
import { env } from "@/lib/kernel/env";
import { Refused } from "@/lib/kernel/errors";
import { auth } from "./auth";
import { forgetAttempts, takeAttempt } from "./mutations";
import { signInForm } from "./schema";
import { readTheme } from "./theme";

/** One sentence for every failure: which addresses have an account is nobody's business. */
const WRONG = "That e-mail address and password don't belong together. Check both and try again.";

/** Signs in and goes to what was wanted. Ten tries a quarter of an hour for each address. */
export const signInAction = openAction({
	action: "session.begin",
	schema: signInForm,
	work: async ({ email, password, back }) => {
		const attempts = `sign-in:${email}`;
		const waitMinutes = await takeAttempt(attempts);
		if (waitMinutes !== null)
			throw Refused.form(`Too many tries for this address. Wait ${waitMinutes} minutes, then try again.`);
		const { user } = await auth.api
			.signInEmail({ body: { email, password }, headers: await headers() })
			.catch((error: unknown) => {
				// What better-auth refuses is the person's; what the database refuses is ours.
				throw isAPIError(error) && error.statusCode < 500 ? Refused.form(WRONG) : error;
			});
		await forgetAttempts(attempts);
		return { message: "Signed in.", audit: { subject: email }, actor: user, goTo: back };
	},
});

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
