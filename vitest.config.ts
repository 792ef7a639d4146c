import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = {
	"@": path.resolve(import.meta.dirname, "."),
	// A mark for Next's bundler that throws anywhere else.
	"server-only": path.resolve(import.meta.dirname, "node_modules/server-only/empty.js"),
};

/** `unit` is pure and quick; `host` starts real programs on loopback, in temporary roots. */
export default defineConfig({
	resolve: { alias },
	test: {
		projects: [
			{
				resolve: { alias },
				test: { name: "unit", include: ["{lib,components,bin,bench}/**/*.test.ts"], testTimeout: 20_000 },
			},
			{
				resolve: { alias },
				test: {
					name: "host",
					include: ["host/**/*.test.ts"],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					fileParallelism: true,
					maxWorkers: 2,
				},
			},
		],
	},
});
