import { BlockList, isIP } from "node:net";

/** What a request says of itself before anything is done with it. */
export type Knock = {
	/** The address at the other end of the connection. */
	peer: string | undefined;
	path: string;
	host: string | undefined;
	forwardedFor: string | undefined;
	forwardedHost: string | undefined;
	/** Bytes that are announced to follow. */
	length: number;
};

/** How this console is reached: its own address, and the proxies whose word about a request is taken. */
export type Door = { url: URL; trusted: BlockList };

type Admission =
	/** `client` is who asked, as far as that can be known; `host` is the one that was asked for. */
	{ ok: true; client: string; host: string } | { ok: false; status: 400 | 413 | 421; sentence: string };

/** More than any form needs: Next takes 2 MB for an action, and this leaves room for its wrapping. */
export const MAX_BYTES = 3_000_000;

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** IPv4 written as IPv6 is IPv4. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, "");

/** Addresses and networks (`192.0.2.0/24`), by commas. What is neither is left out: it is trusted less then. */
export function readTrusted(text: string): BlockList {
	const list = new BlockList();
	for (const item of text.split(",").map((part) => part.trim())) {
		const [address = "", bits] = item.split("/");
		const family = isIP(address) === 6 ? "ipv6" : "ipv4";
		if (isIP(address) === 0) continue;
		if (bits === undefined) list.addAddress(address, family);
		else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === "ipv6" ? 128 : 32))
			list.addSubnet(address, Number(bits), family);
	}
	return list;
}

const isTrusted = (address: string, { trusted }: Door) =>
	isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * Whose request it is: the nearest address that no trusted proxy vouches for. What a client writes into
 * `X-Forwarded-For` itself stands left of what the proxies add, and is never reached.
 */
function clientOf(knock: Knock, door: Door): string {
	let client = plain(knock.peer ?? "unknown");
	const hops = (knock.forwardedFor ?? "").split(",").map((hop) => plain(hop.trim()));
	while (isTrusted(client, door)) {
		const hop = hops.pop();
		if (hop === undefined || isIP(hop) === 0) break;
		client = hop;
	}
	return client;
}

const canBeRead = (path: string) => {
	try {
		decodeURIComponent(path);
		return true;
	} catch {
		return false;
	}
};

/** Decides on a request before anything else looks at it. */
export function admit(knock: Knock, door: Door): Admission {
	if (knock.length > MAX_BYTES)
		return { ok: false, status: 413, sentence: "That is more than any form here sends." };
	if (!canBeRead(knock.path))
		return { ok: false, status: 400, sentence: "This address is not written right." };
	const vouched = knock.forwardedHost !== undefined && isTrusted(plain(knock.peer ?? ""), door);
	const host = ((vouched ? knock.forwardedHost : knock.host) ?? "").toLowerCase();
	const own = host === door.url.host;
	// Whoever starts the console asks it by its own machine's address whether it is there.
	const local = LOOPBACK.test(host) && (LOOPBACK.test(door.url.host) || knock.path === "/api/health");
	if (!own && !local)
		return {
			ok: false,
			status: 421,
			sentence: `This console answers at ${door.url.origin} only. If people use another address, set LISTKEEPER_URL to it.`,
		};
	return { ok: true, client: clientOf(knock, door), host };
}
