import type net from "node:net";
import type { SunkMessage } from "./sink";

const HEADER_BYTES = 16 * 1024;
const END_OF_DATA = Buffer.from("\r\n.\r\n");

/** One SMTP connection to the sink. Commands may be pipelined (RFC 2920); the size is announced without a limit. */
export class SinkSession {
	private waiting: Buffer = Buffer.alloc(0);
	private sender: string | null = null;
	private recipients: string[] = [];
	private transaction = 0;
	/** The message's chunks while it is being sent; null between messages. */
	private data: Buffer[] | null = null;

	constructor(
		private readonly socket: net.Socket,
		private readonly connection: number,
		private readonly refuse: (recipient: string) => string | null,
		private readonly took: (message: SunkMessage) => void,
	) {
		socket.on("error", () => socket.destroy());
		socket.on("data", (chunk) => this.receive(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)));
		socket.setTimeout(300_000, () => socket.destroy());
		this.say("220 sink.invalid ESMTP takes everything, sends nothing on");
	}

	private say(line: string) {
		if (this.socket.writable) this.socket.write(`${line}\r\n`);
	}

	private receive(chunk: Buffer) {
		let rest: Buffer | null = chunk;
		while (rest !== null) rest = this.data === null ? this.receiveCommands(rest) : this.receiveData(rest);
	}

	/** Answers whole lines; gives what follows the DATA command, or null when all was used. */
	private receiveCommands(chunk: Buffer): Buffer | null {
		this.waiting = this.waiting.length === 0 ? chunk : Buffer.concat([this.waiting, chunk]);
		let end = this.waiting.indexOf("\n");
		while (end >= 0) {
			const line = this.waiting.subarray(0, end).toString("utf8").trimEnd();
			this.waiting = this.waiting.subarray(end + 1);
			this.answer(line);
			if (this.data !== null) {
				const rest = this.waiting;
				this.waiting = Buffer.alloc(0);
				return rest;
			}
			end = this.waiting.indexOf("\n");
		}
		return null;
	}

	private answer(line: string) {
		const verb = line.slice(0, 4).toUpperCase();
		const path = /^(?:MAIL FROM|RCPT TO):\s*<(.*?)>/i.exec(line)?.[1];
		if (verb === "EHLO") this.say("250-sink.invalid\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE");
		else if (verb === "HELO") this.say("250 sink.invalid");
		else if (verb === "MAIL" && path !== undefined) {
			this.sender = path;
			this.recipients = [];
			this.say("250 OK");
		} else if (verb === "RCPT" && path !== undefined && this.sender !== null) {
			const refusal = this.refuse(path);
			if (refusal === null) this.recipients.push(path);
			this.say(refusal ?? "250 OK");
		} else if (verb === "DATA" && this.recipients.length > 0) {
			// The line end that DATA's own line gave makes an empty message end like any other.
			this.data = [Buffer.from("\r\n")];
			this.say("354 Go on, end with a dot");
		} else if (verb === "DATA") this.say("554 No recipient was accepted");
		else if (verb === "RSET") {
			this.sender = null;
			this.recipients = [];
			this.say("250 OK");
		} else if (verb === "NOOP") this.say("250 OK");
		else if (verb === "QUIT") {
			this.say("221 Goodbye");
			this.socket.end();
		} else this.say("500 Not understood");
	}

	/** Collects the message; gives what follows its end, or null when it goes on. */
	private receiveData(chunk: Buffer): Buffer | null {
		const chunks = this.data ?? [];
		// The end may lie across two chunks, so the last bytes of the one before are looked at again.
		const last = chunks.pop() ?? Buffer.alloc(0);
		const joined = Buffer.concat([last, chunk]);
		const end = joined.indexOf(END_OF_DATA);
		if (end < 0) {
			const split = Math.max(0, joined.length - END_OF_DATA.length);
			chunks.push(joined.subarray(0, split), joined.subarray(split));
			this.data = chunks;
			return null;
		}
		chunks.push(joined.subarray(0, end + 2));
		this.finish(Buffer.concat(chunks).subarray(2));
		const rest = joined.subarray(end + END_OF_DATA.length);
		return rest.length > 0 ? rest : null;
	}

	private finish(stuffed: Buffer) {
		this.data = null;
		this.transaction += 1;
		const dots = stuffed.toString("latin1").match(/(^|\r\n)\.(?=.)/g)?.length ?? 0;
		const head = stuffed.indexOf("\r\n\r\n");
		const headers = stuffed.subarray(0, head < 0 ? stuffed.length : head + 2).subarray(0, HEADER_BYTES);
		this.took({
			at: Date.now(),
			sender: this.sender ?? "",
			recipients: this.recipients,
			headers: headers.toString("utf8").replaceAll("\r\n", "\n"),
			bytes: stuffed.length - dots,
			connection: this.connection,
			transaction: this.transaction,
		});
		this.sender = null;
		this.recipients = [];
		this.say("250 OK");
	}
}
