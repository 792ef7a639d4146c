import { isOutwardRouter } from "./names";
import type { AddressTest, AddressVerdict, Route } from "./types";

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const leadsTo = (route: Route, to: string) =>
	same(route.address, to) || route.parents.some((parent) => same(parent, to));

const NO_LOOKUP = "host lookup did not complete";
/**
 * Exim's reasons why mail that a router would send elsewhere can't go there now: DNS is away, or says of that domain that
 * it takes none (a null MX, as example.net has; MX records without hosts). Neither is the configuration's doing.
 */
const BY_DNS: readonly (string | null)[] = [
	NO_LOOKUP,
	"an MX or SRV record indicated no SMTP service",
	"all relevant MX records point to non-existent hosts",
];

/** An alias is proved when its target's own host can't be looked up just now. */
const isReached = (verdict: AddressVerdict) =>
	verdict.outcome === "routed" || (verdict.outcome === "deferred" && verdict.reason === NO_LOOKUP);

/**
 * Whether Exim's answer is the one a test expects. Names of router and transport count, not only that there is one:
 * an address that a wrong router takes looks just as well (facts, section 2). A panic or no answer is never right. An
 * address elsewhere may be refused by DNS; by which router its mail leaves is then for the canary to show.
 */
export function judge(test: AddressTest, verdict: AddressVerdict): boolean {
	const { expect } = test;
	switch (expect.kind) {
		case "routed":
			if (verdict.outcome !== "routed")
				return isOutwardRouter(expect.router) && BY_DNS.includes(verdict.reason);
			return (
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
