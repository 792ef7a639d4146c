import { readFileSync } from "node:fs";
import path from "node:path";

const dist = process.env.NEXT_DIST_DIR || ".next";
const built = (manifest: string) =>
	JSON.parse(readFileSync(path.join(dist, "standalone", dist, manifest), "utf8"));

/** What Next itself answers at: the page for what isn't there, the one for what fails, and the icon. */
const NEXTS_OWN = ["/_global-error", "/_not-found", "/icon.svg"];

/**
 * Every page and route of the running build, as the server itself looks them up, whatever its file is called:
 * `/hosts/[hostId]/team`, and whether it is a route.
 */
export function edgesBuilt(): { address: string; route: boolean }[] {
	const paths: Record<string, string> = built("app-path-routes-manifest.json");
	return Object.entries(paths)
		.map(([file, address]) => ({ address, route: !file.endsWith("/page") }))
		.filter(({ address }) => !NEXTS_OWN.includes(address))
		.sort((a, b) => a.address.localeCompare(b.address));
}

/** What else the running build would answer at or by; all of it is to be empty. */
export function otherEdgesBuilt(): string[] {
	const { redirects, rewrites, onMatchHeaders } = built("routes-manifest.json");
	const own = [...redirects, ...Object.values(rewrites).flat(), ...(onMatchHeaders ?? [])].filter(
		(one) => !one.internal,
	);
	return [
		...own.map((one) => `rule ${one.source}`),
		...Object.keys(built("server/pages-manifest.json")).filter((page) => !/^\/(404|500|_error)$/.test(page)),
		...Object.keys(built("server/server-reference-manifest.json").edge).map((id) => `edge action ${id}`),
	];
}

/** Every server action of the running build, as the server itself looks them up: its file and name, and its id. */
export function actionsBuilt(): Map<string, string> {
	const manifest: { node: Record<string, { filename: string; exportedName: string }> } = built(
		"server/server-reference-manifest.json",
	);
	return new Map(
		Object.entries(manifest.node).map(([id, { filename, exportedName }]) => [
			`${filename.replace(/^lib\//, "").replace(/\.ts$/, "")}:${exportedName}`,
			id,
		]),
	);
}
