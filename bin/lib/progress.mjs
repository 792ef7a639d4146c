// @ts-check
/** A duration for people. In: milliseconds. Out: `0.4 s`, `38 s`. @param {number} ms */
export const seconds = (ms) => (ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/**
 * Shows one line a step: what is being done while it is (on a terminal), what was done and how long
 * it took. In: where to write; `isTTY` says whether a line can be rewritten.
 * @param {{ write: (text: string) => unknown, isTTY?: boolean | undefined }} out
 */
export const progress = (out) => ({
	/**
	 * Does one step. `work` gives words for the line's end, or nothing.
	 * @template T
	 * @param {string} title
	 * @param {() => Promise<T>} work
	 * @param {(result: T) => string | null} [words]
	 * @returns {Promise<T>}
	 */
	async step(title, work, words = () => null) {
		const began = performance.now();
		// A terminal shows at once what is being done; a log only says so of what takes a while.
		if (out.isTTY) out.write(`· ${title} …`);
		const slow = out.isTTY ? undefined : setTimeout(() => out.write(`· ${title} …\n`), 2_000);
		const line = (/** @type {string} */ mark, /** @type {string | null} */ end) =>
			out.write(
				`${out.isTTY ? "\r\x1b[K" : ""}${mark} ${title}${end === null ? "" : `: ${end}`} (${seconds(performance.now() - began)})\n`,
			);
		try {
			const result = await work();
			line("✓", words(result));
			return result;
		} catch (error) {
			line("✗", "failed");
			throw error;
		} finally {
			clearTimeout(slow);
		}
	},
	/** A sentence of its own. @param {string} sentence */
	say(sentence) {
		out.write(`${sentence}\n`);
	},
});
