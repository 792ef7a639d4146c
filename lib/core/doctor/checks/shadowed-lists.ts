import { isListRouter } from "../../checks/names";
import { type DoctorCheck, finding, named, sentOn } from "../check";

/** An alias or a user of the same name that a router before the lists' takes. */
export const shadowedLists: DoctorCheck = {
	id: "shadowed-lists",
	title: "No alias or local user takes a list's mail",
	source: 'HOWTO, "Possible Problems"',
	look: ({ tested, aliases, users }) => {
		const taken = tested.filter(
			(one) =>
				!one.ok &&
				!sentOn(one) &&
				one.test.expect.kind === "routed" &&
				isListRouter(one.test.expect.router) &&
				one.verdict.outcome === "routed" &&
				one.verdict.routes.every((route) => !isListRouter(route.router)),
		);
		if (taken.length === 0) return [];
		const addresses = taken.map(({ test }) => test.address);
		const locals = addresses.map((address) => address.slice(0, address.lastIndexOf("@")).toLowerCase());
		const blamed = [
			...locals.filter((local) => aliases.includes(local)).map((local) => `alias ${local}`),
			...locals.filter((local) => users.includes(local)).map((local) => `user ${local}`),
		];
		return [
			finding(
				"problem",
				"list-shadowed",
				`Mail for ${named(addresses)} doesn't reach its list${blamed.length > 0 ? `, but goes to ${named(blamed)}` : ""}.`,
				"Remove or rename the alias or the user, or put the list routers before theirs.",
				{ said: taken.flatMap(({ verdict }) => verdict.lines).slice(0, 20) },
			),
		];
	},
};
