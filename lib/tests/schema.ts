import type { ListsByInstallation } from "@/lib/core/checks/sample";
import type {
	AddressTest,
	AddressVerdict,
	Diagnosis,
	Expectation,
	TestedAddress,
} from "@/lib/core/checks/types";
import type { FoundInstallation } from "@/lib/core/host/profile";
import type { MailSystem } from "@/lib/core/system/mail-system";

/** A test that somebody wants held at every deployment. */
export type SavedTest = { id: string; test: AddressTest; by: string; at: number };

/** A question as a person types it; empty fields are not asked. `<>` is the null sender. */
export type Asking = { address: string; sender: string; sendingHost: string };

/** What came of asking. */
export type TestRun = {
	answered: TestedAddress[];
	diagnosis: Diagnosis | null;
	/** A sentence for each field that could not be asked. */
	errors: Readonly<Record<string, string>>;
	ended: boolean;
};

/** The lists that were found on the host, by the name of the installation they belong to. */
export const listsOf = (
	system: Pick<MailSystem, "installations">,
	found: readonly FoundInstallation[],
): ListsByInstallation =>
	Object.fromEntries(
		system.installations.map(({ id, prefix }) => [
			id,
			found.find((one) => one.prefix === prefix)?.lists ?? [],
		]),
	);

/** What is expected, as a table shows it beside the answer. */
export function expectedWords(expect: Expectation): string {
	switch (expect.kind) {
		case "routed":
			return expect.transport === null ? expect.router : `${expect.router} → ${expect.transport}`;
		case "redirected":
			return `→ ${expect.to}`;
		case "undeliverable":
			return "undeliverable";
		case "any":
			return "any answer";
	}
}

const OUTCOMES: Record<AddressVerdict["outcome"], string> = {
	routed: "routed",
	undeliverable: "undeliverable",
	deferred: "deferred",
	discarded: "discarded",
	syntax: "syntax error",
	panic: "Exim panicked",
	unanswered: "no answer",
};

/** What Exim answered, as a table shows it: each way once, else the outcome and why. */
export function answeredWords(verdict: AddressVerdict, expect: Expectation): string {
	if (verdict.outcome !== "routed" && verdict.outcome !== "deferred")
		return verdict.reason && verdict.outcome !== "undeliverable"
			? `${OUTCOMES[verdict.outcome]}: ${verdict.reason}`
			: OUTCOMES[verdict.outcome];
	if (expect.kind === "redirected")
		return verdict.routes.map((route) => `→ ${route.address}`).join(", ") || OUTCOMES[verdict.outcome];
	const ways = verdict.routes.map(({ router, transport }) =>
		[router, transport].filter((part) => part !== null).join(" → "),
	);
	const shown = [...new Set(ways)].filter((way) => way !== "").join(", ");
	return verdict.outcome === "deferred"
		? `deferred: ${verdict.reason ?? shown}`
		: shown || OUTCOMES[verdict.outcome];
}

/** The domain under which a test is listed: the list's, also where its mail leaves for somebody elsewhere. */
export function domainOf({ address, sender, sendingHost }: AddressTest): string {
	const named = sendingHost !== null && sender ? sender : address;
	return named.slice(named.lastIndexOf("@") + 1).toLowerCase();
}

/** What is known to be expected of an address, where it is one of the derived tests; else anything goes. */
export const expectationFor = (
	asked: Pick<AddressTest, "address" | "sender" | "sendingHost">,
	known: readonly AddressTest[],
): AddressTest | null =>
	known.find(
		(test) =>
			test.address.toLowerCase() === asked.address.toLowerCase() &&
			test.sender === asked.sender &&
			test.sendingHost === asked.sendingHost,
	) ?? null;

/** What a page's query asks: one address, all tests (`run=all`), or nothing. */
export function askedFor(
	query: Readonly<Record<string, string | string[] | undefined>>,
): Asking | "all" | null {
	const text = (name: string) => (typeof query[name] === "string" ? query[name] : "");
	if (text("run") === "all") return "all";
	if (query.address === undefined) return null;
	return { address: text("address"), sender: text("sender"), sendingHost: text("sendingHost") };
}
