"use server";

import { isAPIError } from "better-auth/api";
import { headers } from "next/headers";
import { z } from "zod";
import { personAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import type { SecondFactorState } from "./account-state";
import { attempt } from "./attempts";
import { auth } from "./auth";
import type { Person } from "./loaders";
import { endSessions } from "./mutations";
import { password, secondFactorCode } from "./schema";

/** Does what better-auth guards by a secret of the person's; tries are counted as signing in is. */
async function guarded<T>(
	person: Person,
	what: string,
	field: string,
	wrong: string,
	work: () => Promise<T>,
) {
	const tried = await attempt(what, person.email);
	const done = await work().catch((error: unknown) => {
		throw isAPIError(error) && error.statusCode < 500 ? new Refused({ [field]: wrong }) : error;
	});
	await tried.good();
	return done;
}

const WRONG_PASSWORD = "That is not your password.";
const WRONG_CODE = "That is not the code your app shows now. Wait for the next one and type it in.";

const current = z.string().min(1, "The password is empty.").max(256, "That is not your password.");

/** Changes the password, and ends every other session. */
export const changePasswordAction = personAction({
	action: "account.password",
	needs: "account",
	schema: z.object({ currentPassword: current, newPassword: password }),
	work: async (person, { currentPassword, newPassword }) => {
		if (newPassword.toLowerCase() === person.email)
			throw new Refused({ newPassword: "The password is your e-mail address. Choose another." });
		await guarded(person, "password", "currentPassword", WRONG_PASSWORD, async () =>
			auth.api.changePassword({
				body: { currentPassword, newPassword, revokeOtherSessions: true },
				headers: await headers(),
			}),
		);
		return {
			message: "The password is changed. Every other session was ended.",
			audit: { subject: person.email },
		};
	},
});

/** Begins with a second factor: gives the key for an app, and backup codes. It counts once a code proved the app. */
export async function beginSecondFactorAction(
	before: SecondFactorState,
	form: FormData,
): Promise<SecondFactorState> {
	let shown: Pick<SecondFactorState, "setUp" | "backupCodes"> = { setUp: null, backupCodes: [] };
	const begin = personAction({
		action: "account.second-factor-begin",
		needs: "account",
		schema: z.object({ password: current }),
		work: async (person, { password }) => {
			const made = await guarded(person, "password", "password", WRONG_PASSWORD, async () =>
				auth.api.enableTwoFactor({ body: { password }, headers: await headers() }),
			);
			if (made.method !== "totp") throw new Error("A second factor was made that is none of ours.");
			const key = new URL(made.totpURI).searchParams.get("secret") ?? "";
			shown = { setUp: { uri: made.totpURI, key }, backupCodes: made.backupCodes };
			return { message: "Add the key to your app, keep the backup codes, then type the app's code." };
		},
	});
	return { ...(await begin(before, form)), ...shown };
}

/** Counts the second factor from now on: the app showed the right code. */
export const proveSecondFactorAction = personAction({
	action: "account.second-factor",
	needs: "account",
	schema: z.object({ code: secondFactorCode }),
	work: async (person, { code }) => {
		await guarded(person, "code", "code", WRONG_CODE, async () =>
			auth.api.verifyTOTP({ body: { code }, headers: await headers() }),
		);
		return {
			message: "From now on signing in takes a code of your app.",
			audit: { subject: person.email, after: { on: true } },
		};
	},
});

/** Makes new backup codes; the old ones stop working. */
export async function renewBackupCodesAction(
	before: SecondFactorState,
	form: FormData,
): Promise<SecondFactorState> {
	let backupCodes: readonly string[] = [];
	const renew = personAction({
		action: "account.backup-codes",
		needs: "account",
		schema: z.object({ password: current }),
		work: async (person, { password }) => {
			const made = await guarded(person, "password", "password", WRONG_PASSWORD, async () =>
				auth.api.generateBackupCodes({ body: { password }, headers: await headers() }),
			);
			({ backupCodes } = made);
			return { message: "Keep these; the ones before work no more.", audit: { subject: person.email } };
		},
	});
	return { ...(await renew(before, form)), setUp: null, backupCodes };
}

/** Gives the second factor up. */
export const endSecondFactorAction = personAction({
	action: "account.second-factor",
	needs: "account",
	schema: z.object({ password: current }),
	work: async (person, { password }) => {
		await guarded(person, "password", "password", WRONG_PASSWORD, async () =>
			auth.api.disableTwoFactor({ body: { password }, headers: await headers() }),
		);
		return {
			message: "Signing in takes the password alone now.",
			audit: { subject: person.email, after: { on: false } },
		};
	},
});

/** Ends one of the person's sessions, or all but this one. */
export const endSessionAction = personAction({
	action: "account.end-session",
	needs: "account",
	schema: z.object({ session: z.string().max(64) }),
	work: async (person, { session }) => {
		const which = session === "others" ? { exceptId: person.sessionId } : { id: session };
		const count = await endSessions(person.id, which);
		return {
			message: count === 1 ? "The session was ended." : `${count} sessions were ended.`,
			audit: { subject: person.email, after: { ended: count } },
		};
	},
});
