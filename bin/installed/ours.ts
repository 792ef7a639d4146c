import { untilAnswers } from "../lib/instance.mjs";
import { holdsPort } from "../lib/listener.mjs";

const ANSWER_MS = 60_000;

/**
 * Waits until a console answers, and sees that it is ours: another program on that port would answer just as well.
 * In: its address, and how to learn its process group's number (null: it has ended). Throws when it doesn't come up.
 */
export async function untilOurs(address: string, group: () => number | null): Promise<void> {
	await untilAnswers(address, () => group() !== null, ANSWER_MS);
	const port = Number(new URL(address).port);
	const ours = group();
	if (ours === null || !holdsPort(ours, port))
		throw new Error(
			`Port ${port} is another program's. Name another as PORT in /etc/listkeeper/console.env, then start again.`,
		);
}
