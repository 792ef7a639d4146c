import type { HostEvent } from "@/lib/core/host/events";
import { type HostRequest, hostRequest, PROTOCOL } from "@/lib/core/host/protocol";
import type { Host } from "./context";
import { failureOf } from "./environment";
import { diagnosisOf, HostFailure } from "./errors";
import { settle } from "./settle";
import { answer } from "./verbs";

/** What a request may be long: 100,000 domains and 5,000 tests fit. */
const REQUEST_BYTES = 32 * 1024 * 1024;

const usage = (code: string, sentence: string, said: string[] = []) =>
	new HostFailure(
		"usage",
		diagnosisOf(code, sentence, "Bring the dashboard and the program on the host to the same version.", {
			said,
		}),
	);

/** Reads all of a stream. Throws HostFailure once it is longer than a request may be. */
export async function readBounded(stream: AsyncIterable<Buffer | string>): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream) {
		const buffer = Buffer.from(chunk);
		bytes += buffer.length;
		if (bytes > REQUEST_BYTES)
			throw usage(
				"request-too-long",
				`The request is longer than ${REQUEST_BYTES.toLocaleString("en")} bytes.`,
			);
		chunks.push(buffer);
	}
	return Buffer.concat(chunks).toString("utf8");
}

/** Reads a request. Throws HostFailure `usage` with what is wrong with it. */
export function parseRequest(text: string): HostRequest {
	let said: unknown;
	try {
		said = JSON.parse(text);
	} catch {
		throw usage("request-not-json", "The request is not JSON.");
	}
	const version: unknown = typeof said === "object" && said !== null ? Reflect.get(said, "protocol") : null;
	if (version !== PROTOCOL)
		throw usage(
			"protocol-version",
			`The request speaks version ${JSON.stringify(version)} of the protocol, and this program version ${PROTOCOL}.`,
		);
	const read = hostRequest.safeParse(said);
	if (read.success) return read.data;
	throw usage(
		"request-refused",
		"The request was refused.",
		read.error.issues.slice(0, 40).map((issue) => `${issue.path.join(".")}: ${issue.message}`),
	);
}

/** 0 where all is well, 1 where a problem was found, 2 where the call itself was wrong. */
export function statusOf(event: HostEvent): 0 | 1 | 2 {
	if (event.type === "error") return event.code === "usage" ? 2 : 1;
	if (event.type !== "result") return 0;
	if ("ok" in event) return event.ok ? 0 : 1;
	if ("deploy" in event) return event.deploy.outcome === "live" || event.deploy.outcome === "pending" ? 0 : 1;
	if (event.verb === "send") return event.accepted ? 0 : 1;
	return 0;
}

/**
 * Answers one request on an open host. Out: the last event, already told: a result, or the error that ended it.
 */
export async function serveRequest(host: Host, request: HostRequest): Promise<HostEvent> {
	const last = await (async (): Promise<HostEvent> => {
		try {
			if (request.verb !== "recover") await settle(host, request.actor);
			return await answer(host, request);
		} catch (error) {
			return errorEvent(error);
		}
	})();
	host.emit(last);
	return last;
}

/** A thrown thing as the event that ends an answer. */
export function errorEvent(error: unknown): HostEvent {
	const { code, diagnosis } = failureOf(error);
	return { type: "error", code, diagnosis };
}
