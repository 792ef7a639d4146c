import net from "node:net";

/** How a tap treats who connects: passes it on, refuses it, or takes it and says nothing. */
export type TapMode = "pass" | "down" | "hang";

/** A port of 127.0.0.1 that stands before a service, counts its connections, and can be down or hang in its place. */
export class Tap {
	connections = 0;
	private mode: TapMode = "pass";
	private server: net.Server;
	private readonly sockets = new Set<net.Socket>();

	private constructor(
		private readonly target: number,
		readonly port: number,
	) {
		this.server = net.createServer();
	}

	/** In: the service's own port; the port to listen on. */
	static async start(target: number, port: number): Promise<Tap> {
		const tap = new Tap(target, port);
		await tap.listen();
		return tap;
	}

	private listen(): Promise<void> {
		// Exim ends its side once the message is sent, and waits for the score on the other.
		this.server = net.createServer({ allowHalfOpen: true }, (socket) => this.serve(socket));
		return new Promise((resolve, reject) => {
			this.server.once("error", reject);
			this.server.listen({ host: "127.0.0.1", port: this.port }, resolve);
		});
	}

	private serve(socket: net.Socket) {
		this.connections += 1;
		this.sockets.add(socket);
		socket.on("close", () => this.sockets.delete(socket));
		socket.on("error", () => socket.destroy());
		if (this.mode === "hang") return;
		const service = net.connect({ host: "127.0.0.1", port: this.target, allowHalfOpen: true });
		service.on("error", () => socket.destroy());
		socket.pipe(service).pipe(socket);
	}

	/** From now on; a service that is down isn't listened for at all. */
	async set(mode: TapMode): Promise<void> {
		const was = this.mode;
		this.mode = mode;
		if (mode === "down" && was !== "down") await this.close();
		if (mode !== "down" && was === "down") await this.listen();
	}

	private async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	async stop(): Promise<void> {
		if (this.mode !== "down") await this.close();
	}
}
