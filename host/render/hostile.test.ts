import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expanded } from "@/lib/core/render/exim/escape";
import {
	type MailSystem,
	type MailSystemInput,
	mailSystem,
	newMailSystem,
} from "@/lib/core/system/mail-system";
import { hostileStrings } from "@/lib/core/testing/arbitraries";
import { Rendered } from "./testing/rendered";

const BASE = {
	...newMailSystem("admin@away.example"),
	installations: [
		{
			id: "one",
			prefix: "/usr/local/mailman",
			user: "mailman",
			group: "list",
			python: "/usr/bin/python3",
			webHost: "www.example.com",
			mailHost: null as string | null,
		},
	],
	domains: [{ name: "list.example.com", installation: "one" }],
};
type Base = typeof BASE;
type Installation = Base["installations"][number];

/** The base with one installation's field changed. */
const inInstallation = (field: keyof Installation) => (base: Base, text: string) => ({
	...base,
	installations: base.installations.map((i) => ({ ...i, [field]: text })),
});
const named = (base: Base, name: string) => ({ ...base, domains: [{ name, installation: "one" }] });

/** Every field that takes text: how to fill it, and what Exim or Python read back for it. */
const FIELDS: Record<
	string,
	{
		fill: (base: Base, text: string) => unknown;
		plain: string;
		value: (s: MailSystem) => string;
		read: (at: Place) => string;
	}
> = {
	administrator: {
		fill: (base, text) => ({ ...base, administrator: text }),
		plain: "admin@away.example",
		value: (s) => s.administrator,
		read: ({ exim, domain }) => exim("-bt", `mailman@${domain}`).split("\n")[0] ?? "",
	},
	"a domain's name": {
		fill: named,
		plain: "list.example.com",
		value: (s) => `${s.domains[0]?.name} yes`,
		read: ({ exim, domain }) =>
			`${domain} ${exim("-be", `\${if match_domain{${domain}}{+mm_domains}{yes}{no}}`).trim()}`,
	},
	"an installation's name": {
		fill: (base, text) => ({
			...inInstallation("id")(base, text),
			domains: [{ name: "list.example.com", installation: text }],
		}),
		plain: "one",
		value: (s) => s.installations[0]?.id ?? "",
		read: ({ map }) => map("installation"),
	},
	"a prefix": {
		fill: inInstallation("prefix"),
		plain: "/usr/local/mailman",
		value: (s) => s.installations[0]?.prefix ?? "",
		read: ({ map }) => map("home"),
	},
	"a user": {
		fill: inInstallation("user"),
		plain: "mailman",
		value: (s) => s.installations[0]?.user ?? "",
		read: ({ map }) => map("user"),
	},
	"a group": {
		fill: inInstallation("group"),
		plain: "mailman",
		value: (s) => s.installations[0]?.group ?? "",
		read: ({ map }) => map("group"),
	},
	DEFAULT_URL_HOST: {
		fill: inInstallation("webHost"),
		plain: "www.example.com",
		value: (s) => s.installations[0]?.webHost ?? "",
		read: ({ python }) => String(python("DEFAULT_URL_HOST")),
	},
	DEFAULT_EMAIL_HOST: {
		fill: (base, text) => ({
			...inInstallation("mailHost")(base, text),
			domains: [{ name: text, installation: "one" }],
		}),
		plain: "list.example.com",
		value: (s) => s.installations[0]?.mailHost ?? "",
		read: ({ python }) => String(python("DEFAULT_EMAIL_HOST")),
	},
};

/** How a placed system is asked. */
type Place = {
	domain: string;
	exim: (...args: string[]) => string;
	map: (field: string) => string;
	python: (name: string) => unknown;
};

/** A hostile text alone, or in the middle of an ordinary value. */
const spoilt = (plain: string) =>
	fc
		.tuple(
			hostileStrings,
			fc.integer({ min: 0, max: plain.length }),
			fc.constantFrom("alone", "inside", "inside", "inside"),
		)
		.map(([text, at, how]) => (how === "alone" ? text : plain.slice(0, at) + text + plain.slice(at)));

describe("a hostile text", () => {
	let rendered: Rendered;
	beforeAll(() => {
		rendered = new Rendered();
	});
	afterAll(() => rendered.remove());

	function place(system: MailSystem): Place & { conf: string } {
		const directory = rendered.place(system);
		const file = path.join(directory, "exim/exim.conf");
		const domain = system.domains[0]?.name ?? "";
		const lookup = `\${lookup{${domain}}lsearch{${directory}/exim/domains.map}}`;
		return {
			domain,
			conf: fs.readFileSync(file, "utf8").replaceAll(directory, "DIRECTORY"),
			exim: (...args) => rendered.ask(file, ...args).stdout,
			map: (field) => rendered.expand(file, [`\${extract{${field}}{${lookup}}}`])[0] ?? "",
			python: (name) => {
				const id = system.installations[0]?.id ?? "";
				return rendered.python([path.join(directory, "mailman", id, "mm_cfg.py")])[0]?.names[name];
			},
		};
	}

	it.each(Object.entries(FIELDS))(
		"in the field for %s is refused in words, or read back exactly",
		(_, field) => {
			const plain = place(mailSystem.parse(BASE));
			let [refused, taken] = [0, 0];
			fc.assert(
				fc.property(spoilt(field.plain), (text) => {
					const parsed = mailSystem.safeParse(field.fill(BASE, text) as MailSystemInput);
					if (!parsed.success) {
						refused++;
						for (const { message } of parsed.error.issues) expect(message).toMatch(/^\S.{20,}\.$/su);
						return;
					}
					taken++;
					const at = place(parsed.data);
					expect(field.read(at)).toBe(field.value(parsed.data));
					const administrator = expanded(parsed.data.administrator);
					expect(at.conf.replaceAll(`data = ${administrator}\n`, `data = ${BASE.administrator}\n`)).toBe(
						plain.conf,
					);
				}),
				{ numRuns: 120 },
			);
			// Both ways have to have been seen, or the property says nothing.
			expect(Math.min(refused, taken)).toBeGreaterThan(0);
			expect(fs.existsSync("/tmp/listkeeper-was-here")).toBe(false);
		},
	);

	it("in place of a number or a choice is refused", () => {
		const places: ((text: unknown) => unknown)[] = [
			(text) => ({ ...BASE, verp: { ...BASE.verp, strategy: text } }),
			(text) => ({ ...BASE, verp: { ...BASE.verp, interval: text } }),
			(text) => ({ ...BASE, verp: { ...BASE.verp, probes: text } }),
			(text) => ({ ...BASE, tuning: { ...BASE.tuning, smtpMaxRcpts: text } }),
			(text) => ({ ...BASE, tuning: { ...BASE.tuning, acceptQueuePerConnection: text } }),
			(text) => ({ ...BASE, policy: { ...BASE.policy, senderCallout: { on: true, timeoutSeconds: text } } }),
			(text) => ({ ...BASE, policy: { ...BASE.policy, trustLoopback: { on: text } } }),
			(text) => ({ ...BASE, [String(text)]: text }),
		];
		fc.assert(
			fc.property(fc.constantFrom(...places), hostileStrings, (fill, text) => {
				expect(mailSystem.safeParse(fill(text)).success).toBe(false);
			}),
			{ numRuns: 500 },
		);
	});
});
