import "server-only";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import type { AnsweringProgram } from "./connection-program";

/**
 * Reaches a program at a socket where each connection starts one. It is nobody's child: it can't be ended from here, and
 * what it was asked that changes the host goes on to its own end. What it prints beside its answer comes by the same way.
 */
export function reachProgram(place: string): AnsweringProgram {
	// What is written to it is read to the end, also after nothing more will be asked.
	const socket = createConnection({ path: place, allowHalfOpen: true });
	const said: string[] = [];
	let reached = true;
	let closed = false;
	socket.once("error", (error) => {
		// One that ends before it has read says why in what it printed.
		if (socket.connecting || socket.bytesRead === 0) {
			reached &&= "syscall" in error && error.syscall !== "connect";
			said.push(error.message);
		}
	});
	socket.once("end", () => socket.end());
	const reader = createInterface({ input: socket });
	socket.once("close", () => {
		closed = true;
		// What was never reached has no end that the reader would hear of.
		reader.close();
	});
	const lines = reader[Symbol.asyncIterator]();
	// One that only waits to be asked keeps nobody from ending.
	socket.unref();
	return {
		ask: (request) => void socket.write(`${request}\n`),
		close: () => void socket.end(),
		nextLine: async () => {
			// Who isn't there, or has gone, ends the lines by an error, which is told above.
			const line = await lines.next().catch(() => null);
			if (line && !line.done) return line.value;
			if (!closed) await new Promise((resolve) => socket.once("close", resolve));
			return null;
		},
		said,
		started: () => reached,
		ended: () => closed || socket.destroyed || socket.readableEnded,
		status: () => null,
		stop: () => void socket.destroy(),
		leave: () => {
			reader.close();
			socket.resume();
		},
	};
}
