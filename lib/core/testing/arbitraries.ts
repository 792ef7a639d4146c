import fc from "fast-check";
import type { RenderTarget } from "../host/profile";
import { defaultPolicy, ruleList } from "../policy/registry";
import { type MailSystem, type MailSystemInput, mailSystem } from "../system/mail-system";
import { VERP_STRATEGIES } from "../system/verp";

const text = (characters: string, min: number, max: number) =>
	fc.string({ unit: fc.constantFrom(...characters), minLength: min, maxLength: max });
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";

/** Names that Exim would replace if they stood in its text: this project's macros, and its own. */
const MACRO_NAMES = ["LK_RELEASE", "MM_HOME", "MM_LISTS", "LK_SINK_PORT", "_HAVE_IPV6", "_OPT_MAIN_ACL"];
const withMacros = (plain: fc.Arbitrary<string>) =>
	fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: fc.constantFrom(...MACRO_NAMES) });

const label = fc
	.tuple(text(LETTERS + DIGITS, 1, 6), text(`${LETTERS + DIGITS}-`, 0, 8), text(LETTERS + DIGITS, 1, 3))
	// Two hyphens at the third place mark an encoding (RFC 5891, 4.2.3.1).
	.map(([first, middle, last]) => (first + middle + last).replace(/^(..)--/, "$1-x"));

/** A mail domain as MailSystem keeps it, an internationalised one now and then. */
export const domainNames: fc.Arbitrary<string> = fc.oneof(
	{
		weight: 9,
		arbitrary: fc
			.tuple(fc.array(label, { minLength: 1, maxLength: 3 }), text(LETTERS, 2, 6))
			.map(([labels, top]) => [...labels, top].join(".")),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom("xn--bcher-kva.example", "lists.xn--p1ai", "xn--80ak6aa92e.example"),
	},
);

const path = fc
	.array(
		withMacros(text(`${LETTERS + DIGITS}ABC._-`, 1, 10)).filter((part) => part !== "." && part !== ".."),
		{ minLength: 1, maxLength: 4 },
	)
	.map((parts) => `/${parts.join("/")}`);

const account = withMacros(
	fc.tuple(text(`${LETTERS}_ABC`, 1, 1), text(`${LETTERS + DIGITS}_-`, 0, 12)).map((parts) => parts.join("")),
).filter((name) => name !== "root");

const address = fc
	.tuple(
		withMacros(
			fc
				.tuple(text(LETTERS + DIGITS, 1, 4), text(`${LETTERS + DIGITS}._+=-`, 0, 12), text(LETTERS, 1, 2))
				.map((parts) => parts.join("").replace(/\.{2,}/g, ".")),
		).map((local) => local.replace(/^_/, "x_")),
		domainNames,
	)
	.map((parts) => parts.join("@"));

const verp: fc.Arbitrary<MailSystem["verp"]> = fc.record({
	strategy: fc.constantFrom(...VERP_STRATEGIES),
	interval: fc.integer({ min: 1, max: 10_000 }),
	passwordReminders: fc.boolean(),
	confirmations: fc.boolean(),
	personalizedDeliveries: fc.boolean(),
	probes: fc.boolean(),
	ownersCanPersonalize: fc.boolean(),
});

/** Numbers of which none makes list mail wait. */
const tuning: fc.Arbitrary<MailSystem["tuning"]> = fc
	.record({
		smtpMaxRcpts: fc.integer({ min: 1, max: 1000 }),
		smtpMaxSessionsPerConnection: fc.integer({ min: 0, max: 10_000 }),
		more: fc.integer({ min: 0, max: 10_000 }),
		unlimited: fc.boolean(),
		others: fc.record(
			{
				remoteMaxParallel: fc.integer({ min: 1, max: 100 }),
				queueRunMax: fc.integer({ min: 0, max: 1_000 }),
				// Beyond what the most installations hold.
				acceptMax: fc.oneof(fc.constant(0), fc.integer({ min: 1_004, max: 10_000 })),
				recipientsMax: fc.oneof(fc.constant(0), fc.integer({ min: 1_000, max: 100_000 })),
				retryWaitMinutes: fc.integer({ min: 1, max: 7_199 }),
			},
			{ requiredKeys: [] },
		),
	})
	.map(({ smtpMaxRcpts, smtpMaxSessionsPerConnection: sends, more, unlimited, others }) => ({
		smtpMaxRcpts,
		smtpMaxSessionsPerConnection: sends,
		acceptQueuePerConnection: unlimited || sends === 0 ? 0 : Math.min(10_000, sends + more),
		...others,
	}));

