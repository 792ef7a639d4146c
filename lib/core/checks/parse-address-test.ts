import { type AddressBlock, cutBlocks, readBlock } from "./address-blocks";
import { type Panic, panicsIn } from "./panic";
import type { AddressOutcome, AddressVerdict } from "./types";

const PROMPT = "> ";
/** Exim reads its input a line at a time into 1,024 bytes. */
const LONGEST_BYTES = 1_000;

/** Whether an address can be put to Exim on a line of its own: a last backslash would join it to the next. */
const askable = (address: string): boolean =>
	address.trim() !== "" &&
	!/\p{Cc}/u.test(address) &&
	!address.trimEnd().endsWith("\\") &&
	new TextEncoder().encode(address).length <= LONGEST_BYTES;

/**
 * What to write to the standard input of `exim -bt` (with no address among its arguments), to ask about many
 * addresses in one process. There each answer comes after a prompt, at once, and belongs to one address for sure;
 * as arguments, an address with a comma is taken for two, one that begins with `-` for an option, and nothing is
 * written before the end.
 */
export const addressTestInput = (addresses: readonly string[]): string =>
	addresses
		.filter(askable)
		.map((address) => `${address}\n`)
		.join("");

/** From worst to best: an address with several ways is as good as its worst. */
const WORST: readonly AddressOutcome[] = ["syntax", "undeliverable", "deferred", "routed", "discarded"];

function verdictOf(address: string, blocks: readonly AddressBlock[]): AddressVerdict {
	const worst = WORST.find((outcome) => blocks.some((block) => block.outcome === outcome));
	return {
		address,
		outcome: worst ?? "unanswered",
		routes: blocks.flatMap(({ outcome, route }) =>
			route && (outcome === "routed" || (outcome !== "discarded" && route.parents.length > 0)) ? [route] : [],
		),
		reason: blocks.find((block) => block.outcome === worst)?.reason ?? null,
		lines: blocks.flatMap((block) => block.lines),
	};
}

const unasked = (address: string): AddressVerdict => ({
	address,
	outcome: "syntax",
	routes: [],
	reason: "This can't be put to Exim as one line. Remove control characters and a last backslash.",
	lines: [],
});

const linesOf = (text: string): string[] => {
	const lines = text.split("\n");
	while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
	return lines;
};

/** Reads the answers to `addressTestInput` as they come. */
export type AddressTestReader = {
	/** In: any piece of Exim's stdout. Out: the verdicts that are now complete, in the order of the addresses. */
	push: (chunk: string) => AddressVerdict[];
	/**
	 * In: all of Exim's stderr, once it has ended. Out: the verdicts still due, one for each address that has none,
	 * among them `panic` for the one it died of and `unanswered` for those after it.
	 */
	end: (stderr: string) => AddressVerdict[];
};

/**
 * A reader for one `exim -bt`. In: the addresses, in the order they were asked.
 * Answers to arguments are understood too, all at the end, since Exim then writes nothing before it.
 */
export function addressTestReader(addresses: readonly string[]): AddressTestReader {
	let text = "";
	let next = 0;
	/** What needs no answer, up to the next address that does. */
	function* unaskedNow(): Generator<AddressVerdict> {
		for (let at = addresses[next]; at !== undefined && !askable(at); at = addresses[next]) {
			next++;
			yield unasked(at);
		}
	}
	const answered = (answer: string): AddressVerdict[] => {
		const before = [...unaskedNow()];
		const address = addresses[next];
		if (address === undefined) return before;
		next++;
		return [...before, verdictOf(address, cutBlocks(linesOf(answer)).map(readBlock)), ...unaskedNow()];
	};
	return {
		push(chunk) {
			text += chunk;
			const ready: AddressVerdict[] = [];
			if (!text.startsWith(PROMPT)) return ready;
			for (let end = text.indexOf(`\n${PROMPT}`); end >= 0; end = text.indexOf(`\n${PROMPT}`)) {
				ready.push(...answered(text.slice(PROMPT.length, end)));
				text = text.slice(end + 1);
			}
			return ready;
		},
		end(stderr) {
			const due: AddressVerdict[] = [];
			if (text.startsWith(PROMPT)) {
				const rest = text.slice(PROMPT.length);
				if (rest.trim() !== "") due.push(...answered(rest));
			} else if (text.trim() !== "") {
				const left = addresses.slice(next);
				next = addresses.length;
				due.push(...inArgumentOrder(left, cutBlocks(linesOf(text)).map(readBlock)));
			}
			for (let at = addresses[next]; at !== undefined; at = addresses[next]) {
				next++;
				due.push(askable(at) ? verdictOf(at, []) : unasked(at));
			}
			text = "";
			return withDeath(due, stderr);
		},
	};
}

