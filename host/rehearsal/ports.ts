import net from "node:net";

/** Below the range from which Linux gives ports to outgoing connections, so a kept port stays free. */
const FIRST = 20_000;
const LAST = 29_999;

/** Whether this process could listen on an address's port just now; 0 asks whether the address is there at all. */
export function canListen(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = net.createServer();
		server.once("error", () => resolve(false));
		server.listen({ host, port, ipv6Only: host.includes(":") }, () => server.close(() => resolve(true)));
	});
}

/**
 * A port that is free on every given address.
 * In: addresses, ports to leave alone, and a source of numbers in [0, 1). Throws after 200 taken ones.
 */
export async function freePort(
	hosts: readonly string[],
	taken: readonly number[],
	random: () => number = Math.random,
): Promise<number> {
	for (let attempt = 0; attempt < 200; attempt++) {
		const port = FIRST + Math.floor(random() * (LAST - FIRST + 1));
		if (taken.includes(port)) continue;
		const free = await Promise.all(hosts.map((host) => canListen(host, port)));
		if (free.every(Boolean)) return port;
	}
	throw new Error(`No free port between ${FIRST} and ${LAST} on ${hosts.join(" and ")}.`);
}
