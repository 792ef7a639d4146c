"use server";

import { headers } from "next/headers";
import { openAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { auth, hashPassword } from "@/lib/session/auth";
import { takeAttempt } from "@/lib/session/mutations";
import { isSetupToken } from "./data";
import { makeOwner } from "./mutations";
import { ownerForm } from "./schema";

/** Uses the set-up link: makes the owner's account, signs in, and goes on to the first host. */
export const makeOwnerAction = openAction({
	action: "owner.make",
	schema: ownerForm,
	work: async ({ token, name, email, password }) => {
		const waitMinutes = await takeAttempt("setup");
		if (waitMinutes !== null)
			throw Refused.form(`Too many tries. Wait ${waitMinutes} minutes, then open the link again.`);
		if (!(await isSetupToken(token)))
			throw Refused.form("This set-up link is not the one npm run up printed. Open that one.");
		await makeOwner({ name, email, passwordHash: await hashPassword(password) });
		await auth.api.signInEmail({ body: { email, password }, headers: await headers() });
		return {
			message: "The account was made.",
			audit: { subject: email },
			actor: { name, email },
			goTo: "/hosts/new",
		};
	},
});
