import { domainName } from "@/lib/core/system/domain";
import { safePath } from "@/lib/core/system/installation";
import { type HostConfigInput, hostConfig } from "../config";
import { diagnosisOf, HostFailure } from "../errors";
import { type Inspection, searchPath } from "../inspect";
import type { System } from "../system";
import { PLACES } from "./places";

const PROGRAM_MS = 20_000;
const DEBIAN_SETTINGS = "/etc/exim4/update-exim4.conf.conf";
const SERVICE = "/usr/sbin/service";

const refused = (code: string, sentence: string, remedy: string) =>
	new HostFailure("refused", diagnosisOf(code, sentence, remedy));

type FoundExim = NonNullable<Inspection["survey"]["exim"]>;

/** Exim's own words on one of its options, as its configuration or the one it was built with sets it; null for none. */
async function optionOf(system: System, exim: FoundExim, option: string): Promise<string | null> {
	const from = exim.file === null || exim.refused !== null ? ["-C", "/dev/null"] : [];
	const ran = await system.run({ argv: [exim.path, ...from, "-bP", option], timeoutMs: PROGRAM_MS });
	return new RegExp(`^${option} = ?(\\S.*)$`, "m").exec(ran.stdout)?.[1] ?? null;
}

async function nameOf(system: System, exim: FoundExim, wanted: string | null): Promise<string> {
	const name = wanted ?? (await optionOf(system, exim, "primary_hostname")) ?? "";
	const read = domainName.safeParse(name);
	if (read.success) return read.data;
	throw refused(
		"no-host-name",
		`This host's name for mail, “${name}”, can't be used: ${read.error.issues[0]?.message}`,
		"Name it, as in `install --hostname lists.example.org`.",
	);
}

/** What Listkeeper's lines are woven into; null where Exim has no configuration yet and gets a whole one. */
function wovenInto(system: System, { layout, file }: FoundExim) {
	if (layout === "one-file") return { kind: layout, file: file ?? "" };
	if (layout === "debian-split" || layout === "debian-single") return { kind: layout };
	if (system.facts(DEBIAN_SETTINGS) === null) return null;
	throw refused(
		"debian-not-generated",
		"Debian's configuration for Exim is here, but was never put together. Nothing was installed.",
		"Run `update-exim4.conf`, then install again.",
	);
}

/** Where an Exim without a configuration looks for one first. */
async function linkOf(system: System, exim: FoundExim): Promise<string> {
	const [first] = (await searchPath(system, exim.path)) ?? [];
	if (first !== undefined) return first;
	throw refused(
		"no-search-path",
		"Exim doesn't say where it looks for its configuration. Nothing was installed.",
		`Put a configuration where it looks, so that \`${exim.path} -bV\` names it, then install again.`,
	);
}

/**
 * The `host.json` that fits what was found on a machine. Asks Exim for its name and pid file, changes nothing.
 * In: what was found, and the host's name for mail; null is what Exim calls itself. Throws HostFailure.
 */
export async function machineJson(
	system: System,
	{ survey }: Inspection,
	hostname: string | null,
): Promise<HostConfigInput> {
	const { exim } = survey;
	if (exim === null || exim.tooOld)
		throw refused("no-exim", survey.notes[0]?.sentence ?? "There is no Exim here.", "Then install again.");
	const woven = wovenInto(system, exim);
	const pidFile = safePath("Exim's pid file").safeParse(await optionOf(system, exim, "pid_file_path"));
	const prefixes = survey.installations.filter(
		({ prefix }) => safePath("The prefix").safeParse(prefix).success,
	);
	const serviced = system.facts("/etc/init.d/exim4") !== null && system.facts(SERVICE) !== null;
	const input: HostConfigInput = {
		kind: "machine",
		target: {
			layout: woven === null ? "whole" : "woven",
			hostname: await nameOf(system, exim, hostname),
			stateDirectory: PLACES.state,
			runtime: null,
			sinkPort: null,
		},
		exim: {
			path: exim.path,
			...(woven === null ? { link: await linkOf(system, exim) } : { woven }),
			start: serviced ? [SERVICE, "exim4", "start"] : [exim.path, "-bd", "-q30m"],
			...(pidFile.success ? { pidFile: pidFile.data } : {}),
		},
		installations: prefixes.map(({ prefix, simulated }) => (simulated ? { prefix, simulated } : { prefix })),
		allowedPrefixes: prefixes.map(({ prefix }) => prefix),
	};
	hostConfig.parse(input);
	return input;
}
