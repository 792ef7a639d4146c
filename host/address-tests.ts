import { judge } from "@/lib/core/checks/judge";
import { panicsIn } from "@/lib/core/checks/panic";
import { addressTestInput, addressTestReader, withPanics } from "@/lib/core/checks/parse-address-test";
import type { AddressTest, AddressVerdict, TestedAddress } from "@/lib/core/checks/types";
import { abreast } from "./abreast";
import type { Host } from "./context";
import { exim } from "./exim";

/** Tests that can be put to one process: those from the same sender and sending host. */
function bySender(tests: readonly AddressTest[]): AddressTest[][] {
	const groups = new Map<string, AddressTest[]>();
	for (const test of tests) {
		const key = JSON.stringify([test.sender, test.sendingHost]);
		groups.set(key, [...(groups.get(key) ?? []), test]);
	}
	return [...groups.values()];
}

/**
 * Asks `exim -bt` about addresses.
 * In: the configuration file, the tests, and whom to tell of each verdict as Exim gives it.
 * Out: each test with its verdict, in order within its group.
 */
export async function testAddresses(
	host: Host,
	file: string,
	tests: readonly AddressTest[],
	tell: (tested: TestedAddress) => void,
): Promise<TestedAddress[]> {
	const groups = await abreast(bySender(tests), (group) => testGroup(host, file, group, tell));
	return groups.flat();
}

async function testGroup(
	host: Host,
	file: string,
	tests: readonly AddressTest[],
	tell: (tested: TestedAddress) => void,
): Promise<TestedAddress[]> {
	const [{ sender, sendingHost } = { sender: null, sendingHost: null }] = tests;
	const addresses = tests.map((test) => test.address);
	const reader = addressTestReader(addresses);
	const verdicts: AddressVerdict[] = [];
	let told = 0;
	const judged = (at: number): TestedAddress | null => {
		const [test, verdict] = [tests[at], verdicts[at]];
		return test && verdict ? { test, verdict, ok: judge(test, verdict) } : null;
	};
	const ran = await exim(
		host,
		file,
		[
			"-bt",
			...(sendingHost === null ? [] : ["-oMa", sendingHost]),
			...(sender === null ? [] : ["-f", sender === "" ? "<>" : sender]),
		],
		{
			stdin: addressTestInput(addresses),
			onStdout: (text) => {
				verdicts.push(...reader.push(text));
				for (; told < verdicts.length; told++) {
					const tested = judged(told);
					if (tested) tell(tested);
				}
			},
		},
	);
	verdicts.push(...reader.end(ran.stderr));
	const panics = panicsIn(ran.stderr);
	const settled = withPanics(verdicts, panics);
	verdicts.splice(0, verdicts.length, ...settled);
	const all = tests.map((_, at) => judged(at)).filter((tested) => tested !== null);
	// A panic changes what was already told; those verdicts are told again.
	for (const tested of panics.length > 0 ? all : all.slice(told)) tell(tested);
	return all;
}
