import { expect, it } from "vitest";
import { countMembers } from "./members";

it("members are counted once each, by the domain they are at and by Mailman's group of it", () => {
	const count = countMembers([
		"ann@Example.NET",
		"ANN@example.net",
		"bob@example.net",
		"cleo@uni.example.edu",
		"d@mail.example.com",
		"e@example.de",
	]);
	expect(count).toEqual({
		members: 5,
		domains: 4,
		largest: [
			{ domain: "example.net", members: 2 },
			{ domain: "example.de", members: 1 },
			{ domain: "mail.example.com", members: 1 },
			{ domain: "uni.example.edu", members: 1 },
		],
		groups: [1, 2, 1, 1],
	});
});

it("no more than the ten largest domains are named", () => {
	const addresses = Array.from({ length: 30 }, (_, at) =>
		Array.from({ length: at + 1 }, (_, n) => `m${n}@d${at}.example`),
	).flat();
	const { largest, domains, members } = countMembers(addresses);
	expect([domains, members, largest.length]).toEqual([30, 465, 10]);
	expect(largest[0]).toEqual({ domain: "d29.example", members: 30 });
});

it("of nobody there is nothing to count", () => {
	expect(countMembers([])).toEqual({ members: 0, domains: 0, largest: [], groups: [0, 0, 0, 0] });
});
