import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Forbidden } from "@/lib/kernel/errors";
import { auth } from "./auth";
import { roleOn } from "./data";
import { LEAST_ROLE, may, type Permission, type Role } from "./permissions";
import { signInPath } from "./return-to";

/** Who is asking. */
export type Person = { id: string; name: string; email: string };
/** Proof that somebody may do something on a host; only `requireAccess` and `accessTo` make one. */
export type Access = { person: Person; hostId: string; role: Role };

/** Who is signed in, or null. Asked once a request. */
export const currentPerson = cache(async (): Promise<Person | null> => {
	const session = await auth.api.getSession({ headers: await headers() });
	return session && { id: session.user.id, name: session.user.name, email: session.user.email };
});

/** Who is signed in; everybody else is sent to sign in, and from there back to what they wanted. */
export async function requirePerson(): Promise<Person> {
	return (await currentPerson()) ?? redirect(signInPath((await headers()).get("x-listkeeper-path")));
}

/** The person's access to a host, or null: not signed in, no such host, no role on it. */
export const accessTo = cache(async (hostId: string): Promise<Access | null> => {
	const person = await currentPerson();
	if (!person) return null;
	const role = await roleOn(person.id, hostId);
	return role && { person, hostId, role };
});

/**
 * For a page, an action, a stream: the person's access to a host.
 * Sends to sign in; 404 where the person has no role on the host; throws Forbidden where the role isn't enough.
 */
export async function requireAccess(hostId: string, permission: Permission): Promise<Access> {
	await requirePerson();
	const access = await accessTo(hostId);
	if (!access) notFound();
	if (!may(access.role, permission)) throw new Forbidden(LEAST_ROLE[permission]);
	return access;
}
