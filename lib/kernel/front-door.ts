import "server-only";
import { randomUUID } from "node:crypto";
import http from "node:http";
import { admit, MAX_BYTES, readTrusted } from "./admission";
import { env } from "./env";

const held = globalThis as typeof globalThis & { listkeeperDoor?: string };

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value.at(-1) : value);

/**
 * Ends the connection of a request that sends more than any form, having announced nothing: Next would keep 10 MB of
 * every one. (It announces nothing itself, where it hands an action on to the page that has it.)
 */
function holdToSize(request: http.IncomingMessage, response: http.ServerResponse): void {
	const take = request.push;
	let taken = 0;
	request.push = (chunk: unknown, encoding?: BufferEncoding) => {
		if (chunk instanceof Uint8Array) taken += chunk.byteLength;
		if (taken <= MAX_BYTES) return Reflect.apply(take, request, [chunk, encoding]);
		if (!response.headersSent) response.writeHead(413, { connection: "close" });
		response.end();
		request.destroy();
		return false;
	};
}

/** Lets a request in, or answers it. What a client says of itself in our own headers is dropped. */
function receive(request: http.IncomingMessage, response: http.ServerResponse, pass: string): boolean {
	const { headers } = request;
	for (const name of Object.keys(headers)) if (name.startsWith("x-listkeeper-")) delete headers[name];
	const answer = admit(
		{
			peer: request.socket.remoteAddress,
			path: (request.url ?? "").split("?")[0] ?? "",
			host: headers.host,
			forwardedFor: one(headers["x-forwarded-for"]),
			forwardedHost: one(headers["x-forwarded-host"]),
			length: Number(headers["content-length"] ?? 0),
		},
		{ url: env.url, trusted: readTrusted(env.trustedProxies) },
	);
	if (!answer.ok) {
		response.writeHead(answer.status, { "content-type": "text/plain; charset=utf-8", connection: "close" });
		response.end(`${answer.sentence}\n`);
		return false;
	}
	if (headers["transfer-encoding"] !== undefined) holdToSize(request, response);
	// From here on there is one host name, and it is ours: origins are compared with it and redirects made from it.
	headers.host = answer.host;
	headers["x-forwarded-host"] = answer.host;
	headers["x-forwarded-proto"] = env.url.protocol.slice(0, -1);
	headers["x-forwarded-for"] = answer.client;
	headers["x-listkeeper-client"] = answer.client;
	headers["x-listkeeper-door"] = pass;
	return true;
}

/**
 * Stands before every request of this process, whoever serves it: only here the connection itself can be seen, and a
 * header is whatever a client writes. What passed carries a random word that proxy.ts looks for.
 */
export function openFrontDoor(): void {
	if (held.listkeeperDoor) return;
	const pass = randomUUID();
	held.listkeeperDoor = pass;
	const emit = http.Server.prototype.emit;
	http.Server.prototype.emit = function (this: http.Server, event: string | symbol, ...args: unknown[]) {
		const [request, response] = args;
		if (
			event === "request" &&
			request instanceof http.IncomingMessage &&
			response instanceof http.ServerResponse &&
			!receive(request, response, pass)
		)
			return true;
		return Reflect.apply(emit, this, [event, ...args]);
	};
}
