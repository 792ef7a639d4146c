// @ts-check
import { keptSecret } from "./secret.mjs";

/**
 * What the web process is told by its environment. In: the state's paths, the rehearsal host's
 * directory and program, where it listens. What the administrator set stays; the session secret comes from its
 * file unless one is set.
 * @param {{ env: NodeJS.ProcessEnv, paths: ReturnType<typeof import("./paths.mjs").statePaths>, rehearsal: string, program: string, host: string, port: number }} of
 * @returns {NodeJS.ProcessEnv}
 */
export const webEnvironment = ({ env, paths, rehearsal, program, host, port }) => ({
	...env,
	NODE_ENV: "production",
	NEXT_TELEMETRY_DISABLED: "1",
	HOSTNAME: host,
	PORT: String(port),
	DATABASE_URL: env.DATABASE_URL || `file:${paths.database}`,
	LISTKEEPER_STATE: paths.state,
	LISTKEEPER_SECRET: env.LISTKEEPER_SECRET || keptSecret(paths.secret),
	LISTKEEPER_SETUP_TOKEN_FILE: paths.setupToken,
	LISTKEEPER_REHEARSAL: rehearsal,
	LISTKEEPER_PROGRAM: program,
	LISTKEEPER_URL: env.LISTKEEPER_URL || baseUrl(host, port),
});

/** The address a browser on this machine uses. @param {string} host @param {number} port */
export const baseUrl = (host, port) => {
	const name =
		host === "0.0.0.0" || host === "127.0.0.1"
			? "127.0.0.1"
			: host === "::"
				? "[::1]"
				: host.includes(":")
					? `[${host}]`
					: host;
	return `http://${name}:${port}`;
};
