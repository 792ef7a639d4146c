import path from "node:path";
import { expectedMmCfg, judgeMmCfg } from "@/lib/core/checks/mm-cfg";
import { mmCfgLine } from "@/lib/core/render/mailman/hook";
import { mmCfgTarget } from "@/lib/core/render/mailman/mm-cfg";
import type { Host } from "../context";
import { releasePath } from "../deploy/stage";
import { HostFailure } from "../errors";
import { importMmCfg, runnerCount } from "../mm-cfg";
import type { StoredRelease } from "../store";
import { unweaveLine, weaveLine } from "../weave";
import { ownMmCfg, wovenLine } from "../weaves";
import { plural } from "../words";

/**
 * Imports each installation's settings as they will be, by its own interpreter, from where the release lies.
 * Out: evidence, and how many queue runners each installation has when it is whole. Throws HostFailure.
 */
export async function needMmCfgs(
	host: Host,
	release: StoredRelease,
): Promise<{ evidence: string; runners: Record<string, number> }> {
	const runners: Record<string, number> = {};
	for (const one of release.system.installations) {
		const own = host.system.read(ownMmCfg(one.prefix)) ?? "";
		const staged = mmCfgLine(path.join(releasePath(host, release.directory), mmCfgTarget(one)));
		const text = weaveLine(unweaveLine(own, wovenLine(host, one)), staged);
		const values = await importMmCfg(host, one.prefix, one.python, text);
		const runtime = host.config.target.runtime;
		const smtp = {
			host: runtime && !runtime.interfaces.includes("127.0.0.1") ? "::1" : "127.0.0.1",
			port: runtime?.port ?? 0,
		};
		const [first, ...further] = judgeMmCfg(
			expectedMmCfg(release.system, one, smtp),
			values,
			ownMmCfg(one.prefix),
		);
		if (first) throw new HostFailure("refused", first, further);
		runners[one.prefix] = runnerCount(values);
	}
	return {
		evidence: `${plural(release.system.installations.length, "mm_cfg.py", "mm_cfg.py files")} imported and read back`,
		runners,
	};
}
