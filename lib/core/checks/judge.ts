import type { AddressTest, AddressVerdict, Route } from "./types";

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const leadsTo = (route: Route, to: string) =>
	same(route.address, to) || route.parents.some((parent) => same(parent, to));

/** An alias is proved when its target's own host can't be looked up just now. */
const isReached = (verdict: AddressVerdict) =>
	verdict.outcome === "routed" ||
	(verdict.outcome === "deferred" && verdict.reason === "host lookup did not complete");

/**
 * Whether Exim's answer is the one a test expects. Names of router and transport count, not only that there is one:
 * an address that a wrong router takes looks just as well (facts, section 2). A panic or no answer is never right.
 */
export function judge(test: AddressTest, verdict: AddressVerdict): boolean {
	const { expect } = test;
	switch (expect.kind) {
		case "routed":
			return (
				verdict.outcome === "routed" &&
				verdict.routes.length > 0 &&
				verdict.routes.every(
					(route) =>
						route.router === expect.router &&
						(expect.transport === null || route.transport === expect.transport),
				)
			);
		case "redirected":
			return (
				isReached(verdict) &&
				verdict.routes.length > 0 &&
				verdict.routes.every((route) => leadsTo(route, expect.to))
			);
		case "undeliverable":
			return verdict.outcome === "undeliverable";
		case "any":
			return verdict.outcome !== "panic" && verdict.outcome !== "unanswered";
	}
}
