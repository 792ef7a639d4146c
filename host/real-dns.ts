import { Resolver } from "node:dns/promises";
import os from "node:os";
import { errno } from "./errors";
import type { DnsQuestion } from "./system";

/** A server that doesn't answer in this time is taken for dead; the doctor is waited for. */
const TIMEOUT_MS = 2_000;
/** DNS's own words for “there is nothing”: anything else is no answer. */
const NOTHING = new Set(["ENOTFOUND", "ENODATA"]);

/** See `Observations.resolve`. */
export async function resolve(
	{ type, name }: DnsQuestion,
	servers: readonly string[],
): Promise<string[] | null> {
	const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
	if (servers.length > 0) resolver.setServers(servers);
	try {
		switch (type) {
			case "MX":
				return (await resolver.resolveMx(name))
					.sort((a, b) => a.priority - b.priority)
					.map(({ exchange }) => exchange.toLowerCase());
			case "PTR":
				return await resolver.reverse(name);
			case "A":
				return await resolver.resolve4(name);
			case "AAAA":
				return await resolver.resolve6(name);
		}
	} catch (error) {
		return NOTHING.has(errno(error) ?? "") ? [] : null;
	}
}

/** See `Observations.addresses`. */
export const ownAddresses = (): string[] =>
	Object.values(os.networkInterfaces())
		.flatMap((addresses) => addresses ?? [])
		.filter(({ internal, address }) => !internal && !address.toLowerCase().startsWith("fe80:"))
		.map(({ address }) => address);
