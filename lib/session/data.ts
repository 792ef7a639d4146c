import "server-only";
import { db } from "@/lib/kernel/db";
import { ROLES, type Role } from "./permissions";

/** A person's role on a host, or null. */
export async function roleOn(userId: string, hostId: string): Promise<Role | null> {
	const membership = await db.membership.findUnique({ where: { userId_hostId: { userId, hostId } } });
	return ROLES.find((role) => role === membership?.role) ?? null;
}
