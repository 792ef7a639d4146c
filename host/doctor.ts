import path from "node:path";
import { deriveAddressTests } from "@/lib/core/checks/derive";
import type { TestedAddress } from "@/lib/core/checks/types";
import type { DnsFacts, DoctorFacts, InstallationFacts, Said } from "@/lib/core/doctor/facts";
import type { FoundInstallation } from "@/lib/core/host/profile";
import type { MailSystem } from "@/lib/core/system/mail-system";
import { abreast } from "./abreast";
import { accountNamed, canBe, namesOf } from "./account";
import { testAddresses } from "./address-tests";
import { liveEximFile } from "./config";
import { type Host, limitMs } from "./context";
import { absent, errno, HostFailure } from "./errors";
import { exim } from "./exim";
import { linesOf } from "./exim-daemon";
import { findInstallations } from "./found";
import { knownAs, listsSeen, mailmanState } from "./mailman";
import { importMmCfg, runnerCount } from "./mm-cfg";
import { liveRelease } from "./store";
import type { Account, Program } from "./system";
import { ownMmCfg } from "./weaves";

/** A list that no installation has. */
const NO_LIST = "listkeeper-doctor";
/** Options of Exim that a check looks at. */
const OPTIONS = ["smtp_accept_queue_per_connection", "delay_warning", "delay_warning_condition", "exim_user"];
/** Domains whose DNS is asked; each costs two round trips or more. */
const MAX_DOMAINS = 50;

/** What a program answers; null where it can't be run at all, or not as that account. */
async function ask(
	host: Host,
	as: Account | null,
	program: Pick<Program, "argv" | "cwd">,
): Promise<Said | null> {
	if (as === null || !canBe(as)) return null;
	try {
		const ran = await host.system.run({ ...program, as, timeoutMs: limitMs(host, "program") });
		return { status: ran.status, said: linesOf(ran) };
	} catch (error) {
		if (absent(error)) return { status: null, said: [`${program.argv[0]} isn't there.`] };
		throw error;
	}
}

/** What Mailman reads from its settings. Out: its values, or what its interpreter said; and whether that is there. */
async function readValues(
	host: Host,
	prefix: string,
	python: string,
): Promise<Pick<InstallationFacts, "values" | "valuesError" | "pythonThere">> {
	try {
		const text = host.system.readBytes(ownMmCfg(prefix)) ?? "";
		return { values: await importMmCfg(host, prefix, python, text), valuesError: [], pythonThere: true };
	} catch (error) {
		if (absent(error)) return { values: null, valuesError: [], pythonThere: false };
		if (error instanceof HostFailure)
			return {
				values: null,
				valuesError: [error.diagnosis.sentence, ...error.diagnosis.said],
				pythonThere: true,
			};
		throw error;
	}
}

/** The pid in a master lock; null without one. */
function lockOf(host: Host, prefix: string): number | null {
	const text = host.system.read(path.join(prefix, "locks/master-qrunner"));
	const pid = /\.(\d+)\s*$/.exec(text ?? "")?.[1];
	return pid === undefined ? null : Number(pid);
}

/** Names in a directory; null where there is none, and whether this process may not look. */
function namesIn(host: Host, directory: string): Pick<InstallationFacts, "directories" | "hidden"> {
	try {
		return { directories: host.system.list(directory), hidden: false };
	} catch (error) {
		if (errno(error) === "EACCES") return { directories: [], hidden: true };
		throw error;
	}
}

async function installationFacts(
	host: Host,
	system: MailSystem | null,
	found: FoundInstallation,
	eximUser: Account | null,
): Promise<InstallationFacts> {
	const { prefix, simulated, lists } = found;
	const managed = system?.installations.find((one) => one.prefix === prefix) ?? null;
	const { user, group, python } = managed ?? found;
	const directory = path.join(prefix, "lists");
	const { master, runners } = mailmanState(host, prefix);
	const pid = lockOf(host, prefix);
	const [settings, wrapper, looked] = await Promise.all([
		readValues(host, prefix, python),
		managed &&
			ask(host, accountNamed(user, group), {
				argv: [path.join(prefix, "mail/mailman"), "post", NO_LIST],
				cwd: prefix,
			}),
		ask(host, eximUser, { argv: ["/usr/bin/test", "-r", directory, "-a", "-x", directory] }),
	]);
	return {
		id: managed?.id ?? null,
		prefix,
		simulated,
		user,
		group,
		python,
		owner: namesOf(host.system.facts(directory) ?? { uid: 0, gid: 0 }),
		...namesIn(host, directory),
		lists,
		wrapper,
		looked,
		lock: pid === null ? null : { pid, alive: master !== null },
		runners: runners.length,
		wholeRunners: settings.values && runnerCount(settings.values),
		...settings,
	};
}

