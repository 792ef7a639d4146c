import { mmCfgTarget } from "@/lib/core/render/mailman/mm-cfg";
import type { Manifest } from "../store";

/** The hash of an installation's released settings by its prefix. */
const settingsOf = (release: Pick<Manifest, "system" | "files">): Map<string, string> =>
	new Map(
		release.system.installations.map((one) => [
			one.prefix,
			release.files.find((file) => file.target === mmCfgTarget(one))?.sha256 ?? "",
		]),
	);

/**
 * Prefixes whose Mailman reads other settings under one release than under the other, those included that only one
 * of the two manages. In: null where there is no release.
 */
export function changedInstallations(
	before: Pick<Manifest, "system" | "files"> | null,
	after: Pick<Manifest, "system" | "files">,
): string[] {
	const [old, now] = [before ? settingsOf(before) : new Map<string, string>(), settingsOf(after)];
	return [...new Set([...old.keys(), ...now.keys()])].filter((prefix) => old.get(prefix) !== now.get(prefix));
}
