import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderCanary } from "@/lib/core/render/canary";
import { type MailSystem, mailHostOf, verpOf } from "@/lib/core/system/mail-system";
import { type OptionalNumber, OWN_DEFAULTS } from "@/lib/core/system/tuning";
import { deliveryInterval } from "@/lib/core/system/verp";
import { domainNames, machineTarget, mailSystems } from "@/lib/core/testing/arbitraries";
import { EXIM_VERSIONS, INSTALLED } from "../testing/exim-versions";
import { Rendered } from "./testing/rendered";

/** A machine's text names no user of its own, so Exim's user may not use it with -C; -bV says so and goes on. */
const LOST_PRIVILEGE = /exim user lost privilege for using -C option$/;

/** What the map has to say of each domain, as `-be` is asked for it. */
const mapQuestions = (system: MailSystem, map: string) =>
	system.domains.flatMap(({ name }) =>
		["home", "user", "group", "verp", "installation"].map(
			(field) => `\${extract{${field}}{\${lookup{${name}}lsearch{${map}}}}}`,
		),
	);
const mapAnswers = (system: MailSystem) =>
	system.domains.flatMap((domain) => {
		const home = system.installations.find((i) => i.id === domain.installation);
		if (!home) return [];
		const verp = verpOf(system, home).strategy === "exim" ? "exim" : "off";
		return [home.prefix, home.user, home.group, verp, home.id];
	});

describe.each(EXIM_VERSIONS)("for any valid system, Exim $version", (exim) => {
	let rendered: Rendered;
	const runs = { numRuns: exim === INSTALLED ? 30 : 8 };
	beforeAll(() => {
		rendered = new Rendered(exim);
	});
	afterAll(() => rendered.remove());

	it("accepts the text, and reads the same values back", () => {
		fc.assert(
			fc.property(mailSystems, domainNames, (system, hostname) => {
				const directory = rendered.place(system, rendered.target(hostname));
				const file = path.join(directory, "exim/exim.conf");
				const version = rendered.ask(file, "-bV");
				expect([version.status, version.stderr]).toEqual([0, ""]);

				const options = rendered.ask(file, "-bP", "smtp_accept_queue_per_connection", "primary_hostname");
				expect(options.stdout.split("\n")).toEqual([
					`smtp_accept_queue_per_connection = ${system.tuning.acceptQueuePerConnection}`,
					`primary_hostname = ${hostname}`,
					"",
				]);
				const { tuning } = system;
				const limits: [string, Exclude<OptionalNumber, "retryWaitMinutes">][] = [
					["remote_max_parallel", "remoteMaxParallel"],
					["queue_run_max", "queueRunMax"],
					["smtp_accept_max", "acceptMax"],
					["recipients_max", "recipientsMax"],
				];
				const read = rendered
					.ask(file, "-bP", ...limits.map(([name]) => name))
					.stdout.trim()
					.split("\n");
				for (const [at, [name, field]] of limits.entries()) {
					const own = OWN_DEFAULTS[field].map((one) => one.replace(",", ""));
					const allowed = tuning[field] === undefined ? own : [String(tuning[field])];
					expect(allowed.map((value) => `${name} = ${value}`)).toContain(read[at]);
				}
				const map = path.join(directory, "exim/domains.map");
				expect(rendered.expand(file, mapQuestions(system, map))).toEqual(mapAnswers(system));
			}),
			runs,
		);
	});

	it("sends the mail of mailman, mailman-admin and postmaster in every list domain to the administrator", () => {
		const away = mailSystems.filter(
			({ administrator, domains }) =>
				domains.length > 0 && !domains.some((d) => administrator.endsWith(`@${d.name}`)),
		);
		fc.assert(
			fc.property(away, (system) => {
				const file = path.join(rendered.place(system), "exim/exim.conf");
				const asked = system.domains.flatMap(({ name }) => [
					`mailman@${name}`,
					`mailman-admin@${name}`,
					`postmaster@${name}`,
				]);
				const answers = rendered.ask(file, "-bt", ...asked);
				expect(answers.stderr).toBe("");
				const children = answers.stdout.split("\n").filter((line) => line !== "" && !line.startsWith(" "));
				expect(children.map((line) => line.replace(/ .*/, ""))).toEqual(
					asked.map(() => system.administrator),
				);
				const parents = answers.stdout.split("\n").filter((line) => line.startsWith("    <-- "));
				expect(parents.map((line) => line.slice("    <-- ".length))).toEqual(asked);
			}),
			runs,
		);
	});
});

describe("for any valid system", () => {
	let rendered: Rendered;
	beforeAll(() => {
		rendered = new Rendered();
	});
	afterAll(() => rendered.remove());

	it("Python reads the same values from mm_cfg.py", () => {
		const withInstallations = mailSystems.filter((system) => system.installations.length > 0);
		fc.assert(
			fc.property(withInstallations, (system) => {
				const directory = rendered.place(system);
				const files = system.installations.map((i) => path.join(directory, "mailman", i.id, "mm_cfg.py"));
				const reads = rendered.python(files);
				for (const [i, installation] of system.installations.entries()) {
					const read = reads[i];
					const mailHost = mailHostOf(system, installation);
					const verp = verpOf(system, installation);
					expect(read?.names).toEqual({
						...(mailHost === null
							? {}
							: { DEFAULT_URL_HOST: installation.webHost, DEFAULT_EMAIL_HOST: mailHost }),
						MTA: null,
						DELIVERY_MODULE: "SMTPDirect",
						SMTPHOST: "127.0.0.1",
						SMTPPORT: 2525,
						SMTP_MAX_RCPTS: system.tuning.smtpMaxRcpts,
						SMTP_MAX_SESSIONS_PER_CONNECTION: system.tuning.smtpMaxSessionsPerConnection,
						...(system.tuning.retryWaitMinutes === undefined
							? {}
							: { DELIVERY_RETRY_WAIT: system.tuning.retryWaitMinutes * 60 }),
						VERP_DELIVERY_INTERVAL: deliveryInterval(verp),
						VERP_PASSWORD_REMINDERS: Number(verp.passwordReminders),
						VERP_CONFIRMATIONS: Number(verp.confirmations),
						VERP_PERSONALIZED_DELIVERIES: Number(verp.personalizedDeliveries),
						VERP_PROBES: Number(verp.probes),
						OWNERS_CAN_ENABLE_PERSONALIZATION: Number(verp.ownersCanPersonalize),
					});
					expect(read?.hosts[0]).toEqual(mailHost === null ? undefined : [installation.webHost, mailHost]);
				}
			}),
			{ numRuns: 25 },
		);
	});

	it("Exim accepts a machine's own text too, and a canary's beside it", () => {
		const target = machineTarget("host.example.net");
		const canary = {
			directory: "/tmp/canary",
			user: rendered.target().runtime?.user ?? "",
			group: rendered.target().runtime?.group ?? "",
			sinkPort: 2526,
		};
		fc.assert(
			fc.property(mailSystems, (system) => {
				const homes = Object.fromEntries(system.installations.map((i) => [i.id, `/tmp/canary/${i.id}`]));
				const texts = renderCanary(system, target, { ...canary, homes });
				const file = rendered.write(texts.find((f) => f.target === "exim/exim.conf")?.text ?? "");
				for (const each of [file, path.join(rendered.place(system, target), "exim/exim.conf")]) {
					const version = rendered.ask(each, "-bV");
					const said = version.stderr.split("\n").filter((line) => line !== "" && !LOST_PRIVILEGE.test(line));
					expect([version.status, said]).toEqual([0, []]);
				}
			}),
			{ numRuns: 10 },
		);
	});
});
