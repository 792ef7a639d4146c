// @ts-check
import path from "node:path";

/** The checkout, as an absolute path. */
export const CHECKOUT = path.resolve(import.meta.dirname, "../..");

/**
 * Where things of one running copy lie. In: the environment; `LISTKEEPER_STATE` moves the state
 * directory, so that tests and a second copy don't share it. Out: absolute paths.
 * @param {NodeJS.ProcessEnv} env
 */
export const statePaths = (env) => {
	const state = path.resolve(CHECKOUT, env.LISTKEEPER_STATE || "var");
	return {
		state,
		database: path.join(state, "listkeeper.db"),
		secret: path.join(state, "secret"),
		setupToken: path.join(state, "setup-token"),
		rehearsal: path.join(state, "rehearsal"),
		instance: path.join(state, "up.json"),
		starting: path.join(state, "up.lock"),
		logs: path.join(state, "log"),
	};
};

/** The path of a program that npm installed. @param {string} name */
export const npmProgram = (name) => path.join(CHECKOUT, "node_modules/.bin", name);
