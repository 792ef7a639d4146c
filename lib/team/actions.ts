"use server";

import { headers } from "next/headers";
import { openAction } from "@/lib/kernel/action";
import { Refused } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/kernel/request-audit";
import { attempt } from "@/lib/session/attempts";
import { auth, hashPassword } from "@/lib/session/auth";
import { isSetupToken } from "./data";
import { makeOwner } from "./mutations";
import { ownerForm } from "./schema";

/** Uses the set-up link: makes the owner's account, signs in, and goes on to the first host. */
export const makeOwnerAction = openAction({
	action: "owner.make",
	schema: ownerForm,
	work: async ({ token, name, email, password }) => {
		await attempt("setup", "");
		if (!(await isSetupToken(token))) {
			await recordAudit({
				action: "owner.refused",
				actor: { name, email },
				hostId: null,
				subject: "set-up link",
			});
			throw Refused.form("This set-up link is not the one npm run up printed. Open that one.");
		}
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
