// @ts-check
// What an installed console needs beside the standalone server, bundled: it runs where no checkout is.
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { webServer } from "./build.mjs";
import { CHECKOUT } from "./paths.mjs";
import { hashSources, stamped, writeStamp } from "./stamp.mjs";

/** Where it lies once it is bundled. */
const BESIDE = path.join(CHECKOUT, "dist/console");

/** Its programs, each from its source. */
const PROGRAMS = {
	serve: "bin/installed/serve.ts",
	beside: "bin/installed/beside.ts",
	command: "bin/installed/command.ts",
	console: "bin/console.ts",
	migrate: "bin/migrate.mjs",
};

/** What the standalone server brings along as packages: native code, and what finds its own files. */
const EXTERNAL = ["@libsql/client", "libsql", "@node-rs/argon2", "pino", "pg"];

/** A package whose files are read by their path. */
const WHOLE = "node_modules/@prisma/schema-engine-wasm";

/** The two directories that make an installed console, one laid over the other. @param {NodeJS.ProcessEnv} env */
export const consoleParts = (env) => [path.dirname(webServer(env)), BESIDE];

/** Bundles what lies beside the server if its sources changed. Out: whether it did anything. */
export const buildBesideServer = async () => {
	const hash = hashSources(
		CHECKOUT,
		["bin", "lib", "host/account.ts", "host/errors.ts", "prisma", "package-lock.json", "tsconfig.json"],
		(file) => !/\.test\.tsx?$/.test(file),
	);
	const stamp = path.join(CHECKOUT, "dist/.console-build-stamp");
	if (stamped(stamp, hash) && existsSync(BESIDE)) return false;
	rmSync(stamp, { force: true });
	rmSync(BESIDE, { recursive: true, force: true });
	mkdirSync(path.join(BESIDE, "bin"), { recursive: true });
	// Installed by npm, and so not there before it has run.
	const { build } = await import("esbuild");
	await build({
		entryPoints: Object.entries(PROGRAMS).map(([out, source]) => ({ out, in: path.join(CHECKOUT, source) })),
		outdir: path.join(BESIDE, "bin"),
		outExtension: { ".js": ".mjs" },
		bundle: true,
		external: EXTERNAL,
		platform: "node",
		target: "node20.19",
		format: "esm",
		tsconfig: path.join(CHECKOUT, "tsconfig.json"),
		alias: { "server-only": path.join(CHECKOUT, "node_modules/server-only/empty.js") },
		logLevel: "warning",
		// Packages in CommonJS ask for Node's own modules by require.
		banner: {
			js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
		},
	});
	for (const part of ["prisma", WHOLE])
		cpSync(path.join(CHECKOUT, part), path.join(BESIDE, part), { recursive: true, verbatimSymlinks: true });
	cpSync(path.join(CHECKOUT, "bin/installed/within-bounds.sh"), path.join(BESIDE, "bin/within-bounds.sh"));
	writeStamp(stamp, hash);
	return true;
};
