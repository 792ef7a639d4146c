import { z } from "zod";
import { defaultPolicy, policySettings } from "../policy/registry";
import { mailAddress, splitAddress } from "./address";
import { mailDomain } from "./domain";
import { mailmanInstallation } from "./installation";
import { crowdingReason } from "./queueing";
import { deliveryTuning, keptTuning } from "./tuning";
import { verpSettings } from "./verp";

type Located = { code: "custom"; path: (string | number)[]; message: string };

/**
 * The local parts that reach the administrator in every list domain: HOWTO, "Exim configuration", and postmaster,
 * which RFC 5321, 4.5.1 demands of every domain that takes mail.
 */
export const ALIASES_OF_LIST_DOMAINS: readonly string[] = ["mailman", "mailman-admin", "postmaster"];

/** The places in a list where a key comes a second time. */
function* repeats<T>(items: readonly T[], key: (item: T) => string): Generator<[number, string]> {
	const seen = new Set<string>();
	for (const [index, item] of items.entries()) {
		const k = key(item);
		if (seen.has(k)) yield [index, k];
		seen.add(k);
	}
}

const fieldsWith = (tuning: typeof keptTuning) =>
	z.strictObject({
		/** Where mail for `mailman@` and `mailman-admin@` every list domain goes. */
		administrator: mailAddress,
		domains: z.array(mailDomain).max(100_000, "A host takes at most 100,000 domains."),
		installations: z.array(mailmanInstallation).max(1_000, "A host takes at most 1,000 installations."),
		verp: verpSettings,
		tuning,
		policy: policySettings,
	});

type Fields = z.infer<ReturnType<typeof fieldsWith>>;
type Issues = { addIssue: (issue: Located) => void };

/** Nothing in a system names what isn't there, or is there twice. */
function needWhole(system: Fields, ctx: Issues) {
	const problem = (path: Located["path"], message: string) => ctx.addIssue({ code: "custom", path, message });
	const installations = new Map(system.installations.map((i) => [i.id, i]));
	for (const [i, id] of repeats(system.installations, (x) => x.id))
		problem(["installations", i, "id"], `The name ${id} is used by two installations. Give each its own.`);
	for (const [i, prefix] of repeats(system.installations, (x) => x.prefix))
		problem(
			["installations", i, "prefix"],
			`The prefix ${prefix} belongs to another installation. Each has its own.`,
		);
	const homes = new Map<string, string>();
	for (const [i, domain] of system.domains.entries()) {
		const before = homes.get(domain.name);
		if (before === domain.installation)
			problem(["domains", i, "name"], `${domain.name} is listed twice. Remove one of the two.`);
		else if (before !== undefined)
			problem(
				["domains", i, "name"],
				`${domain.name} is on the installations ${before} and ${domain.installation}. A domain belongs to one.`,
			);
		homes.set(domain.name, domain.installation);
		if (!installations.has(domain.installation))
			problem(
				["domains", i, "installation"],
				`${domain.name} names the installation ${domain.installation}, which is not on this host. Choose one that is.`,
			);
	}
	for (const [i, installation] of system.installations.entries())
		if (installation.mailHost !== null && homes.get(installation.mailHost) !== installation.id)
			problem(
				["installations", i, "mailHost"],
				`DEFAULT_EMAIL_HOST is ${installation.mailHost}, which is not a domain of ${installation.id}. Choose one of its domains.`,
			);
}

/** What would keep mail from where it should go. */
function needSound(system: Fields, ctx: Issues) {
	const problem = (path: Located["path"], message: string) => ctx.addIssue({ code: "custom", path, message });
	// One is too few for a single installation already, which the numbers themselves say.
	const crowding =
		system.installations.length > 1 ? crowdingReason(system.tuning, system.installations.length) : null;
	if (crowding && crowdingReason(system.tuning) === null) problem(["tuning", "acceptMax"], crowding);
	const [person, host] = splitAddress(system.administrator);
	if (
		system.domains.some(({ name }) => name === host) &&
		ALIASES_OF_LIST_DOMAINS.includes(person.toLowerCase())
	)
		problem(
			["administrator"],
			`${system.administrator} is itself sent to the administrator, so its mail would go round. Name a person's own address.`,
		);
}

/** The whole desired state of one host. Parsing it is the only way a setting reaches a configuration. */
export const mailSystem = fieldsWith(deliveryTuning).superRefine((system, ctx) => {
	needWhole(system, ctx);
	needSound(system, ctx);
});
/**
 * A system as a release holds it, whenever that was made: it stays readable, and one can go back to it, though it
 * couldn't be saved or deployed any more.
 */
export const keptSystem = fieldsWith(keptTuning).superRefine(needWhole);
export type MailSystem = z.infer<typeof mailSystem>;
/** What may be given to the schema: settings with defaults may be absent. */
export type MailSystemInput = z.input<typeof mailSystem>;

/**
 * The state a new host begins with: no domains, VERP off, the HOWTO's tuning, its safe rules on.
 * In: the Mailman administrator's address. Out: a valid MailSystem.
 */
export const newMailSystem = (administrator: string): MailSystem => ({
	administrator,
	domains: [],
	installations: [],
	verp: {
		strategy: "off",
		interval: 1,
		passwordReminders: true,
		confirmations: true,
		personalizedDeliveries: true,
		probes: false,
		ownersCanPersonalize: false,
	},
	tuning: { smtpMaxRcpts: 15, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 },
	policy: defaultPolicy(),
});

/** An installation's own VERP settings, or the host's where it has none. */
export const verpOf = (system: MailSystem, installation: { verp: MailSystem["verp"] | null }) =>
	installation.verp ?? system.verp;

/** What `DEFAULT_EMAIL_HOST` is for an installation; null where it has no domain yet. */
export const mailHostOf = (system: MailSystem, installation: { id: string; mailHost: string | null }) =>
	installation.mailHost ?? system.domains.find((d) => d.installation === installation.id)?.name ?? null;
