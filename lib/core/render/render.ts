import type { RenderTarget } from "../host/profile";
import type { ConfigFile } from "../release/types";
import type { MailSystem } from "../system/mail-system";
import { DOMAINS_MAP, renderDomainsMap } from "./exim/domains-map";
import { EXIM_CONF, hostRuntime, renderEximConf } from "./exim/exim-conf";
import type { Runtime } from "./exim/runtime";
import { renderWoven } from "./exim/woven";
import { mmCfgTarget, renderMmCfg } from "./mailman/mm-cfg";

/** The names of each installation's domains, in the system's order. */
function domainsOf(system: MailSystem): Map<string, string[]> {
	const domains = new Map<string, string[]>(system.installations.map((i) => [i.id, []]));
	for (const { name, installation } of system.domains) domains.get(installation)?.push(name);
	return domains;
}

/** Exim's own files, by the host's layout. In: how this Exim runs, and whether it is for a canary. */
export const renderExim = (
	system: MailSystem,
	target: RenderTarget,
	running: { runtime: Runtime | null; sinkPort: number | null },
	canary = false,
): ConfigFile[] =>
	target.layout === "whole"
		? [{ target: EXIM_CONF, text: renderEximConf(system, target, running) }]
		: renderWoven(system, target, running, canary);

/**
 * Everything Listkeeper manages on a host, as text. The same system and target always give the same bytes.
 * Out: the files sorted by target; paths inside them begin with the macro that `placeFiles` fills in.
 * Throws RangeError for what no parsed MailSystem and RenderTarget hold.
 */
export function renderFiles(system: MailSystem, target: RenderTarget): ConfigFile[] {
	const domains = domainsOf(system);
	return [
		...renderExim(system, target, hostRuntime(target)),
		{ target: DOMAINS_MAP, text: renderDomainsMap(system) },
		...system.installations.map((installation) => ({
			target: mmCfgTarget(installation),
			text: renderMmCfg(system, installation, domains.get(installation.id) ?? [], target.runtime),
		})),
	].sort((a, b) => (a.target < b.target ? -1 : 1));
}
