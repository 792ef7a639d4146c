/**
 * Whom bounces reach, for `local_parts`. What a sender's host or reputation says must not keep a dead address from
 * being taken off a list (HOWTO, "SMTP callbacks"). A trailing * is no wildcard in local_parts, so the VERP form needs
 * a regular expression (facts, section 1).
 */
export const BOUNCES = "\\N^.*-bounces(\\+.*)?$\\N";

/** The same after DATA, where local_parts can't be asked: not where a bounce address is among the recipients. */
export const NOT_TO_BOUNCES =
	"     condition = ${if !forany{<, $recipients}{match{$item}{\\N(?i)-bounces(\\+[^@]*)?@\\N}}}";
