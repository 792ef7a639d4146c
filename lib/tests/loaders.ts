import "server-only";
import { deriveAddressTests } from "@/lib/core/checks/derive";
import type { AddressTest } from "@/lib/core/checks/types";
import { addressTest } from "@/lib/core/host/protocol";
import { type Ask, askHost } from "@/lib/hosts/connection";
import { loadHost } from "@/lib/hosts/loaders";
import type { HostRecord } from "@/lib/hosts/schema";
import { HostFailed } from "@/lib/kernel/errors";
import type { StreamMessage } from "@/lib/kernel/event-stream";
import type { Access } from "@/lib/session/loaders";
import { listSavedTests } from "./data";
import { type Asking, expectationFor, listsOf, type TestRun } from "./schema";

/** Derived from what is live: the tests that every deployment makes by itself. */
const derivedFor = ({ status }: HostRecord): AddressTest[] =>
	status?.live
		? deriveAddressTests(
				status.live.system,
				listsOf(status.live.system, status.profile.found),
				status.profile.target,
			)
		: [];

/** For the Tests page: what is kept and what is derived. */
export async function loadTests(hostId: string) {
	const { access, host } = await loadHost(hostId);
	return { access, host, saved: await listSavedTests(hostId), derived: derivedFor(host) };
}

const absent = (text: string) => (text.trim() === "" ? null : text.trim());

/**
 * Reads a question as a person typed it. Out: the test, expecting what is known of the address; or a sentence for
 * each field that can't be asked.
 */
export function readQuestion(asking: Asking, known: readonly AddressTest[]) {
	const asked = {
		address: asking.address.trim(),
		// `<>` is how people write the null sender.
		sender: asking.sender.trim() === "<>" ? "" : absent(asking.sender),
		sendingHost: absent(asking.sendingHost),
	};
	const expected = expectationFor(asked, known);
	const parsed = addressTest.safeParse({
		...asked,
		expect: expected?.expect ?? { kind: "any" },
		why: expected?.why ?? "",
	});
	if (parsed.success) return { ok: true as const, test: parsed.data };
	const errors: Record<string, string> = {};
	for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= issue.message;
	return { ok: false as const, errors };
}

/** Asks Exim on the host, verdict by verdict. In: one test, or null for all saved and derived ones. */
async function* verdicts(
	access: Access,
	host: HostRecord,
	test: AddressTest | null,
	signal: AbortSignal,
): AsyncGenerator<StreamMessage> {
	const ask: Ask = test
		? { verb: "test", tests: [test] }
		: { verb: "verify", tests: (await listSavedTests(host.id)).map((saved) => saved.test) };
	try {
		for await (const event of askHost(host.connection, ask, access.person.name, { signal })) {
			if (event.type === "verdict") yield { event: "verdict", data: event.tested };
			if (event.type === "diagnosis") yield { event: "diagnosis", data: event.diagnosis };
			if (event.type === "error") yield { event: "diagnosis", data: event.diagnosis };
		}
	} catch (error) {
		if (!(error instanceof HostFailed)) throw error;
		yield { event: "diagnosis", data: error.diagnosis };
	}
	yield { event: "end", data: null };
}

/** The stream behind the Tests page: what was asked by the query, answered as Exim answers. */
export async function* streamTests(
	access: Access,
	asking: Asking | "all",
	signal: AbortSignal,
): AsyncGenerator<StreamMessage> {
	const { host } = await loadHost(access.hostId);
	const question = asking === "all" ? null : readQuestion(asking, await known(host));
	if (question && !question.ok) yield { event: "refused", data: question.errors };
	else yield* verdicts(access, host, question?.test ?? null, signal);
}

/** Every test something is expected of: a saved one says it before a derived one. */
const known = async (host: HostRecord): Promise<AddressTest[]> => [
	...(await listSavedTests(host.id)).map((saved) => saved.test),
	...derivedFor(host),
];

/** The same for a page without JavaScript: waits for all answers. */
export async function runTests(access: Access, asking: Asking | "all"): Promise<TestRun> {
	const run: TestRun = { answered: [], diagnosis: null, errors: {}, ended: true };
	const never = new AbortController().signal;
	for await (const { event, data } of streamTests(access, asking, never)) {
		if (event === "verdict") run.answered.push(data as TestRun["answered"][number]);
		if (event === "diagnosis") run.diagnosis ??= data as TestRun["diagnosis"];
		if (event === "refused") run.errors = data as TestRun["errors"];
	}
	return run;
}
