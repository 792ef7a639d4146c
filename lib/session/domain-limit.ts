import "server-only";
import { Refused } from "@/lib/kernel/errors";
import type { Access } from "./loaders";
import { type Permission, whyNotDomain } from "./permissions";

/** Throws Refused where a role doesn't cover a domain. In: the domain's name as it is kept. */
export function requireDomain(access: Access, permission: Permission, domain: string): void {
	const reason = whyNotDomain(access, permission, domain.toLowerCase());
	if (reason) throw Refused.form(reason);
}
