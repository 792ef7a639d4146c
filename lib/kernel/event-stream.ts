import "server-only";
import { log } from "./log";

/** One message of a server-sent stream. A reader that reconnects names the last `id` it saw. */
export type StreamMessage = { id?: string; event?: string; data: unknown };

const HEARTBEAT_MS = 15_000;

/** A message in the stream's own form (HTML standard, "Server-sent events"). Data is JSON, so it never spans lines. */
export const encodeMessage = ({ id, event, data }: StreamMessage): string =>
	[
		...(id === undefined ? [] : [`id: ${id}`]),
		...(event === undefined ? [] : [`event: ${event}`]),
		`data: ${JSON.stringify(data)}`,
		"",
		"",
	].join("\n");

/**
 * A response that streams messages as they come, until the source ends or the reader leaves.
 * In: what gives the messages; it gets a signal that aborts once nobody reads any more; and whether the reader may
 * still read, asked at every heartbeat, so that a role that was taken away ends what it opened.
 * A source that throws ends the stream with a `failed` message, and the cause goes to the log.
 */
export function eventStream(
	source: (signal: AbortSignal) => AsyncIterable<StreamMessage>,
	stillAllowed: () => Promise<boolean>,
): Response {
	const left = new AbortController();
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		async start(controller) {
			const write = (text: string) => {
				if (!left.signal.aborted) controller.enqueue(encoder.encode(text));
			};
			const beat = async () => {
				if (await stillAllowed().catch(() => false)) return write(": still here\n\n");
				if (left.signal.aborted) return;
				left.abort();
				controller.close();
			};
			const heart = setInterval(beat, HEARTBEAT_MS);
			try {
				for await (const message of source(left.signal)) write(encodeMessage(message));
			} catch (error) {
				if (!left.signal.aborted) {
					log.error({ err: error }, "A stream ended with an error.");
					write(encodeMessage({ event: "failed", data: null }));
				}
			} finally {
				clearInterval(heart);
				if (!left.signal.aborted) controller.close();
			}
		},
		cancel: () => left.abort(),
	});
	return new Response(body, {
		headers: {
			"content-type": "text/event-stream; charset=utf-8",
			"cache-control": "no-cache, no-transform",
			"x-accel-buffering": "no",
		},
	});
}
