import { z } from "zod";
import { readDomainName } from "@/lib/core/system/domain";
import { ROLES, type Role } from "@/lib/session/permissions";
import { email, password } from "@/lib/session/schema";

/** How long an invitation's link works. */
export const INVITATION_DAYS = 7;

const name = z
	.string()
	.trim()
	.min(1, "The name is empty. The others see it beside what you change.")
	.max(80, "The name is longer than 80 characters. Use a shorter one.")
	// One that turns the direction of writing would make the audit's lines read as somebody else's.
	.regex(
		/^[^\p{Cc}\p{Bidi_Control}<>]*$/u,
		"The name has a control character or an angle bracket. Leave it out.",
	);

const notTheAddress = <T extends { password: string; email: string }>(form: T) =>
	form.password.toLowerCase() !== form.email;
const THE_ADDRESS = { path: ["password"], message: "The password is your e-mail address. Choose another." };

export const ownerForm = z
	.object({ token: z.string(), name, email, password })
	.refine(notTheAddress, THE_ADDRESS);

/** The e-mail address is the invitation's own. */
export const joinForm = z.object({ token: z.string().max(100), name, password });
export const acceptForm = z.object({ token: z.string().max(100) });
export const forgottenForm = z.object({ email });
export const resetForm = z.object({ token: z.string().max(100), password });

const role = z.enum(ROLES, { error: "Choose a role." });

/** A role with the domains it is limited to, as a form has them: names by lines, blanks or commas. */
function limited(form: { role: Role; domains: string }, ctx: z.RefinementCtx) {
	if (form.role !== "domain editor") return null;
	const typed = form.domains.split(/[\s,;]+/).filter((part) => part !== "");
	const names = new Set<string>();
	for (const one of typed) {
		const reading = readDomainName(one);
		if (reading.ok) names.add(reading.name);
		else {
			ctx.addIssue({ code: "custom", path: ["domains"], message: `${one}: ${reading.reason}` });
			return z.NEVER;
		}
	}
	if (names.size > 0 && names.size <= 1_000) return [...names];
	ctx.addIssue({
		code: "custom",
		path: ["domains"],
		message: names.size === 0 ? "Name at least one domain." : "At most 1,000 domains go on one role.",
	});
	return z.NEVER;
}

const domains = z.string().max(300_000).default("");

export const inviteForm = z
	.object({ email, role, domains })
	.transform((form, ctx) => ({ ...form, domains: limited(form, ctx) }));
export const roleForm = z
	.object({ userId: z.string().max(64), role, domains })
	.transform((form, ctx) => ({ ...form, domains: limited(form, ctx) }));
export const memberForm = z.object({ userId: z.string().max(64) });
export const invitationForm = z.object({ id: z.string().max(64) });
/** A rule of the host, switched. */
export const teamRuleForm = z.object({
	rule: z.enum(["requireSecondFactor", "fourEyes"]),
	on: z.enum(["true", "false"]).transform((on) => on === "true"),
});
