import "server-only";
import { knownMail } from "@/lib/hosts/data";
import { currentPerson, requireAccess } from "@/lib/session/loaders";
import { may, whyNot } from "@/lib/session/permissions";
import {
	findInvitation,
	findReset,
	hasOwner,
	isKnownAddress,
	isSetupToken,
	membersOf,
	openInvitations,
	teamRules,
} from "./data";

/** Open to anybody: says nothing but whether there is an owner. */
export const loadHealth = async () => ({ ok: true, owner: await hasOwner() });

/** What a set-up link is good for: making the owner, signing in, or nothing. */
export async function loadSetupLink(token: string): Promise<"open" | "used" | "unknown"> {
	if (await hasOwner()) return "used";
	return (await isSetupToken(token)) ? "open" : "unknown";
}

/** For the Team page: who has which role here. Invitations and sessions are the owners' business. */
export async function loadTeam(hostId: string) {
	const access = await requireAccess(hostId, "team.see");
	const manages = may(access.role, "team.manage");
	const [members, invitations, rules] = await Promise.all([
		membersOf(hostId),
		manages ? openInvitations(hostId) : [],
		teamRules(hostId),
	]);
	return {
		members: members.map(({ since: _, ...member }) => ({
			...member,
			you: member.id === access.person.id,
			...(manages ? {} : { sessions: null, lastSeenAt: null }),
		})),
		invitations,
		rules,
		mayNot: whyNot(access.role, "team.manage"),
		mayNotRemove: whyNot(access.role, "host.remove"),
	};
}

/** What an invitation's link leads to; null where it leads nowhere any more. */
export async function loadInvitation(token: string) {
	const invitation = await findInvitation(token);
	if (!invitation) return null;
	const { email, role, domains, host, invitedBy } = invitation;
	const person = await currentPerson();
	return {
		email,
		role,
		domains,
		host: host.name,
		invitedBy,
		/** Who is signed in here, and whether the invitation is theirs. */
		person: person && { email: person.email, invited: person.email === email },
		hasAccount: await isKnownAddress(email),
	};
}

/** Whose password a reset link changes; null where it changes none any more. */
export const loadReset = async (token: string) => (await findReset(token))?.user.email ?? null;

/** Open to anybody: whether a link to choose a new password can be sent at all. It says nothing of any account. */
export const loadResetMail = () => knownMail();
