import fs from "node:fs";
import net from "node:net";
import { SinkRecords } from "./sink-records";
import { SinkSession } from "./sink-session";

export type SinkOptions = {
	/** Where records go; null keeps them in memory only. */
	directory: string | null;
	/** 0 picks a free port. */
	port?: number;
	/** An address of 127.0.0.0/8 that stands for one receiver among several; 127.0.0.1 unless told. */
	host?: string;
	/** The answer for a recipient that is refused, as in `550 No such user`; null accepts. */
	refuse?: (recipient: string) => string | null;
	/** Called with every message taken, for tests that wait. */
	onMessage?: (message: SunkMessage) => void;
};

/** A message that arrived at the sink. */
export type SunkMessage = {
	/** Milliseconds since 1970. */
	at: number;
	sender: string;
	recipients: string[];
	/** Header lines as they came, at most 16 KiB. */
	headers: string;
	/** Of the whole message, dots unstuffed. */
	bytes: number;
	/** Which connection brought it, and which of that connection's transactions it was; both count from 1. */
	connection: number;
	transaction: number;
};

/**
 * An SMTP server on loopback that stands for the rest of the world: it takes every message and records
 * its envelope, headers and size. It never sends anything on.
 */
export class Sink {
	/** Newest last; without a directory all of them, with one the last hundred. */
	readonly messages: SunkMessage[] = [];
	connections = 0;
	transactions = 0;
	recipients = 0;
	bytes = 0;
	private closedWireBytes = 0;
	private readonly server: net.Server;
	private readonly sockets = new Set<net.Socket>();
	private readonly records: SinkRecords | null;

	private constructor(private readonly options: SinkOptions) {
		this.records = options.directory === null ? null : new SinkRecords(options.directory);
		this.server = net.createServer((socket) => this.serve(socket));
	}

	/** Starts listening. Rejects with an ErrnoException, EADDRINUSE where the port is taken. */
	static async start(options: SinkOptions): Promise<Sink> {
		if (options.directory !== null) fs.mkdirSync(options.directory, { recursive: true });
		const sink = new Sink(options);
		await new Promise<void>((resolve, reject) => {
			sink.server.once("error", reject);
			sink.server.listen({ host: options.host ?? "127.0.0.1", port: options.port ?? 0 }, () => {
				sink.server.removeListener("error", reject);
				resolve();
			});
		});
		return sink;
	}

	get port(): number {
		const address = this.server.address();
		return typeof address === "object" && address !== null ? address.port : 0;
	}

	/** Bytes that came in on all connections so far: commands, envelopes and messages. */
	get wireBytes(): number {
		let bytes = this.closedWireBytes;
		for (const socket of this.sockets) bytes += socket.bytesRead;
		return bytes;
	}

	/** Ends every connection and stops listening. */
	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	private serve(socket: net.Socket) {
		this.connections += 1;
		this.sockets.add(socket);
		socket.on("close", () => {
			this.sockets.delete(socket);
			this.closedWireBytes += socket.bytesRead;
		});
		new SinkSession(socket, this.connections, this.options.refuse ?? (() => null), (message) => {
			this.transactions += 1;
			this.recipients += message.recipients.length;
			this.bytes += message.bytes;
			this.messages.push(message);
			if (this.records !== null && this.messages.length > 100) this.messages.shift();
			this.records?.add(message);
			this.options.onMessage?.(message);
		});
	}
}
