import net from "node:net";
import { createInterface } from "node:readline";

/** One message for one SMTP transaction. `data` is the whole message, header and body, lines ended by `\n`. */
export type Letter = { sender: string; recipients: readonly string[]; data: string };

export type Sent = {
	/** Whether the message itself got 250; the recipients that were refused before are in the dialogue. */
	accepted: boolean;
	/** Every line that crossed, `C: ` or `S: ` before it; the message is one line, `C: (412 bytes)`. */
	dialogue: string[];
	/** The answer to each recipient, in order; fewer when the dialogue ended early. */
	recipients: string[];
	/** The last line the server wrote. */
	lastAnswer: string;
};

export type Route = {
	/** 127.0.0.1 or ::1. */
	host: string;
	port: number;
	/** The address to call from, so that a server can tell strangers from itself; null leaves it to the system. */
	from?: string | null;
	helo?: string;
	timeoutMs?: number;
};

/** A message that says what it is: from, to, subject, and a line of text. `date` is in RFC 5322 form. */
export const composeMessage = (of: {
	sender: string;
	recipients: readonly string[];
	subject: string;
	date: string;
	id: string;
}): string =>
	[
		`From: ${of.sender || "MAILER-DAEMON@outside.example"}`,
		`To: ${of.recipients.join(", ")}`,
		`Subject: ${of.subject}`,
		`Date: ${of.date}`,
		`Message-ID: <${of.id}>`,
		"",
		"A rehearsal message from Listkeeper.",
		"",
	].join("\n");

/**
 * Sends letters on one connection, one transaction each, and reports each.
 * Rejects with an ErrnoException when nobody listens, and when no answer comes within the time-out (30 s).
 */
export async function sendLetters(route: Route, letters: readonly Letter[]): Promise<Sent[]> {
	const session = await Session.open(route);
	try {
		const reports: Sent[] = [];
		for (const [index, letter] of letters.entries()) {
			const report = await session.deliver(letter, index === 0, index === letters.length - 1);
			reports.push(report);
			if (session.closed) break;
		}
		return reports;
	} finally {
		session.close();
	}
}

/** Sends one message; see `sendLetters`. */
export async function sendMessage(route: Route, letter: Letter): Promise<Sent> {
	const [sent] = await sendLetters(route, [letter]);
	if (sent === undefined) throw new Error("A letter was sent and none reported.");
	return sent;
}

class Session {
	closed = false;
	private dialogue: string[] = [];

	private constructor(
		private readonly socket: net.Socket,
		private readonly lines: AsyncIterator<string>,
		private readonly helo: string,
	) {}

	static async open(route: Route): Promise<Session> {
		const socket = net.connect({
			host: route.host,
			port: route.port,
			...(route.from ? { localAddress: route.from } : {}),
		});
		socket.setTimeout(route.timeoutMs ?? 30_000, () =>
			socket.destroy(Object.assign(new Error(`No answer from ${route.host}.`), { code: "ETIMEDOUT" })),
		);
		await new Promise<void>((resolve, reject) => {
			socket.once("error", reject);
			socket.once("connect", () => {
				socket.removeListener("error", reject);
				// The reader of answers finds it again in `errored`.
				socket.on("error", () => {});
				resolve();
			});
		});
		const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY });
		return new Session(socket, lines[Symbol.asyncIterator](), route.helo ?? "outside.example");
	}

	/** One transaction, with greeting and farewell where it is the first and last. */
	async deliver(letter: Letter, first: boolean, last: boolean): Promise<Sent> {
		this.dialogue = [];
		const answers: string[] = [];
		let accepted = false;
		const greeted = !first || (ok(await this.answer()) && ok(await this.ask(`EHLO ${this.helo}`)));
		if (greeted && ok(await this.ask(`MAIL FROM:<${letter.sender}>`))) {
			for (const recipient of letter.recipients) answers.push(await this.ask(`RCPT TO:<${recipient}>`));
			if (answers.some(ok)) {
				if ((await this.ask("DATA")).startsWith("3")) accepted = ok(await this.message(letter.data));
			} else if (!last && !this.closed) await this.ask("RSET");
		}
		const lastAnswer = this.dialogue.findLast((line) => line.startsWith("S: "))?.slice(3) ?? "";
		if (last && !this.closed) await this.farewell();
		return { accepted, dialogue: this.dialogue, recipients: answers, lastAnswer };
	}

	close() {
		this.socket.destroy();
	}

	private ask(line: string): Promise<string> {
		this.dialogue.push(`C: ${line}`);
		this.socket.write(`${line}\r\n`);
		return this.answer();
	}

	/** Since 4.95 Exim waits 0.2 s before it answers QUIT, unless the client has closed its side by then. */
	private farewell(): Promise<string> {
		this.dialogue.push("C: QUIT");
		this.socket.end("QUIT\r\n");
		// What was sent has been answered; how the line goes down matters no more.
		return this.answer().catch(() => "");
	}

	private message(text: string): Promise<string> {
		const stuffed = text.replace(/\r?\n/g, "\r\n").replace(/^\./gm, "..");
		const whole = stuffed.endsWith("\r\n") ? stuffed : `${stuffed}\r\n`;
		this.dialogue.push(`C: (${Buffer.byteLength(whole)} bytes)`, "C: .");
		this.socket.write(`${whole}.\r\n`);
		return this.answer();
	}

	/** All lines of an answer; gives the last. Empty when the server has closed the connection. */
	private async answer(): Promise<string> {
		while (!this.closed) {
			const { value, done } = await this.lines.next();
			if (done) {
				this.closed = true;
				if (this.socket.errored) throw this.socket.errored;
				break;
			}
			this.dialogue.push(`S: ${value}`);
			if (value[3] !== "-") {
				if (value.startsWith("421")) this.closed = true;
				return value;
			}
		}
		return "";
	}
}

const ok = (answer: string) => answer.startsWith("2");
