// @ts-check
import { cpSync, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { CHECKOUT, npmProgram } from "./paths.mjs";
import { must } from "./run.mjs";
import { hashSources, stamped, writeStamp } from "./stamp.mjs";

const isSource = (/** @type {string} */ file) => !/\.test\.tsx?$|\/generated\//.test(file);

/** The program for list hosts, as one file. */
export const HOST_PROGRAM = path.join(CHECKOUT, "dist/listkeeper.mjs");

/** Where Next builds, relative to the checkout. @param {NodeJS.ProcessEnv} env */
const distDirectory = (env) => env.NEXT_DIST_DIR || ".next";

/** The server that `next build` leaves, absolute. @param {NodeJS.ProcessEnv} env */
export const webServer = (env) => path.join(CHECKOUT, distDirectory(env), "standalone/server.js");

/**
 * Bundles the host's program if its sources changed. In: told what the tool says. Out: whether it did
 * anything. Throws ProgramFailed.
 * @param {(text: string) => void} [show]
 */
export const bundleHost = async (show) => {
	const hash = hashSources(
		CHECKOUT,
		["host", "lib/core", "bin/bundle-host.mjs", "package-lock.json", "tsconfig.json"],
		isSource,
	);
	const stamp = path.join(CHECKOUT, "dist/.listkeeper-stamp");
	if (stamped(stamp, hash) && existsSync(HOST_PROGRAM)) return false;
	rmSync(stamp, { force: true });
	await must([process.execPath, "bin/bundle-host.mjs"], show ? { show } : {});
	writeStamp(stamp, hash);
	return true;
};

/**
 * Builds the web side if its sources changed, and puts its static files beside the standalone server,
 * which Next leaves to us. In: the environment (`NEXT_DIST_DIR` builds elsewhere), told what Next says.
 * Out: whether it did anything. Throws ProgramFailed.
 * @param {NodeJS.ProcessEnv} env @param {(text: string) => void} [show]
 */
export const buildWeb = async (env, show) => {
	const dist = distDirectory(env);
	const hash = hashSources(
		CHECKOUT,
		[
			...["app", "components", "lib", "prisma", "public"],
			...[
				"next.config.ts",
				"postcss.config.mjs",
				"proxy.ts",
				"instrumentation.ts",
				"tsconfig.json",
				"package-lock.json",
			],
		],
		isSource,
	);
	const stamp = path.join(CHECKOUT, dist, "listkeeper-stamp");
	if (stamped(stamp, hash) && existsSync(webServer(env))) return false;
	rmSync(stamp, { force: true });
	await must([npmProgram("next"), "build"], {
		env: { ...env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
		...(show ? { show } : {}),
	});
	const standalone = path.join(CHECKOUT, dist, "standalone");
	cpSync(path.join(CHECKOUT, dist, "static"), path.join(standalone, dist, "static"), { recursive: true });
	if (existsSync(path.join(CHECKOUT, "public")))
		cpSync(path.join(CHECKOUT, "public"), path.join(standalone, "public"), { recursive: true });
	writeStamp(stamp, hash);
	return true;
};
