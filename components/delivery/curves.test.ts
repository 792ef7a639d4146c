import { describe, expect, it } from "vitest";
import { alongMembers, alongPosts, LINES } from "./curves";
import { type Choice, EXAMPLE, planOf } from "./figures";

const tuning = { smtpMaxRcpts: 15, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 };
const by = (strategy: Choice["verp"]["strategy"], interval = 1): Choice => ({
	verp: { strategy, interval },
	tuning,
});

describe("the lines of a plot", () => {
	it("reach from a small list to twice the members, with the example's own plan in the middle", () => {
		const { along, plans } = alongMembers(EXAMPLE, null, by("exim"));
		expect(along.at(-1)).toBe(2 * EXAMPLE.members);
		expect(plans.here?.[along.indexOf(EXAMPLE.members)]).toEqual(planOf(EXAMPLE, by("exim")));
		expect(plans.live).toBeNull();
	});

	it("have each strategy with the numbers that are set here, whichever is chosen", () => {
		const { along, plans } = alongMembers(EXAMPLE, by("off"), by("exim"));
		const at = along.indexOf(EXAMPLE.members);
		for (const strategy of ["off", "mailman", "exim"] as const)
			expect(plans[strategy]?.[at]).toEqual(planOf(EXAMPLE, by(strategy)));
		expect(plans.live).toEqual(plans.off);
	});

	it("are none but the live one while a number makes no sense", () => {
		const { plans } = alongMembers(EXAMPLE, by("exim"), null);
		expect(LINES.filter((line) => plans[line] !== null)).toEqual(["live"]);
	});

	it("have each place once, also for the smallest list", () => {
		const { along } = alongMembers({ ...EXAMPLE, members: 1 }, null, by("exim"));
		expect(along).toEqual([1, 2]);
	});

	it("show along the posts a day from where on dead addresses are noticed with every 20th post", () => {
		const { along, plans } = alongPosts({ ...EXAMPLE, postsPerDay: 12 }, null, by("mailman", 20));
		const days = plans.here?.map((plan) => plan.daysToNotice) ?? [];
		expect(days[0]).toBeNull();
		expect(days[along.indexOf(10)]).toBe(10);
		expect(days.at(-1)).toBe(5);
	});
});
