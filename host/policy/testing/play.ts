import net from "node:net";
import { createInterface } from "node:readline";
import { parseSession, type Session } from "@/lib/core/checks/parse-session";

/** From where to where a session goes. */
export type Call = { from: string; host: string; port: number };

/**
 * Plays a dialogue as a client would, each command after the answer to the one before.
 * In: the commands and the message, lines ended by CRLF, as `exim -bh` would read them. Out: what was answered.
 */
export async function play(call: Call, input: string): Promise<Session> {
	const socket = net.connect({ host: call.host, port: call.port, localAddress: call.from });
	socket.setTimeout(120_000, () => socket.destroy(new Error(`No answer from ${call.host}.`)));
	const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
	const heard: string[] = [];
	const answer = async (): Promise<string> => {
		for (;;) {
			const { value, done } = await lines.next();
			if (done) {
				if (socket.errored) throw socket.errored;
				return "";
			}
			heard.push(value);
			if (value[3] !== "-") return value;
		}
	};
	try {
		await answer();
		const commands = input.replace(/\r\n$/, "").split("\r\n");
		for (let at = 0; at < commands.length; at++) {
			const command = commands[at] ?? "";
			socket.write(`${command}\r\n`);
			if (command === "QUIT") break;
			const answered = await answer();
			const end = commands.indexOf(".", at);
			if (command !== "DATA" || end < 0) continue;
			// Refused, the message's lines are not sent: a client that goes on would have them read as commands.
			if (answered.startsWith("354")) {
				socket.write(`${commands.slice(at + 1, end + 1).join("\r\n")}\r\n`);
				await answer();
			}
			at = end;
		}
	} finally {
		socket.destroy();
	}
	return parseSession(heard.join("\r\n"), "", input);
}
