// @ts-check
import { keptSecret } from "./secret.mjs";

/**
 * Whether the console has an owner yet; null where it doesn't say. In: its address.
 * @param {string} address @returns {Promise<boolean | null>}
 */
export const hasOwner = async (address) => {
	const response = await fetch(`${address}/api/health`, { signal: AbortSignal.timeout(10_000) });
	if (!response.ok) return null;
	const { owner } = /** @type {{ owner?: boolean }} */ (await response.json());
	return owner ?? null;
};

/**
 * The one line that says where the console is and, while it has no owner, the one-time link that
 * makes one. In: its address on this machine, the one people use, the file that keeps the link's token.
 * @param {{ address: string, url: string, setupToken: string }} of
 */
export const readyLine = async ({ address, url, setupToken }) =>
	(await hasOwner(address)) === false
		? `Listkeeper is at ${url} · create the owner's account: ${new URL(`/setup/${keptSecret(setupToken)}`, url).href}`
		: `Listkeeper is at ${url}`;
