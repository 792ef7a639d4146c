// @ts-check
// npm run bench                  every measurement
// npm run bench -- NAME          one
// npm run bench -- NAME --json   one, as a single line {"bench": NAME, "figures": {…}}
// npm run bench -- verp --write-docs   brings the tables in docs/ to what is measured now
//
// A measurement is bench/NAME.ts (or .mjs) that exports `run()`: it gives its figures by name, and tells how
// it gets on to standard error. A figure
// is a ratio of two things measured side by side in one run wherever it can be, so that it means the
// same on every machine.
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const HERE = import.meta.dirname;
const CHECKOUT = path.resolve(HERE, "..");

const benches = new Map(
	readdirSync(HERE)
		.sort()
		.filter((file) => /^[a-z-]+\.(ts|mjs)$/.test(file) && file !== "run.mjs")
		.map((file) => [file.replace(/\.\w+$/, ""), file]),
);

/** Bundles one measurement and loads it. @param {string} name @param {string} file */
const load = async (name, file) => {
	const outfile = path.join(CHECKOUT, "dist/bench", `${name}.mjs`);
	await build({
		entryPoints: [path.join(HERE, file)],
		outfile,
		bundle: true,
		platform: "node",
		format: "esm",
		target: "node20",
		packages: "external",
		// A mark for Next's bundler that throws anywhere else.
		alias: { "@": CHECKOUT, "server-only": path.join(CHECKOUT, "node_modules/server-only/empty.js") },
		logLevel: "warning",
	});
	return /** @type {{ run: (options: { writeDocs: boolean, checkout: string }) => Promise<Record<string, number>> }} */ (
		await import(pathToFileURL(outfile).href)
	);
};

const names = process.argv.slice(2).filter((word) => !["--json", "--write-docs"].includes(word));
const json = process.argv.includes("--json");
const writeDocs = process.argv.includes("--write-docs");
const unknown = names.filter((name) => !benches.has(name));
if (unknown.length > 0 || (json && names.length !== 1)) {
	process.stderr.write(
		`${unknown.length > 0 ? `There is no measurement ${unknown.join(", ")}.` : "--json takes one measurement."} There are ${[...benches.keys()].join(", ")}.\n`,
	);
	process.exit(2);
}
for (const [name, file] of benches) {
	if (names.length > 0 && !names.includes(name)) continue;
	const figures = await (await load(name, file)).run({ writeDocs, checkout: CHECKOUT });
	if (json) process.stdout.write(`${JSON.stringify({ bench: name, figures })}\n`);
	else
		process.stdout.write(
			[
				`${name}`,
				...Object.entries(figures).map(([figure, value]) => `  ${figure.padEnd(32)} ${value}`),
				"",
			].join("\n"),
		);
}
