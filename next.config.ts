import path from "node:path";
import type { NextConfig } from "next";

const root = path.resolve(import.meta.dirname);

const config: NextConfig = {
	output: "standalone",
	distDir: process.env.NEXT_DIST_DIR || ".next",
	outputFileTracingRoot: root,
	turbopack: { root },
	poweredByHeader: false,
	reactStrictMode: true,
	// `npm run check` checks types, for every part at once.
	typescript: { ignoreBuildErrors: true },
	serverExternalPackages: ["@libsql/client", "libsql", "@node-rs/argon2", "pino", "pg"],
	experimental: {
		serverActions: { bodySizeLimit: "2mb" },
	},
};

export default config;
