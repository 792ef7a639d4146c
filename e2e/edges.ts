import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Every page and route of the console, by its files: `/hosts/[hostId]/team`, and whether it is a route. */
export function edgesOnDisk(): { address: string; route: boolean }[] {
	return readdirSync("app", { recursive: true, encoding: "utf8" })
		.filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
		.map((file) => ({
			address: `/${path.dirname(file)}`.replace(/\/\([^)]*\)/g, "").replace(/\/\.$/, "/") || "/",
			route: file.endsWith("route.ts"),
		}))
		.sort((a, b) => a.address.localeCompare(b.address));
}

/** Every server action of the running build, as the server itself looks them up: its file and name, and its id. */
export function actionsBuilt(): Map<string, string> {
	const dist = process.env.NEXT_DIST_DIR || ".next";
	const manifest = JSON.parse(
		readFileSync(path.join(dist, "standalone", dist, "server/server-reference-manifest.json"), "utf8"),
	) as { node: Record<string, { filename: string; exportedName: string }>; edge: object };
	return new Map(
		Object.entries(manifest.node).map(([id, { filename, exportedName }]) => [
			`${filename.replace(/^lib\//, "").replace(/\.ts$/, "")}:${exportedName}`,
			id,
		]),
	);
}
