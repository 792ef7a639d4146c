import "server-only";
import { EventEmitter } from "node:events";

const held = globalThis as typeof globalThis & { listkeeperWake?: EventEmitter };
// Actions and route handlers may be bundled apart; the bell they share is the process's.
held.listkeeperWake ??= new EventEmitter().setMaxListeners(0);
const bell = held.listkeeperWake;

/** Tells everybody in this process who waits for a topic that there is something new to read. */
export const wake = (topic: string): void => {
	bell.emit(topic);
};

/**
 * Resolves when the topic is woken, and at the latest after `atMostMs` (another process may have written) or when
 * the signal aborts. Begin to wait before reading, so that nothing is missed between the two.
 */
export function woken(topic: string, atMostMs: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			bell.off(topic, done);
			signal.removeEventListener("abort", done);
			resolve();
		};
		const timer = setTimeout(done, atMostMs);
		bell.once(topic, done);
		signal.addEventListener("abort", done, { once: true });
		if (signal.aborted) done();
	});
}
