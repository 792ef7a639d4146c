import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { EXIM_VERSIONS } from "../testing/exim-versions";
import { Rendered } from "./testing/rendered";

const LISTS = "list.example.com";
const STRANGER = "192.0.2.10";
const SENDER = "someone@away.example";

describe.each(EXIM_VERSIONS)("asked by a client, Exim $version", (exim) => {
	let rendered: Rendered;
	let base: MailSystem;
	beforeAll(() => {
		rendered = new Rendered(exim);
		const user = rendered.target().runtime?.user ?? "";
		const prefix = rendered.makeLists(["news", "mailman"]);
		base = mailSystem.parse({
			...newMailSystem("admin@away.example"),
			installations: [
				{ id: "one", prefix, user, group: user, python: "/usr/bin/python3", webHost: "www.example.com" },
			],
			domains: [{ name: LISTS, installation: "one" }],
		});
	});
	afterAll(() => rendered.remove());

	/** A system's configuration with these rules on, and no other. */
	const withRules = (...on: (keyof MailSystem["policy"])[]) => {
		const policy = structuredClone(base.policy);
		for (const [id, rule] of Object.entries(policy)) rule.on = on.some((name) => name === id);
		return path.join(rendered.place({ ...base, policy }), "exim/exim.conf");
	};
	const places = (...locals: string[]) => locals.map((local) => `${local}@${LISTS}`);

	it("relays for nobody, and takes all mail for its own domains, where every rule is off", () => {
		const file = withRules();
		expect(
			rendered.session(file, STRANGER, SENDER, [...places("news", "no-such-list"), "x@away.example"]),
		).toEqual(["250 Accepted", "250 Accepted", "550 relay not permitted"]);
		expect(rendered.session(file, STRANGER, "", places("news", "news-request"))).toEqual([
			"250 Accepted",
			"250 Accepted",
		]);
	});

	it.each(["127.0.0.1", "::1"])("relays for Mailman at %s with its rule on or off", (from) => {
		for (const file of [withRules(), withRules("trustLoopback", "verifyLocalRecipients")])
			expect(rendered.session(file, from, `news-bounces@${LISTS}`, ["x@away.example"])).toEqual([
				"250 Accepted",
			]);
	});

	it("refuses characters that no list has, whoever asks, but takes a VERP bounce with a member's slash", () => {
		const file = path.join(rendered.place(base), "exim/exim.conf");
		const odd = places("a/b", "news|x", "news%x", "news!x", "a/b-bounces+x=y.example", "a/b-request");
		const bounces = places("news-bounces+a/b=away.example", "news-bounces+a%b=away.example-admin");
		for (const from of [STRANGER, "127.0.0.1"]) {
			expect(rendered.session(file, from, SENDER, odd)).toEqual(
				odd.map(() => "550 restricted characters in address"),
			);
			expect(rendered.session(file, from, "", bounces)).toEqual(bounces.map(() => "250 Accepted"));
		}
	});

	it("fails a local part with a slash instead of deferring it, also for mail that passed no ACL", () => {
		const file = path.join(rendered.place(base), "exim/exim.conf");
		const said = rendered.ask(
			file,
			"-bt",
			...places("a/b", "a/b-request", "a/b-bounces+x=y.example", "../mailman"),
		);
		expect(said.stdout.match(/is undeliverable/g)).toHaveLength(4);
		const bounce = rendered.ask(
			file,
			"-bt",
			...places("news-bounces+a/b=c.example", "news-bounces+a/b=c.example-admin"),
		);
		expect(bounce.stdout.match(/router = mailman_router, transport = mailman_transport/g)).toHaveLength(2);
	});

	it("says of an unknown list that it is unknown, to bounces too", () => {
		const file = withRules("nullSenderPosting", "nullSenderAdministrative", "verifyLocalRecipients");
		expect(
			rendered.session(file, STRANGER, "", places("no-such-list", "news-bounces", "news", "news-owner")),
		).toEqual([
			"550 unknown user",
			"250 Accepted",
			"550 Recipient never sends mail so cannot cause bounces",
			"550 Recipient never sends mail so cannot cause bounces",
		]);
	});

	it("accepts a bounce whose local part has a slash in the null-sender rule's way, instead of deferring it", () => {
		const file = withRules("nullSenderPosting");
		expect(rendered.session(file, STRANGER, "", places("news-bounces+a/b=away.example"))).toEqual([
			"250 Accepted",
		]);
	});
});
