import type { HostProfile } from "@/lib/core/host/profile";
import { type Host, limitMs } from "./context";

/** What Exim's program says of itself; null where there is none that can be run. */
export async function eximVersion(host: Host): Promise<HostProfile["exim"]> {
	const { path } = host.config.exim;
	if (host.system.facts(path) === null) return null;
	// Only what was built in is asked for, so a configuration that it refuses doesn't matter.
	const ran = await host.system.run({
		argv: [path, "-C", "/dev/null", "-bV"],
		timeoutMs: limitMs(host, "program"),
	});
	const version = /^Exim version (\S+)/m.exec(ran.stdout)?.[1];
	if (version === undefined) return null;
	const features = /^Support for: (.*)$/m.exec(ran.stdout)?.[1]?.split(" ") ?? [];
	return { path, version, features };
}
