import { deriveAddressTests } from "@/lib/core/checks/derive";
import { diagnoseAddress } from "@/lib/core/checks/diagnose";
import type { AddressTest } from "@/lib/core/checks/types";
import type { Step } from "@/lib/core/host/protocol";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { testAddresses } from "../address-tests";
import { type Host, sayVerdict } from "../context";
import { HostFailure } from "../errors";
import { listsByInstallation } from "../lists";
import { stagedOn } from "../staged";
import { plural } from "../words";

/** So many further addresses that went wrong are explained; the verdicts show them all. */
const SHOWN = 4;

/**
 * Asks Exim about every address that the settings imply and every one that was saved.
 * In: the configuration file, the settings it came from, the saved tests. Out: evidence.
 * Throws HostFailure naming the first that isn't as expected.
 */
export async function needAddresses(
	host: Host,
	step: Step,
	file: string,
	system: MailSystem,
	saved: readonly AddressTest[],
): Promise<string> {
	const tests = [
		...saved,
		...deriveAddressTests(system, listsByInstallation(host, system), host.config.target),
	];
	const tested = await testAddresses(host, file, tests, (one) => sayVerdict(host, step, one));
	const [first, ...more] = tested.filter((one) => !one.ok);
	if (first === undefined) return `${plural(tested.length, "address", "addresses")} as expected`;
	const [worst, ...further] = [first, ...more.slice(0, SHOWN)].map((one) =>
		diagnoseAddress(one, stagedOn(host), file),
	);
	if (worst) throw new HostFailure("refused", worst, further);
	return "";
}