/** Each rule on, with what there is to prove it, or off; the callout's time-out is any. */
const policy: fc.Arbitrary<MailSystem["policy"]> = fc
	.record({
		on: fc.array(fc.boolean(), { minLength: 31, maxLength: 31 }),
		timeoutSeconds: fc.integer({ min: 5, max: 120 }),
	})
	.map(({ on, timeoutSeconds }) => {
		const rules = defaultPolicy();
		// Debian 11's Exim is built without SPF.
		for (const [i, rule] of ruleList().entries())
			if (on[i % on.length] && rule.id !== "spf") Object.assign(rules, { [rule.id]: { ...rule.example } });
			else rules[rule.id].on = false;
		return { ...rules, senderCallout: { ...rules.senderCallout, timeoutSeconds } };
	});

const installation = fc.record({
	id: fc.tuple(text(LETTERS, 1, 1), text(`${LETTERS + DIGITS}-`, 0, 10)).map((parts) => parts.join("")),
	prefix: path,
	user: account,
	group: account,
	python: path,
	webHost: domainNames,
	verp: fc.option(verp),
	/** Whether its first domain is named as DEFAULT_EMAIL_HOST rather than left to follow. */
	named: fc.boolean(),
});

/** What any valid MailSystem could be given as: up to four installations and ten domains. */
export const mailSystemInputs: fc.Arbitrary<MailSystemInput> = fc
	.record({
		administrator: address,
		installations: fc.uniqueArray(installation, {
			maxLength: 4,
			comparator: (a, b) => a.id === b.id || a.prefix === b.prefix,
		}),
		domains: fc.uniqueArray(domainNames, { maxLength: 10 }),
		places: fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
		verp,
		tuning,
		policy,
	})
	.map(({ installations, domains: names, places, ...rest }) => {
		const domains = installations.length
			? names.map((name, i) => ({
					name,
					installation: installations[(places[i] ?? 0) % installations.length]?.id ?? "",
				}))
			: [];
		return {
			...rest,
			domains,
			installations: installations.map(({ named, ...fields }) => ({
				...fields,
				mailHost: (named && domains.findLast((d) => d.installation === fields.id)?.name) || null,
			})),
		};
	});

/** Valid systems, as the schema gives them. */
export const mailSystems: fc.Arbitrary<MailSystem> = mailSystemInputs
	.map((input) => mailSystem.safeParse(input))
	.filter((parsed) => parsed.success)
	.map((parsed) => parsed.data);

/** A host with Exim as its package set it up. */
export const machineTarget = (hostname = "host.example.net"): RenderTarget => ({
	layout: "whole",
	frame: null,
	hostname,
	stateDirectory: "/var/lib/listkeeper",
	runtime: null,
	sinkPort: null,
});

/** Strings that mean something to Exim, to Python, to a shell or to this project's own text. */
export const hostileStrings: fc.Arbitrary<string> = fc.oneof(
	fc.constantFrom(
		"${run{/bin/touch /tmp/listkeeper-was-here}}",
		"${readfile{/etc/passwd}}",
		"$domain",
		"a\nlog_selector = +received_recipients",
		"a\r\n.include /etc/passwd",
		"a\\",
		"\\N",
		"a\0b",
		"'; import os; os.abort() #",
		'"',
		"'",
		"a b",
		" a",
		"a : b",
		"<; a",
		"!a",
		"+mm_domains",
		"#",
		"@release@",
		"..",
		"../../etc",
		"/",
		"-bounces",
		"lsearch;/etc/passwd",
		":fail: no",
		"|/bin/true",
		"ﬀ",
		"bücher",
		"\u202egnp.exe",
		"{",
		"}",
		...MACRO_NAMES,
	),
	fc.string({ unit: "binary", maxLength: 12 }),
	fc.string({ maxLength: 12 }),
);
