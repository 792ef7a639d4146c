"use server";

import { isAPIError } from "better-auth/api";
import { headers } from "next/headers";
import { z } from "zod";
import { personAction } from "@/lib/kernel/action";
import type { Audited } from "@/lib/kernel/audit";
import { type Carried, withRow } from "@/lib/kernel/audited-accounts";
import { Refused } from "@/lib/kernel/errors";
import { clientAddress, recordAudit } from "@/lib/kernel/request-audit";
import type { SecondFactorState } from "./account-state";
import { attempt } from "./attempts";
import { auth } from "./auth";
import { beganSecondFactor } from "./data";
import type { Person } from "./loaders";
import { endSessions, forgetHalfSignIns } from "./mutations";
import { password, secondFactorCode } from "./schema";
import { CodeSpent, spendCode } from "./spent-codes";

/** The write of better-auth's that an act of a person's comes down to, and what the audit keeps of it. */
type Act = Audited & Pick<Carried, "table" | "verb" | "also"> & { action: string };

/** Does what better-auth guards by a secret of the person's; tries are counted as signing in is. */
async function guarded<T>(
	person: Person,
	{ what, field, wrong }: { what: string; field: string; wrong: string },
	{ table, verb, also, ...audited }: Act,
	work: () => Promise<T>,
) {
	const tried = await attempt(what, person.email);
	const entry = { ...audited, actor: person, hostId: null, from: await clientAddress() };
	const done = await withRow({ table, verb, entry, ...(also ? { also } : {}) }, work).catch(
		async (error: unknown) => {
			if (!(error instanceof CodeSpent) && !(isAPIError(error) && error.statusCode < 500)) throw error;
			await recordAudit({
				action: "account.refused",
				actor: person,
				hostId: null,
				subject: person.email,
				after: { wanted: audited.action },
			});
			throw new Refused({ [field]: wrong });
		},
	);
	await tried.good();
	return done;
}

const PASSWORD = { what: "password", field: "password", wrong: "That is not your password." };
const CODE = {
	what: "code",
	field: "code",
	wrong: "That is not the code your app shows now. Wait for the next one and type it in.",
};

const current = z.string().min(1, "The password is empty.").max(256, "That is not your password.");

/** Changes the password, and ends every other session. */
export const changePasswordAction = personAction({
	action: "account.password",
	needs: "account",
	schema: z.object({ currentPassword: current, newPassword: password }),
	work: async (person, { currentPassword, newPassword }) => {
		if (newPassword.toLowerCase() === person.email)
			throw new Refused({ newPassword: "The password is your e-mail address. Choose another." });
		await guarded(
			person,
			{ ...PASSWORD, field: "currentPassword" },
			{
				action: "account.password",
				subject: person.email,
				table: "account",
				verb: "update",
				also: () => forgetHalfSignIns(person.id),
			},
			async () =>
				auth.api.changePassword({
					body: { currentPassword, newPassword, revokeOtherSessions: true },
					headers: await headers(),
				}),
		);
		return { message: "The password is changed. Every other session was ended." };
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
			// What a set-up that was given up left behind is written over.
			const verb = (await beganSecondFactor(person.id)) ? "update" : "create";
			const act = { action: "account.second-factor-begin", subject: person.email, verb } as const;
			const made = await guarded(person, PASSWORD, { ...act, table: "twoFactor" }, async () =>
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
		await guarded(
			person,
			CODE,
			{
				action: "account.second-factor",
				subject: person.email,
				after: { on: true },
				table: "user",
				verb: "update",
				also: async () => {
					await spendCode(person.id, code);
					// They were opened by the password alone.
					await endSessions(person.id, { exceptId: person.sessionId });
				},
			},
			async () => auth.api.verifyTOTP({ body: { code }, headers: await headers() }),
		);
		return { message: "From now on signing in takes a code of your app. Every other session was ended." };
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
			const made = await guarded(
				person,
				PASSWORD,
				{ action: "account.backup-codes", subject: person.email, table: "twoFactor", verb: "update" },
				async () => auth.api.generateBackupCodes({ body: { password }, headers: await headers() }),
			);
			({ backupCodes } = made);
			return { message: "Keep these; the ones before work no more." };
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
		await guarded(
			person,
			PASSWORD,
			{
				action: "account.second-factor",
				subject: person.email,
				after: { on: false },
				table: "user",
				verb: "update",
			},
			async () => auth.api.disableTwoFactor({ body: { password }, headers: await headers() }),
		);
		return { message: "Signing in takes the password alone now." };
	},
});

/** Ends one of the person's sessions, or all but this one. */
export const endSessionAction = personAction({
	action: "account.end-session",
	needs: "account",
	schema: z.object({ session: z.string().max(64) }),
	change: async (person, { session }) => {
		const which = session === "others" ? { exceptId: person.sessionId } : { id: session };
		const count = await endSessions(person.id, which);
		return {
			message: count === 1 ? "The session was ended." : `${count} sessions were ended.`,
			audit: { subject: person.email, after: { ended: count } },
		};
	},
});
