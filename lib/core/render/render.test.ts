import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RELEASE_DIRECTORY } from "../release/types";
import { type MailSystem, mailSystem, newMailSystem } from "../system/mail-system";
import { machineTarget, mailSystems } from "../testing/arbitraries";
import { renderFiles } from "./render";

const textOf = (system: MailSystem, target: string) =>
	renderFiles(system, machineTarget()).find((file) => file.target === target)?.text ?? "";

/** So many domains on one installation. */
const systemOf = (domains: number, change: Partial<MailSystem> = {}): MailSystem =>
	mailSystem.parse({
		...newMailSystem("admin@example.net"),
		installations: [
			{
				id: "one",
				prefix: "/usr/local/mailman",
				user: "mailman",
				group: "list",
				python: "/usr/bin/python2",
				webHost: "www.example.com",
			},
		],
		domains: Array.from({ length: domains }, (_, i) => ({
			name: `list${i}.example.com`,
			installation: "one",
		})),
		...change,
	});

describe("the rendered files", () => {
	it("are Exim's text, its map and one mm_cfg.py an installation, sorted by target", () => {
		fc.assert(
			fc.property(mailSystems, (system) => {
				const targets = renderFiles(system, machineTarget()).map((file) => file.target);
				expect(targets).toEqual(
					[
						"exim/domains.map",
						"exim/exim.conf",
						...system.installations.map((i) => `mailman/${i.id}/mm_cfg.py`),
					].sort(),
				);
			}),
		);
	});

	it("don't depend on the order in which domains and installations were added, but for DEFAULT_EMAIL_HOST", () => {
		fc.assert(
			fc.property(mailSystems, (system) => {
				const named = system.installations.map((i) => ({
					...i,
					mailHost: system.domains.find((d) => d.installation === i.id)?.name ?? null,
				}));
				const turned = { domains: system.domains.toReversed(), installations: named.toReversed() };
				expect(renderFiles({ ...system, ...turned }, machineTarget())).toEqual(
					renderFiles({ ...system, installations: named }, machineTarget()),
				);
			}),
		);
	});

	it("are ASCII with a line end at the end, and mention the release's directory on one line only", () => {
		fc.assert(
			fc.property(mailSystems, (system) => {
				const files = renderFiles(system, machineTarget());
				for (const { text } of files) expect(text).toMatch(/^[\t\n\x20-\x7e]*\n$/);
				const lines = files.flatMap(({ text }) => text.split("\n"));
				expect(lines.filter((line) => line.includes(RELEASE_DIRECTORY))).toEqual([
					`LK_RELEASE = ${RELEASE_DIRECTORY}`,
				]);
			}),
		);
	});

	it("don't grow with the domains, except for the map", () => {
		const [few, many] = [systemOf(1), systemOf(500)];
		expect(textOf(many, "exim/exim.conf")).toBe(textOf(few, "exim/exim.conf"));
		expect(textOf(many, "exim/domains.map").split("\n")).toHaveLength(502);
	});

	it("never ask Exim to log received recipients, which crashes it on long lists", () => {
		expect(textOf(systemOf(1), "exim/exim.conf")).not.toContain("received_recipients");
	});
});

describe("the map", () => {
	it("says of each domain whose lists it has, sorted by name", () => {
		const domains = ["b.example", "a.example"].map((name) => ({ name, installation: "one" }));
		expect(textOf(systemOf(0, { domains }), "exim/domains.map").split("\n").slice(1)).toEqual([
			"a.example: home=/usr/local/mailman user=mailman group=list verp=off installation=one",
			"b.example: home=/usr/local/mailman user=mailman group=list verp=off installation=one",
			"",
		]);
	});

	it("leaves VERP to Exim only for installations whose own settings, or else the host's, say so", () => {
		const system = systemOf(1);
		const exim = { ...system.verp, strategy: "exim" as const };
		const own = (verp: MailSystem["verp"] | null) => system.installations.map((i) => ({ ...i, verp }));
		const verpIn = (changed: MailSystem) => /verp=(\w+)/.exec(textOf(changed, "exim/domains.map"))?.[1];
		expect(verpIn({ ...system, verp: exim })).toBe("exim");
		expect(verpIn({ ...system, installations: own(exim) })).toBe("exim");
		expect(verpIn({ ...system, verp: exim, installations: own(system.verp) })).toBe("off");
		expect(verpIn({ ...system, verp: { ...exim, strategy: "mailman" } })).toBe("off");
	});
});

