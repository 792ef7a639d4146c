import type { Receivers } from "@/lib/core/planner/receivers";

/** People's names have no one length; with a number and a domain an address has 25 bytes on average. */
const NAMES = ["ada", "b.okafor", "cleo", "d-lindqvist", "emil", "fay.ito", "gus", "hanna.novak"];
/** How smaller receivers' names end: each of Mailman's four groups of top-level domains has some. */
const ENDINGS = ["com", "net", "com", "org", "com", "edu"].flatMap((top) => [`example.${top}`, "example"]);

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function sequence(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export const bigDomain = (at: number): string => `mail${at}.example.com`;
export const smallDomain = (at: number): string => `d${at}.${ENDINGS[at % ENDINGS.length]}`;

/** So many members, spread as `receivers` says, in no order: Mailman's order is a hash table's. */
export function membersOf({ bigReceivers, bigShare, domains }: Receivers, count: number): string[] {
	const atBig = Math.round(count * (domains === 0 ? 1 : bigShare));
	const addresses = Array.from({ length: count }, (_, i) => {
		const domain = i < atBig ? bigDomain(i % bigReceivers) : smallDomain(i % domains);
		return `${NAMES[i % NAMES.length]}${i}@${domain}`;
	});
	const random = sequence(count);
	for (let i = addresses.length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		[addresses[i], addresses[j]] = [addresses[j] as string, addresses[i] as string];
	}
	return addresses;
}
