import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const checkout = path.resolve(import.meta.dirname, "..");

/** Where the program for list hosts lies once it is bundled. */
export const hostProgram = path.join(checkout, "dist/listkeeper.mjs");

/**
 * Bundles a program of `host/` into one file that plain `node` runs, with nothing beside it.
 * In: the entry and the file to write, absolute. The file appears whole or not at all.
 */
export async function bundle(entry, file) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	const fresh = `${file}.${process.pid}.new`;
	/** Zod's sentences in forty languages: ours are our own. */
	const withoutLocales = {
		name: "without-locales",
		setup: (building) => {
			building.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: "export {};" }));
		},
	};
	await build({
		entryPoints: [entry],
		outfile: fresh,
		bundle: true,
		platform: "node",
		target: "node20.19",
		format: "esm",
		// Half the time to read it; names stay, for those who read a stack.
		minifySyntax: true,
		minifyWhitespace: true,
		keepNames: true,
		legalComments: "none",
		tsconfig: path.join(checkout, "tsconfig.json"),
		logLevel: "warning",
		plugins: [withoutLocales],
		banner: { js: "#!/usr/bin/env node" },
	});
	fs.chmodSync(fresh, 0o755);
	fs.renameSync(fresh, file);
}

export const bundleHost = () => bundle(path.join(checkout, "host/listkeeper.ts"), hostProgram);

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleHost();
