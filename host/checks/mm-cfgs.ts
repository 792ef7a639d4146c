import path from "node:path";
import { expectedMmCfg, judgeMmCfg } from "@/lib/core/checks/mm-cfg";
import { mmCfgLine } from "@/lib/core/render/mailman/hook";
import { mmCfgTarget } from "@/lib/core/render/mailman/mm-cfg";
import type { MailmanInstallation } from "@/lib/core/system/installation";
import { abreast } from "../abreast";
import type { Host } from "../context";
import { releasePath } from "../deploy/stage";
import { HostFailure } from "../errors";
import { importMmCfg, type MmCfgValues, runnerCount } from "../mm-cfg";
import type { StoredRelease } from "../store";
import { replaceLine } from "../weave";
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
	const { installations } = release.system;
	const counts = await abreast(installations, async (one) => {
		const values = await importAs(host, release, one);
		const [first, ...further] = judgeMmCfg(
			expectedMmCfg(release.system, one, smtpOf(host)),
			values,
			ownMmCfg(one.prefix),
		);
		if (first) throw new HostFailure("refused", first, further);
		return [one.prefix, runnerCount(values)] as const;
	});
	return {
		evidence: `${plural(installations.length, "mm_cfg.py", "mm_cfg.py files")} imported and read back`,
		runners: Object.fromEntries(counts),
	};
}

/**
 * An installation's own `mm_cfg.py` as it will be, but reading the staged release instead of the live one. The line
 * stays where it stands: what somebody wrote after it has the last word.
 */
function importAs(host: Host, release: StoredRelease, one: MailmanInstallation): Promise<MmCfgValues> {
	const own = host.system.readBytes(ownMmCfg(one.prefix)) ?? "";
	const staged = mmCfgLine(path.join(releasePath(host, release.directory), mmCfgTarget(one)));
	const text = replaceLine(own, wovenLine(host, one), staged);
	return importMmCfg(host, one.prefix, one.python, text);
}

/** Reads back what Mailman sees in each installation's `mm_cfg.py` as it stands. Throws HostFailure. Out: evidence. */
export async function needLiveMmCfgs(host: Host, live: StoredRelease): Promise<string> {
	const { installations } = live.system;
	await abreast(installations, async (one) => {
		const file = ownMmCfg(one.prefix);
		const text = host.system.readBytes(file) ?? "";
		const values = await importMmCfg(host, one.prefix, one.python, text);
		const [first, ...further] = judgeMmCfg(expectedMmCfg(live.system, one, smtpOf(host)), values, file);
		if (first) throw new HostFailure("refused", first, further);
	});
	return `${plural(installations.length, "mm_cfg.py", "mm_cfg.py files")} read back as deployed`;
}

/** Where Exim takes Mailman's mail. */
function smtpOf(host: Host) {
	const { runtime } = host.config.target;
	return {
		host: runtime && !runtime.interfaces.includes("127.0.0.1") ? "::1" : "127.0.0.1",
		port: runtime?.port ?? 0,
	};
}
