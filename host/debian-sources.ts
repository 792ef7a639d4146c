import path from "node:path";
import type { Observations } from "./system";

const PARTS = ["main", "acl", "router", "transport", "retry", "rewrite", "auth"];

/**
 * What update-exim4.conf(8) makes Exim's configuration from, in the order it reads it: the files below `conf.d`, or
 * its one template. In: Debian's directory, `/etc/exim4` on a host as it comes.
 */
export function debianSources(
	system: Pick<Observations, "facts" | "list">,
	layout: "debian-split" | "debian-single",
	directory: string,
): string[] {
	if (layout === "debian-single")
		return ["exim4.conf.localmacros", "exim4.conf.template"]
			.map((name) => path.join(directory, name))
			.filter((file) => system.facts(file) !== null);
	return PARTS.flatMap((part) => {
		const names = system.list(path.join(directory, "conf.d", part)) ?? [];
		return (
			names
				// Names of letters, digits, hyphens and underscores only; one with .rul besides takes its place.
				.filter((name) => /^[A-Za-z0-9_-]+$/.test(name))
				.map((name) =>
					path.join(directory, "conf.d", part, names.includes(`${name}.rul`) ? `${name}.rul` : name),
				)
		);
	});
}
