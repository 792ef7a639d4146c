import "server-only";
import { loadHost } from "@/lib/hosts/loaders";
import { requireAccess } from "@/lib/session/loaders";
import { whyNot } from "@/lib/session/permissions";
import { readLook, readStanding, type Standing } from "./data";
import { type Look, offerOf, overtaken, settingsInBrief } from "./offer";

/** So many domains that an import would take away are named. */
const NAMED = 20;

/** What stands on the console and an import would replace; null on a host that nobody has set anything on. */
function replacedBy(look: Look, { written, touched }: Standing) {
	if (!touched) return null;
	const found = new Set(look.proposal?.draft.domains.map(({ name }) => name));
	const going = written.domains.map(({ name }) => name).filter((name) => !found.has(name));
	return {
		brief: settingsInBrief({
			domains: written.domains.length,
			installations: written.installations.length,
			administrator: String(written.administrator),
		}),
		going: going.slice(0, NAMED),
		goingMore: Math.max(0, going.length - NAMED),
	};
}

/** For a page: the last look at a host, and what of it can be imported over what stands. */
export async function loadLook(hostId: string) {
	const { access, host } = await loadHost(hostId);
	const look = await readLook(hostId);
	const standing = look && (await readStanding(hostId));
	return {
		host,
		look,
		overtaken: look && overtaken(look, host.status),
		importing:
			look && standing
				? { offer: offerOf(look), revision: standing.revision, replaced: replacedBy(look, standing) }
				: null,
		mayNotLook: whyNot(access.role, "host.ask"),
		mayNotImport: whyNot(access.role, "settings.change"),
	};
}

/** When a host was looked at last, and by whom; null where nobody has. */
export async function loadLastLook(hostId: string): Promise<{ at: number; by: string } | null> {
	await requireAccess(hostId, "host.see");
	const look = await readLook(hostId);
	return look && { at: look.at, by: look.by };
}
