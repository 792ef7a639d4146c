/** Programs that are run at a time, where nothing makes them wait for one another. */
const ABREAST = 4;

/**
 * Does the same with every item, a few at a time. Out: what came of each, in the items' order.
 * Whatever fails, all that was begun has ended when this throws the first failure.
 */
export async function abreast<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	const failures: unknown[] = [];
	let next = 0;
	const worker = async () => {
		while (next < items.length && failures.length === 0) {
			const at = next++;
			try {
				results[at] = await work(items[at] as T);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: ABREAST }, worker));
	if (failures.length > 0) throw failures[0];
	return results;
}

/** Does several things at once and waits for all of them. Throws the failure of the first, in their order, that failed. */
export async function together<const W extends readonly (() => Promise<unknown>)[]>(
	...work: W
): Promise<{ -readonly [K in keyof W]: W[K] extends () => Promise<infer R> ? R : never }> {
	const settled = await Promise.allSettled(work.map((act) => act()));
	const failed = settled.find((one) => one.status === "rejected");
	if (failed) throw failed.reason;
	return settled.map((one) => (one.status === "fulfilled" ? one.value : null)) as never;
}