/** A managed installation whose prefix holds no Mailman any more is looked at all the same. */
const gone = (host: Host, one: MailSystem["installations"][number]): FoundInstallation => ({
	prefix: one.prefix,
	user: one.user,
	group: one.group,
	python: one.python,
	version: null,
	simulated: knownAs(host, one.prefix).simulated,
	lists: listsSeen(host, one.prefix),
});

/** Options of a configuration as Exim prints them, by name; what it doesn't print is absent. */
async function readOptions(host: Host, file: string): Promise<Record<string, string>> {
	const ran = await exim(host, file, ["-bP", ...OPTIONS]);
	return Object.fromEntries(
		ran.stdout.split("\n").flatMap((line) => {
			const [, name, value] = /^(\w+) =\s?(.*)$/.exec(line) ?? [];
			return name === undefined ? [] : [[name, value ?? ""]];
		}),
	);
}

/** Names before the colon of each line, as in /etc/aliases and /etc/passwd. */
const namesOfLines = (text: string | null): string[] =>
	(text ?? "").split("\n").flatMap((line) => /^([^#\s:][^:]*):/.exec(line)?.[1]?.trim().toLowerCase() ?? []);

/** What DNS says of a host and its mail domains. */
async function askDns(host: Host, system: MailSystem | null): Promise<DnsFacts> {
	const { nameservers, target } = host.config;
	const resolve = (type: "MX" | "A" | "AAAA" | "PTR", name: string) =>
		host.system.resolve({ type, name }, nameservers);
	const addressesOf = async (name: string): Promise<string[] | null> => {
		const [four, six] = await Promise.all([resolve("A", name), resolve("AAAA", name)]);
		return four === null && six === null ? null : [...(four ?? []), ...(six ?? [])];
	};
	const addresses = host.system.addresses();
	const domains = (system?.domains ?? []).slice(0, MAX_DOMAINS).map(({ name }) => name);
	const askExchangers = async (domain: string) => {
		const named = await resolve("MX", domain);
		if (named === null) return [domain, null] as const;
		const hosts = await Promise.all(
			// Without an MX mail goes to the domain's own address (RFC 5321, 5.1).
			(named.length > 0 ? named : [domain]).map(async (name) => ({
				host: name,
				addresses: (await addressesOf(name)) ?? [],
			})),
		);
		return [domain, named.length > 0 || hosts.some((one) => one.addresses.length > 0) ? hosts : []] as const;
	};
	const [mx, ptr, hostname] = await Promise.all([
		abreast(domains, askExchangers),
		abreast(addresses, async (address) => [address, await resolve("PTR", address)] as const),
		addressesOf(target.hostname),
	]);
	return { addresses, mx: Object.fromEntries(mx), ptr: Object.fromEntries(ptr), hostname };
}

/** Reads everything that the doctor looks at. Changes nothing; what can't be looked at is null. */
export async function doctorFacts(host: Host): Promise<DoctorFacts> {
	const { kind, target } = host.config;
	const live = liveRelease(host.system, host.state);
	const system = live?.system ?? null;
	const file = liveEximFile(host.config);
	const eximThere = host.system.facts(host.config.exim.path) !== null;
	const options = live && eximThere ? await readOptions(host, file) : {};
	const eximUser = accountNamed(options.exim_user ?? "Debian-exim", null);
	const found = findInstallations(host);
	const missing = (system?.installations ?? []).filter(
		(one) => !found.some(({ prefix }) => prefix === one.prefix),
	);
	const lists = Object.fromEntries(
		(system?.installations ?? []).map(({ id, prefix }) => [
			id,
			found.find((one) => one.prefix === prefix)?.lists ?? [],
		]),
	);
	const tested: TestedAddress[] =
		system && eximThere
			? await testAddresses(host, file, deriveAddressTests(system, lists, host.config.target), () => {})
			: [];
	return {
		kind,
		hostname: target.hostname,
		system,
		installations: await abreast([...found, ...missing.map((one) => gone(host, one))], (one) =>
			installationFacts(host, system, one, eximUser),
		),
		options,
		tested,
		aliases: namesOfLines(host.system.read("/etc/aliases")),
		users: namesOfLines(host.system.read("/etc/passwd")),
		dns: kind === "rehearsal" && host.config.nameservers.length === 0 ? null : await askDns(host, system),
	};
}
