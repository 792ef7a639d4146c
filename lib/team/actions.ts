"use server";

import { headers } from "next/headers";
import { hostAction, openAction, personAction } from "@/lib/kernel/action";
import type { AuditEntry } from "@/lib/kernel/audit";
import { withRow } from "@/lib/kernel/audited-accounts";
import { env } from "@/lib/kernel/env";
import { Refused } from "@/lib/kernel/errors";
import type { FormState } from "@/lib/kernel/form-state";
import { log } from "@/lib/kernel/log";
import { clientAddress, recordAudit } from "@/lib/kernel/request-audit";
import { attempt } from "@/lib/session/attempts";
import { auth, hashPassword } from "@/lib/session/auth";
import { STRANGER } from "@/lib/session/data";
import { endSessions } from "@/lib/session/mutations";
import { findInvitation, findReset, isSetupToken, memberOf, teamRules } from "./data";
import type { LinkState } from "./link-state";
import {
	addInvitation,
	finishReset,
	joinAs,
	joinAsNew,
	MAILED_MINUTES,
	makeOwner,
	removeInvitation,
	removeMember,
	setRole,
	setTeamRule,
} from "./mutations";
import { mailResetLink } from "./password-mail";
import {
	acceptForm,
	forgottenForm,
	invitationForm,
	inviteForm,
	joinForm,
	memberForm,
	ownerForm,
	resetForm,
	roleForm,
	teamRuleForm,
} from "./schema";

/** Signs in with a password that was set a moment ago. */
const signInAs = async (actor: { name: string; email: string }, password: string) =>
	withRow(
		{
			table: "session",
			verb: "create",
			entry: {
				action: "session.begin",
				actor,
				hostId: null,
				subject: actor.email,
				from: await clientAddress(),
			},
		},
		async () => auth.api.signInEmail({ body: { email: actor.email, password }, headers: await headers() }),
	);

/** Uses the set-up link: makes the owner's account, signs in, and goes on to the first host. */
export const makeOwnerAction = openAction({
	action: "owner.make",
	schema: ownerForm,
	prepare: async (_, { token, name, email, password }) => {
		const tried = await attempt("setup", "");
		if (!(await isSetupToken(token))) {
			await recordAudit({
				action: "owner.refused",
				actor: STRANGER,
				hostId: null,
				subject: "set-up link",
				after: { claimed: `${name} <${email}>` },
			});
			throw Refused.form("This set-up link is not the one npm run up printed. Open that one.");
		}
		await tried.good();
		return hashPassword(password);
	},
	change: async (_, { name, email, password }, passwordHash) => {
		const actor = { name, email };
		await makeOwner({ ...actor, passwordHash });
		return {
			message: "The account was made.",
			audit: { subject: email },
			actor,
			onceKept: () => signInAs(actor, password),
			goTo: "/hosts/new",
		};
	},
});

const nobody = () => Refused.form("Nobody with this account has a role here any more.");

/** Invites somebody; the link comes back once and is kept nowhere. */
export async function inviteAction(before: LinkState, form: FormData): Promise<LinkState> {
	let link: string | null = null;
	const invite = hostAction({
		action: "team.invite",
		permission: "team.manage",
		schema: inviteForm,
		change: async (access, { email, role, domains }) => {
			const token = await addInvitation(access.hostId, {
				email,
				role,
				domains,
				invitedBy: access.person.name,
			});
			link = new URL(`/invite/${token}`, env.url).href;
			return {
				message: `Give this link to ${email}, by a way that only they read. It works once, for seven days.`,
				audit: { subject: email, after: { role, domains } },
			};
		},
	});
	const state: FormState = await invite(before, form);
	return { ...state, link };
}

/** Takes an invitation back. */
export const withdrawAction = hostAction({
	action: "team.withdraw",
	permission: "team.manage",
	schema: invitationForm,
	change: async (access, { id }) => {
		const email = await removeInvitation(access.hostId, id);
		if (email === null) throw Refused.form("That invitation was used, or taken back already.");
		return { message: `The invitation of ${email} works no more.`, audit: { subject: email } };
	},
});

/** Gives a member another role. */
export const setRoleAction = hostAction({
	action: "team.role",
	permission: "team.manage",
	schema: roleForm,
	change: async (access, { userId, role, domains }) => {
		const member = await memberOf(access.hostId, userId);
		if (!member) throw nobody();
		await setRole(access.hostId, userId, { role, domains });
		return {
			message: `${member.name} is ${role} now.`,
			audit: {
				subject: member.email,
				before: { role: member.role, domains: member.domains },
				after: { role, domains },
			},
		};
	},
});

/** Takes a member's role away. */
export const removeMemberAction = hostAction({
	action: "team.remove",
	permission: "team.manage",
	schema: memberForm,
	change: async (access, { userId }) => {
		const member = await memberOf(access.hostId, userId);
		if (!member) throw nobody();
		await removeMember(access.hostId, userId);
		return {
			message: `${member.name} has no role here any more.`,
			audit: { subject: member.email, before: { role: member.role, domains: member.domains } },
			...(userId === access.person.id ? { goTo: "/" } : {}),
		};
	},
});

