import { expect, it } from "vitest";
import { newMailSystem } from "../system/mail-system";
import { warnListNames } from "./list-names";

const installation = {
	id: "one",
	prefix: "/srv/mailman/one",
	user: "mailman",
	group: "mailman",
	python: "/usr/bin/python2",
	webHost: "www.one.example",
	mailHost: null,
	verp: null,
};
const system = (...domains: string[]) => ({
	...newMailSystem("admin@example.net"),
	installations: [installation],
	domains: domains.map((name) => ({ name, installation: "one" })),
});
const warnings = (names: string[], ...domains: string[]) =>
	warnListNames(system(...(domains.length ? domains : ["list.one.example"])), { one: names });

it("ordinary lists and the site list raise no warning", () => {
	expect(warnings(["mailman", "announce", "dev.users", "no-suffix-here"])).toEqual([]);
});

it("a list whose name ends in a suffix can't be posted to, and its mail may be another list's", () => {
	expect(warnings(["dev-admin"])).toMatchObject([{ code: "list-name-suffix", said: ["dev-admin"] }]);
	expect(warnings(["dev", "dev-admin"])[0]?.sentence).toContain("what is sent to dev-admin goes to dev");
});

it("a list that looks like a VERP bounce gets no mail at all", () => {
	expect(warnings(["dev-bounces+x"])).toMatchObject([{ code: "list-name-verp" }]);
});

it("a list with an alias's name loses its posts to the administrator", () => {
	expect(warnings(["postmaster"])).toMatchObject([{ code: "list-name-alias" }]);
});

it("a directory that no list can have made is named", () => {
	expect(warnings(["Old Lists"])).toMatchObject([{ code: "list-name-odd" }]);
});

it("lists of an installation with two domains are reached at both", () => {
	expect(warnings(["announce"], "list.one.example", "list.two.example")).toMatchObject([
		{ code: "list-names-shared", sentence: expect.stringContaining("list.one.example, list.two.example") },
	]);
});
