"use server";

import { isAPIError } from "better-auth/api";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { openAction } from "@/lib/kernel/action";
import { env } from "@/lib/kernel/env";
import { Refused } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/kernel/request-audit";
import { attempt } from "./attempts";
import { auth } from "./auth";
import { currentPerson } from "./loaders";
import { codeForm, signInForm } from "./schema";
import { readTheme } from "./theme";

/** One sentence for every failure: which addresses have an account is nobody's business. */
const WRONG = "That e-mail address and password don't belong together. Check both and try again.";

/** Nobody with an account, as far as is known. */
const STRANGER = { name: "not signed in" };

/** Signs in and goes to what was wanted. */
export const signInAction = openAction({
	action: "session.begin",
	schema: signInForm,
	work: async ({ email, password, back }) => {
		const tried = await attempt("sign-in", email);
		const found = await auth.api
			.signInEmail({ body: { email, password }, headers: await headers() })
			.catch(async (error: unknown) => {
				// What better-auth refuses is the person's; what the database refuses is ours.
				if (!isAPIError(error) || error.statusCode >= 500) throw error;
				await recordAudit({ action: "session.refused", actor: STRANGER, hostId: null, subject: email });
				throw Refused.form(WRONG);
			});
		await tried.good();
		const { user } = found;
		// better-auth answers so where the account has a second factor; it made no session then.
		if ("twoFactorRedirect" in found)
			return {
				message: "Now the code.",
				actor: STRANGER,
				goTo: back === "/" ? "/sign-in/code" : `/sign-in/code?back=${encodeURIComponent(back)}`,
			};
		return { message: "Signed in.", audit: { subject: email }, actor: user, goTo: back };
	},
});

const WRONG_CODE =
	"That code is not right, or was used. Wait for the next one your app shows; after five wrong ones sign in again.";

/** The second step of signing in: the app's code, or one of the backup codes. */
export const signInCodeAction = openAction({
	action: "session.begin",
	schema: codeForm,
	work: async ({ code, back }) => {
		const tried = await attempt("code", "");
		const asked = { body: { code }, headers: await headers() };
		const { user } = await (code.includes("-")
			? auth.api.verifyBackupCode(asked)
			: auth.api.verifyTOTP(asked)
		).catch(async (error: unknown) => {
			if (!isAPIError(error) || error.statusCode >= 500) throw error;
			await recordAudit({
				action: "session.refused",
				actor: STRANGER,
				hostId: null,
				subject: "second factor",
			});
			throw Refused.form(WRONG_CODE);
		});
		await tried.good();
		return {
			message: "Signed in.",
			audit: { subject: user.email, after: { by: code.includes("-") ? "a backup code" : "an app's code" } },
			actor: user,
			goTo: back,
		};
	},
});

/** Ends this browser's session. */
export async function signOutAction(): Promise<void> {
	const person = await currentPerson();
	await auth.api.signOut({ headers: await headers() });
	if (person)
		await recordAudit({ action: "session.end", actor: person, hostId: null, subject: person.email });
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
