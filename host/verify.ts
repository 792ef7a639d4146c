import type { AddressTest } from "@/lib/core/checks/types";
import { needAddresses } from "./checks/addresses";
import { needLiveMmCfgs } from "./checks/mm-cfgs";
import { liveEximFile } from "./config";
import { type Host, say, sayDiagnosis } from "./context";
import { observeAllMailman, observeExim } from "./deploy/observe";
import { findDrift } from "./drift";
import { failureOf } from "./environment";
import { diagnosisOf } from "./errors";
import { liveRelease } from "./store";

/**
 * Looks whether what is live is whole and works: files, Exim, addresses, queue runners. Changes nothing.
 * Out: whether all of it holds; what doesn't is told.
 */
export async function verify(host: Host, tests: readonly AddressTest[]): Promise<boolean> {
	const live = liveRelease(host.system, host.state);
	if (live === null) {
		const nothing = diagnosisOf("nothing-live", "No release is live on this host yet.", "Deploy one first.");
		sayDiagnosis(host, null, nothing);
		return false;
	}
	const prefixes = live.system.installations.map((one) => one.prefix);
	const drift = findDrift(host, live);
	for (const { sentence } of drift) say(host, null, sentence);
	if (drift.length === 0) say(host, null, "Every file is as it was deployed.");
	const looks: (() => Promise<string>)[] = [
		() => observeExim(host, live),
		() => needAddresses(host, "observe", liveEximFile(host.config), live.system, [...live.tests, ...tests]),
		() => needLiveMmCfgs(host, live),
		() => observeAllMailman(host, prefixes, live.runners, { oldRunners: new Map() }, false),
	];
	let well = drift.length === 0;
	for (const look of looks) {
		try {
			say(host, null, `${await look()}.`);
		} catch (error) {
			well = false;
			sayDiagnosis(host, null, failureOf(error).diagnosis);
		}
	}
	return well;
}
