import { deriveAddressTests } from "@/lib/core/checks/derive";
import type { AddressTest, TestedAddress } from "@/lib/core/checks/types";
import type { Step } from "@/lib/core/host/protocol";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { testAddresses } from "../address-tests";
import { type Host, sayVerdict } from "../context";
import { diagnosisOf, HostFailure } from "../errors";
import { listsByInstallation } from "../lists";
import { plural } from "../words";

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
	const tests = [...saved, ...deriveAddressTests(system, listsByInstallation(host, system))];
	const tested = await testAddresses(host, file, tests, (one) => sayVerdict(host, step, one));
	const wrong = tested.filter((one) => !one.ok);
	const [first] = wrong;
	if (first === undefined) return `${plural(tested.length, "address", "addresses")} as expected`;
	throw new HostFailure(
		"refused",
		diagnosisOf(
			"address-test",
			`${plural(wrong.length, "address", "addresses")} of ${tested.length} would not go where expected, first ${first.test.address}: ${outcomeOf(first)}.`,
			"Correct the setting, or the test where it expects something else by now, then deploy again.",
			{ said: first.verdict.lines },
		),
	);
}

/** What became of an address, in a few words. */
function outcomeOf({ verdict }: TestedAddress): string {
	const [route] = verdict.routes;
	if (verdict.outcome === "routed" && route)
		return `router ${route.router ?? "none"}, transport ${route.transport ?? "none"}`;
	return verdict.reason ? `${verdict.outcome}, ${verdict.reason}` : verdict.outcome;
}
