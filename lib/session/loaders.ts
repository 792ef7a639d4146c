import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Forbidden } from "@/lib/kernel/errors";
import { auth } from "./auth";
import { halfSignInOf, membershipOn, ownsAnything, sessionLives, sessionsOf } from "./data";
import { LEAST_ROLE, type Limited, may, type Permission } from "./permissions";
import { signInPath } from "./return-to";
import { readTheme, type Theme } from "./theme";
import { THEME_COOKIE } from "./theme-cookie";

/** Who is asking. */
export type Person = {
	id: string;
	name: string;
	email: string;
	sessionId: string;
	/** Whether signing in took more than a password. */
	secondFactor: boolean;
};
/** Proof that somebody may do something on a host; only `requireAccess` and `accessTo` make one. */
export type Access = Limited & { person: Person; hostId: string };

/**
 * The request's headers with its cookies as they are by now: an action may have replaced the session, and the page that
 * is drawn in its answer belongs to the new one.
 */
async function asOfNow(): Promise<Headers> {
	const [sent, jar] = await Promise.all([headers(), cookies()]);
	const now = new Headers(sent);
	now.set(
		"cookie",
		jar
			.getAll()
			.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
			.join("; "),
	);
	return now;
}

/** Who is signed in, or null. Asked once a request. */
export const currentPerson = cache(async (): Promise<Person | null> => {
	const found = await auth.api.getSession({ headers: await asOfNow() });
	if (!found) return null;
	const { user, session } = found;
	return {
		id: user.id,
		name: user.name,
		email: user.email,
		sessionId: session.id,
		secondFactor: user.twoFactorEnabled ?? false,
	};
});

/** Whose code is awaited in this browser: the password was right. Null where nobody's is. */
export async function halfSignedIn(): Promise<{ name: string; email: string } | null> {
	const { createAuthCookie } = await auth.$context;
	const signed = (await cookies()).get(createAuthCookie("two_factor").name)?.value;
	return signed ? halfSignInOf(signed.slice(0, signed.lastIndexOf("."))) : null;
}

/** Who is signed in; everybody else is sent to sign in, and from there back to what they wanted. */
export async function requirePerson(): Promise<Person> {
	return (await currentPerson()) ?? redirect(signInPath((await headers()).get("x-listkeeper-path")));
}

/** For what concerns the console and no host: who set it up, and whoever owns a host. Throws Forbidden. */
export async function requireOwner(): Promise<Person> {
	const person = await requirePerson();
	if (!(await ownsAnything(person.id))) throw new Forbidden("owner");
	return person;
}

/** The person's access to a host, or null: not signed in, no such host, no role on it. */
export const accessTo = cache(async (hostId: string): Promise<(Access & { barred: boolean }) | null> => {
	const person = await currentPerson();
	const membership = person && (await membershipOn(person.id, hostId));
	if (!membership) return null;
	const { role, domains, secondFactorNeeded } = membership;
	return { person, hostId, role, domains, barred: secondFactorNeeded && !person.secondFactor };
});

/**
 * For a page, an action, a stream: the person's access to a host.
 * Sends to sign in; sends to set up a second factor where the host demands one; 404 where the person has no role on
 * the host; throws Forbidden where the role isn't enough.
 */
export async function requireAccess(hostId: string, permission: Permission): Promise<Access> {
	await requirePerson();
	const access = await accessTo(hostId);
	if (!access) notFound();
	if (access.barred) redirect("/account?needed=second-factor#second-factor");
	if (!may(access.role, permission)) throw new Forbidden(LEAST_ROLE[permission]);
	return access;
}

/** Asks again, for what goes on for long: whether an access still holds. */
export async function stillHolds({ person, hostId }: Access, permission: Permission): Promise<boolean> {
	const [lives, membership] = await Promise.all([
		sessionLives(person.sessionId),
		membershipOn(person.id, hostId),
	]);
	if (!lives || !membership) return false;
	return may(membership.role, permission) && (!membership.secondFactorNeeded || person.secondFactor);
}

/** For the account page: who is signed in, and where else they are. */
export async function loadAccount() {
	const person = await requirePerson();
	const sessions = await sessionsOf(person.id);
	return {
		person,
		sessions: sessions.map((session) => ({ ...session, current: session.id === person.sessionId })),
	};
}

/** The theme that was chosen in this browser. */
export const loadTheme = async (): Promise<Theme> =>
	readTheme((await cookies()).get(THEME_COOKIE.name)?.value);

/** Whether the person may add a host. */
export const mayAddHosts = async (): Promise<boolean> => ownsAnything((await requirePerson()).id);
