import { deriveAddressTests } from "@/lib/core/checks/derive";
import type { AddressTest, TestedAddress } from "@/lib/core/checks/types";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { testAddresses } from "../address-tests";
import { liveEximFile } from "../config";
import type { Host } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { listsByInstallation } from "../lists";
import { plural } from "../words";

const asked = (address: string): AddressTest => ({
	address,
	sender: null,
	sendingHost: null,
	expect: { kind: "any" },
	why: "Worked before",
});

/** Names that every host has mail for, under its own name (RFC 5321, 4.5.1; RFC 2142). */
const COMMON = ["postmaster", "root", "abuse", "mailman"];

/** Whether mail for an address arrives somewhere. */
const works = ({ verdict }: TestedAddress): boolean =>
	verdict.outcome === "routed" && verdict.routes.every(({ transport }) => transport !== null);

/**
 * When Listkeeper first joins a host that works: whatever address Exim knew a way for before, it still has one for.
 * In: the file that Exim would read, the settings, whether this is the first release. Out: evidence, if it was asked.
 * Throws HostFailure naming the addresses that would be lost.
 */
export async function needAsBefore(
	host: Host,
	file: string,
	system: MailSystem,
	first: boolean,
): Promise<string[]> {
	if (!first || host.config.target.layout === "whole") return [];
	const derived = deriveAddressTests(system, listsByInstallation(host, system)).filter(
		({ sender }) => sender === null,
	);
	const names = [host.config.target.hostname, "localhost", ...system.domains.map(({ name }) => name)];
	const addresses = new Set([
		...derived.map(({ address }) => address),
		...names.flatMap((name) => COMMON.map((local) => `${local}@${name}`)),
		system.administrator,
	]);
	const tests = [...addresses].map(asked);
	const before = await testAddresses(host, liveEximFile(host.config), tests, () => {});
	const worked = before.filter(works).map(({ test }) => test);
	const after = await testAddresses(host, file, worked, () => {});
	const lost = after.filter((one) => !works(one));
	if (lost.length > 0)
		throw new HostFailure(
			"refused",
			diagnosisOf(
				"worked-before",
				`${plural(lost.length, "address", "addresses")} that ${lost.length === 1 ? "has" : "have"} a way now would have none: ${lost[0]?.test.address}.`,
				"Add what is missing to the settings, or correct the host's own configuration, then deploy again.",
				{ said: lost.flatMap(({ verdict }) => verdict.lines) },
			),
		);
	return [
		`${plural(worked.length, "address", "addresses")} that worked before still ${worked.length === 1 ? "does" : "do"}`,
	];
}
