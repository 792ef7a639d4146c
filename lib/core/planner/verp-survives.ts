/** Why Mailman doesn't find a member again in a bounce to the member's own VERP address. */
export type VerpLoss = "list-plus" | "equals" | "quoted" | "not-ascii" | "too-long";

/** RFC 5321, 4.5.3.1.3: a path has at most 256 octets with its brackets. Exim itself takes two more. */
const ADDRESS_OCTETS = 254;
/** RFC 5321, 4.5.3.1.1: a local part has at most 64 octets. Exim takes and sends longer ones; not every server does. */
const LOCAL_PART_OCTETS = 64;
/** What is taken for a list whose own bounce address nobody named. */
const SOME_BOUNCES = "list-bounces@lists.example.com";
/** What a local part may hold without quotes (RFC 5321, 4.1.2; dots anywhere, as Exim and Mailman take them). */
const UNQUOTED = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;

/**
 * What becomes of a member's address on its way through VERP: into the envelope sender by Mailman's VERP_FORMAT or
 * Exim's transport, back with a bounce, and out of it by VERP_REGEXP (Mailman 2.1, Defaults.py). The regular expression
 * takes the list up to the first `+` and the local part up to the first `=`, and knows no quotes. Upper case survives:
 * both sides write small letters, and Mailman compares members without regard to it. What only one of the two ways
 * loses is said to be lost.
 * In: the member's address, and the list's bounce address. Out: why it is lost, or null where it comes back.
 * Held to the real Exim, with both ways of VERP, by `host/delivery/round-trip.test.ts`.
 */
export function verpLoss(address: string, bounces = SOME_BOUNCES): VerpLoss | null {
	const local = address.slice(0, address.lastIndexOf("@"));
	// Of a list whose name has a plus no bounce names its member.
	if (bounces.slice(0, bounces.lastIndexOf("@")).includes("+")) return "list-plus";
	if (/[^\x20-\x7e]/.test(address)) return "not-ascii";
	if (!UNQUOTED.test(local)) return "quoted";
	if (local.includes("=")) return "equals";
	if (bounces.length + "+".length + address.length > ADDRESS_OCTETS) return "too-long";
	return null;
}

/** Whether a bounce to a member's VERP address leads Mailman back to the member; see `verpLoss`. */
export const verpSurvives = (address: string, bounces?: string): boolean =>
	verpLoss(address, bounces) === null;

/**
 * How long the local part of a member's VERP address is where that is more than every mail server must take: a server
 * may refuse the post for its sender, or the bounce. In: as for `verpLoss`. Out: octets; null where 64 are enough, and
 * where it is lost anyway.
 */
export function verpOverlong(address: string, bounces = SOME_BOUNCES): number | null {
	if (verpLoss(address, bounces) !== null) return null;
	// `list-bounces`, `+`, and the member with `=` for `@`.
	const octets = bounces.slice(0, bounces.lastIndexOf("@")).length + "+".length + address.length;
	return octets > LOCAL_PART_OCTETS ? octets : null;
}

/** What to tell of a VERP address whose local part has so many octets, and what to do. */
export const overlongSentence = (octets: number): string =>
	`With the list's name before it the part before the @ has ${octets} octets, and mail servers need take only ${LOCAL_PART_OCTETS} (RFC 5321, 4.5.3.1.1). One that takes no more refuses the post or its bounce. Ask the member for a shorter address, or give the list a shorter name.`;

/** What to tell of a loss, and what to do. */
export const VERP_LOSSES: Readonly<Record<VerpLoss, string>> = {
	"list-plus":
		"The list's name has a +, and Mailman takes what follows it for a member. Rename the list if dead addresses are to be noticed.",
	equals:
		"There is an = before the @, and Mailman takes what follows it for the host. Ask the member for another address.",
	quoted:
		"The part before the @ needs quotes, which Mailman does not take off. Ask the member for another address.",
	"not-ascii":
		"The address has letters outside ASCII, which Mailman 2.1 can't hold. Ask the member for another address.",
	"too-long":
		"With the list's name before it the address is longer than mail servers take. Ask the member for another address.",
};
