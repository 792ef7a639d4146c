import { isIP } from "node:net";

/** How tries at a credential are slowed: the first few are free, then each must wait twice as long as the one before. */
export type SlowDown = { free: number; firstWaitMs: number; longestWaitMs: number };

/** For one account from one network; a person who mistypes waits seconds, a program minutes. */
export const ONE_ACCOUNT: SlowDown = { free: 5, firstWaitMs: 2_000, longestWaitMs: 15 * 60_000 };
/** For any accounts from one network, which may be a whole office. */
export const ONE_NETWORK: SlowDown = { free: 30, firstWaitMs: 2_000, longestWaitMs: 15 * 60_000 };

/** After so long without a try all is forgotten. */
export const FORGOTTEN_MS = 60 * 60_000;

/** How long the next try must wait after the last one. In: how many there were. */
export const waitAfter = (tries: number, { free, firstWaitMs, longestWaitMs }: SlowDown): number =>
	tries < free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(tries - free, 30));

/** From so many tries at one account, wherever from, each answer takes longer; none is ever refused for it. */
const PATIENT_TRIES = 20;
const STEP_MS = 100;
const LONGEST_ANSWER_MS = 3_000;

/**
 * How long an answer is held back, by how often the account was tried from anywhere within the hour. That slows a
 * guess from many addresses, and locks nobody out: whoever has the password waits three seconds at most.
 */
export const heldBackMs = (tries: number): number =>
	Math.min(LONGEST_ANSWER_MS, Math.max(0, tries - PATIENT_TRIES) * STEP_MS);

/**
 * The network an address counts as: itself for IPv4; the first 64 bits for IPv6, of which everybody has as many
 * addresses as they like.
 */
export function networkOf(address: string | null): string {
	if (address === null || isIP(address) !== 6) return address ?? "unknown";
	const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
	const groups = head === "" ? [] : head.split(":");
	const after = tail === undefined || tail === "" ? [] : tail.split(":");
	const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
	const all = [...groups, ...Array.from({ length: zeros }, () => "0"), ...after];
	return `${all
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(":")}::/64`;
}

/** A wait in words. */
export const waitInWords = (ms: number): string => {
	const seconds = Math.max(1, Math.ceil(ms / 1000));
	if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
	return `${Math.ceil(seconds / 60)} minutes`;
};
