import { z } from "zod";
import { withinConsole } from "./return-to";

/** Characters a password must have; length beats rules about its make-up (NIST SP 800-63B, 5.1.1). */
export const MIN_PASSWORD = 12;

export const email = z
	.string()
	.trim()
	.toLowerCase()
	.max(254, "The e-mail address is longer than 254 characters.")
	.pipe(z.email("The e-mail address is not complete. Write it as in you@example.com."));

export const password = z
	.string()
	.min(MIN_PASSWORD, `The password must have at least ${MIN_PASSWORD} characters. A few words do well.`)
	.max(256, "The password must have at most 256 characters.");

export const signInForm = z.object({
	email,
	password: z.string().min(1, "The password is empty."),
	/** Where to go then. */
	back: z.string().optional().transform(withinConsole),
});

/** Six digits of an app; people type a blank in the middle as it is shown. */
export const secondFactorCode = z
	.string()
	.transform((typed) => typed.replaceAll(/\s/g, ""))
	.pipe(z.string().regex(/^\d{6}$/, "The code has six digits."));

/** At the second step of signing in a backup code will do instead. */
export const codeForm = z.object({
	code: z
		.string()
		.transform((typed) => typed.replaceAll(/\s/g, ""))
		.pipe(
			z
				.string()
				.regex(
					/^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/,
					"Type the six digits your app shows, or a backup code as in aB3dE-9fGhI.",
				),
		),
	back: z.string().optional().transform(withinConsole),
});
