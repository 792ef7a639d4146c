/** The middle of some numbers. In: at least one. */
export const median = (numbers: readonly number[]): number => {
	const sorted = numbers.toSorted((a, b) => a - b);
	const half = Math.floor(sorted.length / 2);
	const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
	if (low === undefined || high === undefined) throw new RangeError("There is no median of nothing.");
	return (low + high) / 2;
};

/** How long something takes, in milliseconds. */
const timed = (work: () => void): number => {
	const began = performance.now();
	work();
	return performance.now() - began;
};

/** The median time of several runs, in milliseconds, after one that doesn't count. */
export const medianTime = (runs: number, work: () => void): number => {
	work();
	return median(Array.from({ length: runs }, () => timed(work)));
};

/**
 * How many times as long `subject` takes as `reference`. The two take turns, and which of them begins
 * changes each time, so that whatever else the machine does meets both alike. Out: the median of the
 * rounds' ratios.
 */
export const ratioSideBySide = (rounds: number, subject: () => void, reference: () => void): number => {
	subject();
	reference();
	return median(
		Array.from({ length: rounds }, (_, round) => {
			if (round % 2 === 0) {
				const ours = timed(subject);
				return ours / timed(reference);
			}
			const theirs = timed(reference);
			return timed(subject) / theirs;
		}),
	);
};

/**
 * `ratioSideBySide` for what has to be waited for, each done twice a round. In: called after each round with its
 * number, from 0, and its ratio. Out: the median of the rounds' ratios, and the ratio of the times that a quarter of either stay below:
 * other work on the machine only ever adds time.
 */
export async function ratiosInTurns(
	rounds: number,
	subject: () => Promise<void>,
	reference: () => Promise<void>,
	told: (round: number, ratio: number) => void,
): Promise<{ median: number; undisturbed: number }> {
	const took = { subject: [] as number[], reference: [] as number[] };
	const time = async (work: () => Promise<void>) => {
		const began = performance.now();
		await work();
		const ms = performance.now() - began;
		took[work === subject ? "subject" : "reference"].push(ms);
		return ms;
	};
	await subject();
	await reference();
	const ratios: number[] = [];
	for (let round = 0; round < rounds; round++) {
		// One in the middle and the other around it: what grows or falls in a round meets both alike.
		const [outer, inner] = round % 2 === 0 ? [subject, reference] : [reference, subject];
		const first = await time(outer);
		const middle = (await time(inner)) + (await time(inner));
		const around = first + (await time(outer));
		const ratio = round % 2 === 0 ? around / middle : middle / around;
		ratios.push(ratio);
		told(round, ratio);
	}
	return { median: median(ratios), undisturbed: lowerQuartile(took.subject) / lowerQuartile(took.reference) };
}

/** The median of those alone. */
export const ratioInTurns = async (...turns: Parameters<typeof ratiosInTurns>): Promise<number> =>
	(await ratiosInTurns(...turns)).median;

/** What a quarter of some numbers stay below. In: at least one. */
const lowerQuartile = (numbers: readonly number[]): number =>
	median(numbers.toSorted((a, b) => a - b).slice(0, Math.ceil(numbers.length / 2)));

/** Rounded to so many digits behind the point. */
export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
