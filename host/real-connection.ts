import net from "node:net";

/** Nobody is there, as opposed to something being wrong. */
const NOBODY = new Set(["ECONNREFUSED", "EADDRNOTAVAIL", "EAFNOSUPPORT", "ENETUNREACH", "EHOSTUNREACH"]);

/** See `System.banner`. In: an IP address, a port, milliseconds. */
export function readBanner(address: string, port: number, timeoutMs: number): Promise<string | null> {
	return new Promise((resolve, reject) => {
		const socket = net.connect({ host: address, port });
		let heard = "";
		const finish = (end: () => void) => {
			socket.removeAllListeners();
			socket.on("error", () => {});
			socket.end("QUIT\r\n");
			socket.destroySoon();
			end();
		};
		socket.setEncoding("utf8");
		socket.setTimeout(timeoutMs, () =>
			finish(() =>
				reject(
					Object.assign(new Error(`No banner from ${address} port ${port} within ${timeoutMs} ms.`), {
						code: "ETIMEDOUT",
					}),
				),
			),
		);
		socket.on("data", (chunk: string) => {
			heard += chunk;
			const end = heard.indexOf("\n");
			if (end >= 0) finish(() => resolve(heard.slice(0, end).trimEnd()));
		});
		socket.on("close", () => finish(() => resolve(heard === "" ? null : heard.trimEnd())));
		socket.on("error", (error: NodeJS.ErrnoException) => {
			finish(() => (NOBODY.has(error.code ?? "") ? resolve(null) : reject(error)));
		});
	});
}

/** See `System.listens`. A socket that only others may open has somebody behind it as far as we can tell. */
export function listens(
	place: { path: string } | { host: string; port: number },
	timeoutMs: number,
): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = net.connect(place);
		const finish = (there: boolean) => {
			socket.removeAllListeners();
			socket.on("error", () => {});
			socket.destroy();
			resolve(there);
		};
		socket.setTimeout(timeoutMs, () => finish(false));
		socket.on("connect", () => finish(true));
		socket.on("error", (error: NodeJS.ErrnoException) => finish(error.code === "EACCES"));
	});
}
