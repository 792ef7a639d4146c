import { type EximVersion, parseVersion } from "@/lib/core/checks/parse-version";
import type { HostProfile } from "@/lib/core/host/profile";
import { type Host, limitMs } from "./context";

/** What Exim's program says of itself, whatever configuration there is; null where there is none that can be run. */
async function askEximVersion(host: Host): Promise<EximVersion | null> {
	const { path } = host.config.exim;
	if (host.system.facts(path) === null) return null;
	const argv = [path, "-C", "/dev/null", "-bV"];
	return parseVersion((await host.system.run({ argv, timeoutMs: limitMs(host, "program") })).stdout);
}

/** The same as a host's profile has it. */
export async function eximVersion(host: Host): Promise<HostProfile["exim"]> {
	const read = await askEximVersion(host);
	return read && { path: host.config.exim.path, version: read.version, features: read.features };
}
