import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Rendered } from "./testing/rendered";

const HOST = "host.example.net";
const LISTS = "list.example.com";

describe.each(EXIM_VERSIONS)("on a machine with users of its own, Exim $version", (exim) => {
	let rendered: Rendered;
	let file: string;
	beforeAll(() => {
		rendered = new Rendered(exim);
		const system = mailSystem.parse({
			...newMailSystem("admin@away.example"),
			installations: [
				{
					id: "one",
					prefix: rendered.makeLists(["news"]),
					user: "mailman",
					group: "mailman",
					python: "/usr/bin/python3",
					webHost: "www.example.com",
				},
			],
			domains: [{ name: LISTS, installation: "one" }],
		});
		// The machine's own routers, run from directories that the tests' user may write, and with no DNS.
		const own = { ...rendered.target(HOST), runtime: null };
		file = rendered.write(
			rendered.text(system, own).replace(/# >>> runtime[\s\S]*?# <<< runtime\n/, rendered.runtime()),
		);
	});
	afterAll(() => rendered.remove());

	const routed = (address: string) =>
		/router = (\w+), transport = (\w+)/.exec(rendered.ask(file, "-bt", address).stdout)?.[0];

	it("delivers to its users under its own name", () => {
		expect(routed(`mail@${HOST}`)).toBe("router = local_user, transport = local_delivery");
	});

	it("finds no user of its own in a list domain", () => {
		for (const address of [`mail@${LISTS}`, `root@${LISTS}`, `no-such-user@${HOST}`])
			expect(routed(address)).toBeUndefined();
		expect(routed(`news@${LISTS}`)).toBe("router = mailman_router, transport = mailman_transport");
	});

	it("has a postmaster under its own name, whose mail goes to the administrator", () => {
		for (const address of ["postmaster", `postmaster@${HOST}`, `root@${HOST}`])
			expect(rendered.ask(file, "-bt", address).stdout).toMatch(/^admin@away\.example\n {4}<-- /);
	});
});
