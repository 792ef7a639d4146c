import type { AddressOutcome, MailHost, Route } from "./types";

/** One final address of an answer: how it came out, its way, and whose it is as far as Exim says. */
export type AddressBlock = {
	outcome: AddressOutcome;
	/** Null where Exim names no address: a syntax error. */
	route: Route | null;
	/** The address that was asked about: the last parent, or the address itself. */
	root: string | null;
	reason: string | null;
	lines: string[];
};

type Head = Pick<AddressBlock, "outcome" | "reason"> & { address: string | null };

const HEADS: readonly { shape: RegExp; head: (m: RegExpExecArray) => Head }[] = [
	{
		shape: /^syntax error: (.*)$/s,
		head: (m) => ({ outcome: "syntax", address: null, reason: m[1] ?? null }),
	},
	{
		shape: /^mail to (.*) is discarded$/,
		head: (m) => ({ outcome: "discarded", address: m[1] ?? null, reason: null }),
	},
	{
		shape: /^(.*?) (?:is undeliverable|failed to verify)(?:: (.*))?$/s,
		head: (m) => ({ outcome: "undeliverable", address: m[1] ?? null, reason: m[2] ?? null }),
	},
	{
		shape: /^(.*?) cannot be resolved at this time(?:: (.*))?$/s,
		head: (m) => ({ outcome: "deferred", address: m[1] ?? null, reason: m[2] ?? null }),
	},
	{
		shape: /^(.*?) verified$/,
		head: (m) => ({ outcome: "routed", address: m[1] ?? null, reason: null }),
	},
];

const DUPLICATE = / {3}\[duplicate, would not be delivered\]$/;
const PARENT = /^ {4}<-- (.*)$/;
const ROUTED = /^ {2}(?:router = ([^,]*), )?transport = (.*)$/;
const HOST = /^ {2}host (\S+)\s*(?:\[([^\]]*)\])?(?:\s+MX=(\d+))?(?:\s+port=(\d+))?/;

/** Whether a line belongs to the block above it, whatever that is. */
const isDetail = (line: string): boolean => PARENT.test(line) || ROUTED.test(line) || HOST.test(line);

/** Whether a line by itself begins a block: Exim has said all in one sentence, or names a file or a program. */
const isSentence = (line: string): boolean =>
	HEADS.some(({ shape }) => shape.test(line)) || / -> \S/.test(line);

const readHost = (m: RegExpExecArray): MailHost => ({
	name: m[1] ?? "",
	ip: m[2] === undefined || m[2] === "unknown" ? null : m[2],
	mx: m[3] === undefined ? null : Number(m[3]),
	port: m[4] === undefined ? null : Number(m[4]),
});

const readHead = (text: string): Head => {
	for (const { shape, head } of HEADS) {
		const found = shape.exec(text);
		if (found) return head(found);
	}
	return { outcome: "routed", address: text.replace(DUPLICATE, ""), reason: null };
};

/** Reads one block of lines as `exim -bt` prints them for one final address. */
export function readBlock(lines: readonly string[]): AddressBlock {
	const details = lines.findIndex((line, at) => at > 0 && isDetail(line));
	const headLines = details < 0 ? lines : lines.slice(0, details);
	// A reason may go over several lines: what an expansion left over stands on its own.
	const head = readHead(headLines.join("\n"));
	const parents: string[] = [];
	const hosts: MailHost[] = [];
	let router: string | null = null;
	let transport: string | null = null;
	for (const line of details < 0 ? [] : lines.slice(details)) {
		const parent = PARENT.exec(line);
		const routed = ROUTED.exec(line);
		const host = HOST.exec(line);
		if (parent) parents.push(parent[1] ?? "");
		else if (routed) {
			router = routed[1] ?? null;
			transport = routed[2] === "unset" ? null : (routed[2] ?? null);
		} else if (host) hosts.push(readHost(host));
	}
	// `list@example.com -> /file`: the file is the final address, and what stands before it is the nearest parent.
	const arrow =
		head.outcome === "routed" && head.address !== null ? /^(.*?) -> (.*)$/s.exec(head.address) : null;
	if (arrow) parents.unshift(arrow[1] ?? "");
	const address = arrow ? (arrow[2] ?? "") : head.address;
	return {
		outcome: head.outcome,
		reason: head.reason,
		root: parents.at(-1) ?? address,
		route:
			address === null
				? null
				: { address, router, transport, hosts, parents, duplicate: DUPLICATE.test(lines[0] ?? "") },
		lines: [...lines],
	};
}

/** Cuts the answer to one address into its blocks. */
export function cutBlocks(lines: readonly string[]): string[][] {
	const blocks: string[][] = [];
	for (const [at, line] of lines.entries()) {
		const block = blocks.at(-1);
		const begins = !line.startsWith(" ") && (isSentence(line) || isDetail(lines[at + 1] ?? ""));
		if (block === undefined || begins) blocks.push([line]);
		else block.push(line);
	}
	return blocks;
}