const plain = (address: string | null): string =>
	(/<([^<>]*)>\s*$/.exec(address ?? "")?.[1] ?? address ?? "").trim().toLowerCase();

/** Gives blocks that follow no prompt to the addresses they answer: by their text, else in order. */
function inArgumentOrder(addresses: readonly string[], blocks: readonly AddressBlock[]): AddressVerdict[] {
	const given: AddressBlock[][] = addresses.map(() => []);
	let at = -1;
	let loose = false;
	for (const block of blocks) {
		const root = plain(block.root);
		const again = at >= 0 && (block.route?.parents.length ?? 0) > 0 && plain(addresses[at] ?? null) === root;
		if (!again) {
			const named = block.root === null ? -1 : addresses.findIndex((one, i) => i > at && plain(one) === root);
			// The parents of a file or program are not all printed, so several such may answer one address.
			const follows = named < 0 && loose && block.lines[0]?.includes(" -> ");
			if (!follows) at = Math.min(named < 0 ? at + 1 : named, addresses.length - 1);
			loose = named < 0;
		}
		given[at]?.push(block);
	}
	// An alias that was asked twice in a row: its answers can't be told apart, nor need they be.
	for (const [i, own] of given.entries())
		if (own.length === 0 && i > 0 && plain(addresses[i] ?? null) === plain(addresses[i - 1] ?? null))
			given[i] = given[i - 1] ?? [];
	return addresses.map((address, i) => verdictOf(address, given[i] ?? []));
}

/** The address Exim died of is the first without an answer; its words are on stderr. */
function withDeath(verdicts: AddressVerdict[], stderr: string): AddressVerdict[] {
	const first = verdicts.findIndex((verdict) => verdict.outcome === "unanswered");
	const fatal = panicsIn(stderr).find((panic) => panic.fatal);
	const words =
		fatal?.text ?? stderr.split(/\r?\n/).find((line) => line.trim() !== "" && !/^\s*R: /.test(line));
	if (first < 0 || words === undefined) return verdicts;
	return verdicts.map((verdict, i) =>
		i === first ? { ...verdict, outcome: "panic", reason: words } : verdict,
	);
}

/**
 * Marks the verdicts that a panic without death makes doubtful: Exim went on, skipping a router, with exit 0
 * (facts, section 2), and does not say for which address. Those that were not routed are called panics, or all
 * where every one was routed, so that no such run can pass.
 */
export function withPanics(verdicts: AddressVerdict[], panics: readonly Panic[]): AddressVerdict[] {
	const survived = panics.find((panic) => !panic.fatal);
	if (!survived) return verdicts;
	const doubtful = (verdict: AddressVerdict) =>
		verdict.outcome !== "routed" && verdict.outcome !== "unanswered";
	const all = !verdicts.some(doubtful);
	return verdicts.map((verdict) =>
		all || doubtful(verdict) ? { ...verdict, outcome: "panic", reason: survived.text } : verdict,
	);
}

/**
 * Reads a whole run of `exim -bt`. In: its stdout and stderr, and the addresses in the order they were asked,
 * on stdin or as arguments. Out: one verdict an address, in that order. Never throws.
 */
export function parseAddressTests(
	stdout: string,
	stderr: string,
	addresses: readonly string[],
): AddressVerdict[] {
	const reader = addressTestReader(addresses);
	const verdicts = [...reader.push(stdout), ...reader.end(stderr)];
	return withPanics(verdicts, panicsIn(stderr));
}