/** Signs a member out everywhere. */
export const endMemberSessionsAction = hostAction({
	action: "team.sign-out",
	permission: "team.manage",
	schema: memberForm,
	change: async (access, { userId }) => {
		const member = await memberOf(access.hostId, userId);
		if (!member) throw nobody();
		const count = await endSessions(
			userId,
			userId === access.person.id ? { exceptId: access.person.sessionId } : "all",
		);
		return {
			message: `${member.name} was signed out ${count === 1 ? "of 1 session" : `of ${count} sessions`}.`,
			audit: { subject: member.email, after: { ended: count } },
		};
	},
});

/** Switches a rule that the host has for its people. */
export const setTeamRuleAction = hostAction({
	action: "team.rule",
	permission: "team.manage",
	schema: teamRuleForm,
	change: async (access, { rule, on }) => {
		if (rule === "requireSecondFactor" && on && !access.person.secondFactor)
			throw Refused.form(
				"You have no second factor yourself, and would lock yourself out. Set one up on your account's page first.",
			);
		const before = await teamRules(access.hostId);
		await setTeamRule(access.hostId, rule, on);
		return { message: "Saved.", audit: { subject: rule, before: { on: before[rule] }, after: { on } } };
	},
});

const gone = () => Refused.form("This invitation was used, taken back, or is too old. Ask for another.");

/** What an invitation's link leads to. Throws Refused where it leads nowhere, and notes that it was tried. */
async function invited(token: string, by: Pick<AuditEntry, "actor" | "after">) {
	const tried = await attempt("invite", "");
	const invitation = await findInvitation(token);
	if (!invitation) {
		await recordAudit({ action: "team.join-refused", hostId: null, subject: "invitation link", ...by });
		throw gone();
	}
	// A whole office may join within the hour.
	await tried.good();
	return invitation;
}

/** Uses an invitation: makes an account with its role, and signs in. */
export const joinAction = openAction({
	action: "team.join",
	schema: joinForm,
	prepare: async (_, { token, name, password }) => {
		const invitation = await invited(token, { actor: STRANGER, after: { claimed: name } });
		if (password.toLowerCase() === invitation.email)
			throw new Refused({ password: "The password is your e-mail address. Choose another." });
		return { invitation, passwordHash: await hashPassword(password) };
	},
	change: async (_, { name, password }, { invitation, passwordHash }) => {
		const { email, hostId, role } = invitation;
		await joinAsNew(invitation, { name, passwordHash });
		const actor = { name, email };
		return {
			message: "Welcome.",
			actor,
			audit: { hostId, subject: email, after: { role } },
			onceKept: () => signInAs(actor, password),
			goTo: `/hosts/${hostId}/overview`,
		};
	},
});

/** Uses an invitation with the account one has. */
export const acceptAction = personAction({
	action: "team.accept",
	needs: "account",
	schema: acceptForm,
	prepare: async (person, { token }) => {
		const invitation = await invited(token, { actor: person });
		if (invitation.email !== person.email)
			throw Refused.form(`This invitation is for ${invitation.email}. Sign in with that account.`);
		return invitation;
	},
	change: async (person, _, invitation) => {
		await joinAs(invitation, person.id);
		const { hostId, role } = invitation;
		return {
			message: "Welcome.",
			audit: { action: "team.join", hostId, subject: person.email, after: { role } },
			goTo: `/hosts/${hostId}/overview`,
		};
	},
});

/** Sends a link to choose a new password. What is answered, and when, doesn't tell whether there is such an account. */
export const sendResetAction = openAction({
	action: "account.reset-asked",
	schema: forgottenForm,
	work: async (_, { email }) => {
		await attempt("forgotten", email);
		await recordAudit({ action: "account.reset-asked", actor: STRANGER, hostId: null, subject: email });
		const from = await clientAddress();
		// Nobody waits for it: how long it takes would tell what is not said.
		mailResetLink(email, from).catch((err: unknown) => log.error({ err }, "A link could not be sent."));
		return {
			message: `If ${email} has an account here, a link to choose a new password is on its way. It works once, for ${MAILED_MINUTES} minutes.`,
			actor: STRANGER,
		};
	},
});

/** Sets a new password by a one-time link, of the console's own machine or of a message. */
export const resetPasswordAction = openAction({
	action: "account.reset",
	schema: resetForm,
	prepare: async (_, { token, password }) => {
		const tried = await attempt("reset", "");
		const reset = await findReset(token);
		if (!reset) {
			await recordAudit({
				action: "account.reset-refused",
				actor: STRANGER,
				hostId: null,
				subject: "reset link",
			});
			throw Refused.form("This link was used, or is too old. Ask for another.");
		}
		await tried.good();
		if (password.toLowerCase() === reset.user.email)
			throw new Refused({ password: "The password is your e-mail address. Choose another." });
		return { reset, passwordHash: await hashPassword(password) };
	},
	change: async (_, __, { reset, passwordHash }) => {
		const { user } = reset;
		await finishReset({ id: reset.id, userId: user.id }, passwordHash);
		return {
			message: "The password is set.",
			audit: { subject: user.email },
			actor: user,
			goTo: "/sign-in",
		};
	},
});
