// @ts-check
// The console's command line: bin/console.ts, bundled anew when its sources changed. `bin/listkeeper` hands over to it.
import { existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { CHECKOUT, statePaths } from "./lib/paths.mjs";
import { generateClients } from "./lib/prisma.mjs";
import { hashSources, stamped, writeStamp } from "./lib/stamp.mjs";

const program = path.join(CHECKOUT, "dist/console.mjs");
const stamp = path.join(CHECKOUT, "dist/.console-stamp");

process.chdir(CHECKOUT);
await generateClients();
const hash = hashSources(
	CHECKOUT,
	["lib", "bin/console.ts", "bin/console.mjs", "package-lock.json", "tsconfig.json"],
	(file) => !/\.test\.tsx?$/.test(file),
);
if (!stamped(stamp, hash) || !existsSync(program)) {
	mkdirSync(path.dirname(program), { recursive: true });
	const fresh = `${program}.${process.pid}.new`;
	await build({
		entryPoints: [path.join(CHECKOUT, "bin/console.ts")],
		outfile: fresh,
		bundle: true,
		// It runs in the checkout, where the packages are.
		packages: "external",
		platform: "node",
		target: "node20.19",
		format: "esm",
		tsconfig: path.join(CHECKOUT, "tsconfig.json"),
		alias: { "server-only": path.join(CHECKOUT, "node_modules/server-only/empty.js") },
		logLevel: "warning",
	});
	renameSync(fresh, program);
	writeStamp(stamp, hash);
}
const paths = statePaths(process.env);
process.env.LISTKEEPER_STATE = paths.state;
process.env.DATABASE_URL ||= `file:${paths.database}`;
process.env.LOG_LEVEL ||= "silent";
process.argv[1] = program;
await import(pathToFileURL(program).href);
