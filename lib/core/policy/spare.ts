import type { PolicySettings } from "./registry";
import type { Spare } from "./rule";

/** Whom the rules spare: the administrator's exemptions, and Mailman's own mail where it isn't let past them all. */
export function spareOf({ exemptions, trustLoopback }: PolicySettings): Spare {
	const hosts = [
		...(trustLoopback.on ? [] : ["     !hosts = +§loopback"]),
		...(exemptions.on && exemptions.hosts.length > 0 ? ["     !hosts = +§exempt_hosts"] : []),
	];
	const senders = exemptions.on && exemptions.senders.length > 0 ? ["     !senders = +§exempt_senders"] : [];
	return { hosts, all: [...hosts, ...senders] };
}
