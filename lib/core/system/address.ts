import { z } from "zod";
import { readDomainName } from "./domain";

/** The two sides of the last @. */
export const splitAddress = (address: string): [local: string, domain: string] => {
	const at = address.lastIndexOf("@");
	return [address.slice(0, at), address.slice(at + 1)];
};

/** Characters that mean nothing to Exim's expansion, to a redirect list, to Python or to a shell. */
const LOCAL_PART = /^[A-Za-z0-9]([A-Za-z0-9._+=-]{0,62}[A-Za-z0-9])?$/;

/**
 * A mail address that Listkeeper writes into a configuration (a narrower set than RFC 5321 allows).
 * In: any text. Out: the address, its domain as an A-label.
 */
export const mailAddress = z.string({ error: "The address is missing." }).transform((raw, ctx) => {
	const typed = raw.trim();
	const at = typed.lastIndexOf("@");
	const refuse = (message: string) => {
		ctx.addIssue({ code: "custom", message });
		return z.NEVER;
	};
	if (typed === "") return refuse("The address is empty. Write it as in postmaster@example.com.");
	if (at < 1)
		return refuse("The address has no @ with a name before it. Write it as in postmaster@example.com.");
	const local = typed.slice(0, at);
	if (!LOCAL_PART.test(local) || local.includes(".."))
		return refuse(
			`The part before the @, “${local}”, can't be used. Use letters, digits and . _ + = - inside, at most 64 characters.`,
		);
	const domain = readDomainName(typed.slice(at + 1));
	return domain.ok ? `${local}@${domain.name}` : refuse(`After the @: ${domain.reason}`);
});
