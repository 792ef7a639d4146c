import type { RenderTarget } from "../../host/profile";
import type { MailSystem } from "../../system/mail-system";
import { blocksText } from "../annotations";
import { renderAcls } from "./acl";
import { mainBlocks, RELEASE_LINE } from "./main";
import { withNames } from "./names";
import { renderRouters } from "./routers";
import { type Runtime, renderRuntime } from "./runtime";
import { renderTransports } from "./transports";

export const EXIM_CONF = "exim/exim.conf";

const HEADER = [
	"# Written by Listkeeper. Change settings there: an edit here is shown as drift and lost with the next release.",
	"# Above each block stands the setting it comes from, in brackets, and why it is as it is.",
	"",
	"# [fixed] The directory of this release, for every path below",
	RELEASE_LINE,
	"",
].join("\n");

const RETRY = [
	"# [fixed] When a delivery is tried again: every 15 minutes, then ever more rarely, for four days",
	"* * F,2h,15m; G,16h,1h,1.5; F,4d,6h",
	"",
].join("\n");

/**
 * All of Exim's configuration for the layout `whole`.
 * In: the system, the host, and how this Exim runs: the host's own runtime, or a canary's.
 */
export function renderEximConf(
	system: MailSystem,
	target: RenderTarget,
	running: { runtime: Runtime | null; sinkPort: number | null },
): string {
	const acls = renderAcls(system.policy);
	const ownUsers = target.runtime === null;
	const text = [
		`${HEADER}\n${renderRuntime(running.runtime, running.sinkPort)}`,
		blocksText([...mainBlocks(system, target.hostname), ...acls.options]),
		`begin acl\n\n${acls.section}`,
		`begin routers\n\n${renderRouters(system, ownUsers)}`,
		`begin transports\n\n${renderTransports(ownUsers)}`,
		`begin retry\n\n${RETRY}`,
	].join("\n");
	return withNames(text, "whole");
}

/** How the host's own Exim runs. */
export const hostRuntime = ({ runtime: r, sinkPort }: RenderTarget) => ({
	runtime: r && { ...r, listen: { interfaces: r.interfaces, port: r.port } },
	sinkPort,
});