describe("an installation's mm_cfg.py", () => {
	const lines = (system: MailSystem) =>
		textOf(system, "mailman/one/mm_cfg.py")
			.split("\n")
			.filter((line) => line !== "" && !line.startsWith("#"));

	it("has the HOWTO's settings, from column 0", () => {
		expect(lines(systemOf(1))).toEqual([
			"DEFAULT_URL_HOST = 'www.example.com'",
			"DEFAULT_EMAIL_HOST = 'list0.example.com'",
			"add_virtualhost(DEFAULT_URL_HOST, DEFAULT_EMAIL_HOST)",
			"MTA = None",
			"DELIVERY_MODULE = 'SMTPDirect'",
			"SMTPHOST = '127.0.0.1'",
			"SMTPPORT = 0",
			"SMTP_MAX_RCPTS = 15",
			"SMTP_MAX_SESSIONS_PER_CONNECTION = 30",
			"VERP_DELIVERY_INTERVAL = 0",
			"VERP_PASSWORD_REMINDERS = 1",
			"VERP_CONFIRMATIONS = 1",
			"VERP_PERSONALIZED_DELIVERIES = 1",
			"VERP_PROBES = 0",
			"OWNERS_CAN_ENABLE_PERSONALIZATION = 0",
		]);
	});

	it("names no host before the installation has a domain", () => {
		expect(lines(systemOf(0))[0]).toBe("MTA = None");
	});

	it("makes a virtual host of every further domain, at its own name", () => {
		expect(lines(systemOf(3)).filter((line) => line.startsWith("add_virtualhost"))).toEqual([
			"add_virtualhost(DEFAULT_URL_HOST, DEFAULT_EMAIL_HOST)",
			"add_virtualhost('list1.example.com', 'list1.example.com')",
			"add_virtualhost('list2.example.com', 'list2.example.com')",
		]);
	});

	it("keeps its web host for DEFAULT_EMAIL_HOST where a further domain has the same name", () => {
		const domains = ["list.example.com", "www.example.com"].map((name) => ({ name, installation: "one" }));
		expect(lines(systemOf(0, { domains })).filter((line) => line.startsWith("add_virtualhost"))).toEqual([
			"add_virtualhost(DEFAULT_URL_HOST, DEFAULT_EMAIL_HOST)",
		]);
	});

	it("hands mail to a rehearsal host's own port", () => {
		const runtime = {
			user: "someone",
			group: "someone",
			spoolDirectory: "/srv/r/spool",
			logDirectory: "/srv/r/log",
			pidFile: "/srv/r/exim.pid",
			interfaces: ["127.0.0.1" as const],
			port: 2525,
		};
		const files = renderFiles(systemOf(1), { ...machineTarget(), runtime });
		expect(files.find((file) => file.target.endsWith("mm_cfg.py"))?.text).toContain("\nSMTPPORT = 2525\n");
	});

	it("has VERP on every Nth post only where Mailman does it", () => {
		const interval = (strategy: MailSystem["verp"]["strategy"]) => {
			const verp = { ...newMailSystem("a@b.example").verp, strategy, interval: 20 };
			return lines(systemOf(1, { verp })).find((line) => line.startsWith("VERP_DELIVERY_INTERVAL"));
		};
		expect(interval("mailman")).toBe("VERP_DELIVERY_INTERVAL = 20");
		expect(interval("exim")).toBe("VERP_DELIVERY_INTERVAL = 0");
		expect(interval("off")).toBe("VERP_DELIVERY_INTERVAL = 0");
	});
});
