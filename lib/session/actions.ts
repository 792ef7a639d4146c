"use server";

import { isAPIError } from "better-auth/api";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { openAction } from "@/lib/kernel/action";
import { withRow } from "@/lib/kernel/audited-accounts";
import { Refused } from "@/lib/kernel/errors";
import { clientAddress, recordAudit } from "@/lib/kernel/request-audit";
import { attempt } from "./attempts";
import { auth } from "./auth";
import { accountById, accountOf, STRANGER } from "./data";
import { currentPerson, halfSignedIn } from "./loaders";
import { codeForm, signInForm } from "./schema";
import { CodeSpent, spendCode } from "./spent-codes";
import { readTheme } from "./theme";
import { THEME_COOKIE } from "./theme-cookie";

/** One sentence for every failure: which addresses have an account is nobody's business. */
const WRONG = "That e-mail address and password don't belong together. Check both and try again.";

/** Whether an error is better-auth's refusal, which is the person's to mend; what the database refuses is ours. */
const isRefusal = (error: unknown): boolean => isAPIError(error) && error.statusCode < 500;

/** Signs in and goes to what was wanted. */
export const signInAction = openAction({
	action: "session.begin",
	schema: signInForm,
	work: async (_, { email, password, back }) => {
		const tried = await attempt("sign-in", email);
		const account = await accountOf(email);
		// With a second factor the password alone opens nothing, but that somebody knows it is worth a row.
		const half = account?.secondFactor === true;
		const from = await clientAddress();
		const entry = half
			? { action: "session.half", actor: STRANGER, hostId: null, subject: email, from }
			: { action: "session.begin", actor: account ?? STRANGER, hostId: null, subject: email, from };
		const found = await withRow({ table: "session", verb: "create", entry }, async () =>
			auth.api.signInEmail({ body: { email, password }, headers: await headers() }),
		).catch(async (error: unknown) => {
			if (!isRefusal(error)) throw error;
			await recordAudit({ action: "session.refused", actor: STRANGER, hostId: null, subject: email });
			throw Refused.form(WRONG);
		});
		await tried.good();
		// better-auth answers so where the account has a second factor; it made no session then.
		if ("twoFactorRedirect" in found)
			return {
				message: "Now the code.",
				actor: STRANGER,
				goTo: back === "/" ? "/sign-in/code" : `/sign-in/code?back=${encodeURIComponent(back)}`,
			};
		return { message: "Signed in.", actor: found.user, goTo: back };
	},
});

const WRONG_CODE =
	"That code is not right, or was used. Wait for the next one your app shows; after five wrong ones sign in again.";
const LOCKED =
	"Ten wrong codes in a row were given for this account. Wait a quarter of an hour, then sign in again. If they weren't yours, somebody knows your password: change it then.";

/** Whether better-auth refuses every code of an account for a while, however right. */
const isLocked = (error: unknown) => isAPIError(error) && error.body?.code === "ACCOUNT_TEMPORARILY_LOCKED";

/** The second step of signing in: the app's code, or one of the backup codes. */
export const signInCodeAction = openAction({
	action: "session.begin",
	schema: codeForm,
	work: async (_, { code, back }) => {
		const tried = await attempt("code", "");
		const from = await clientAddress();
		const backup = code.includes("-");
		// Asked for now: a try too many takes the note away.
		const half = await halfSignedIn();
		const refused = async (sentence: string): Promise<never> => {
			await recordAudit({
				action: "session.refused",
				actor: STRANGER,
				hostId: null,
				subject: half?.email ?? "nobody whose password was right",
				after: { by: backup ? "a backup code" : "an app's code" },
			});
			throw Refused.form(sentence);
		};
		const asked = { body: { code }, headers: await headers() };
		const { user } = await withRow(
			{
				table: "session",
				verb: "create",
				entry: async (userId) => {
					const account = await accountById(userId);
					return {
						action: "session.begin",
						actor: account,
						hostId: null,
						subject: account.email,
						after: { by: backup ? "a backup code" : "an app's code" },
						from,
					};
				},
				...(backup ? {} : { also: (userId: string) => spendCode(userId, code) }),
			},
			async () => (backup ? auth.api.verifyBackupCode(asked) : auth.api.verifyTOTP(asked)),
		).catch((error: unknown) => {
			if (error instanceof CodeSpent)
				return refused(
					"That code was used already. Sign in again, and wait for the next one your app shows.",
				);
			if (!isRefusal(error)) throw error;
			return refused(isLocked(error) ? LOCKED : WRONG_CODE);
		});
		await tried.good();
		return { message: "Signed in.", actor: user, goTo: back };
	},
});

/** Ends this browser's session. */
export async function signOutAction(): Promise<void> {
	const person = await currentPerson();
	const entry = person && { action: "session.end", actor: person, hostId: null, subject: person.email };
	if (entry) {
		const from = await clientAddress();
		await withRow({ table: "session", verb: "delete", entry: { ...entry, from } }, async () =>
			auth.api.signOut({ headers: await headers() }),
		);
	}
	redirect("/sign-in");
}

/** Keeps the theme for a year, and goes back to the page it was chosen on. */
export async function chooseThemeAction(form: FormData): Promise<void> {
	(await cookies()).set({ ...THEME_COOKIE, value: readTheme(String(form.get("theme"))) });
}
