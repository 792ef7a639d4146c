import type { HostEvent } from "@/lib/core/host/events";
import { type HostRequest, hostRequest, PROTOCOL } from "@/lib/core/host/protocol";
import type { Host } from "./context";
import { failureOf } from "./environment";
import { diagnosisOf, HostFailure } from "./errors";
import { settle } from "./settle";
import { answer } from "./verbs";

/** What a request may be long: 100,000 domains and 5,000 tests fit. */
const REQUEST_BYTES = 32 * 1024 * 1024;
const NEWLINE = 0x0a;
/** What a request ends with. */
const BRACE = 0x7d;

const usage = (code: string, sentence: string, said: string[] = []) =>
	new HostFailure(
		"usage",
		diagnosisOf(code, sentence, "Bring the dashboard and the program on the host to the same version.", {
			said,
		}),
	);

/** What was read of a request so far. Throws HostFailure once it is longer than a request may be. */
class Gathered {
	private chunks: Buffer[] = [];
	private bytes = 0;

	add(buffer: Buffer) {
		this.bytes += buffer.length;
		if (this.bytes > REQUEST_BYTES)
			throw usage(
				"request-too-long",
				`The request is longer than ${REQUEST_BYTES.toLocaleString("en")} bytes.`,
			);
		this.chunks.push(buffer);
	}

	text(): string {
		const whole = Buffer.concat(this.chunks);
		this.chunks = [whole];
		return whole.toString("utf8");
	}
}

/** Reads all of a stream. Throws HostFailure once it is longer than a request may be. */
export async function readBounded(stream: AsyncIterable<Buffer | string>): Promise<string> {
	const gathered = new Gathered();
	for await (const chunk of stream) gathered.add(Buffer.from(chunk));
	return gathered.text();
}

const isJson = (text: string): boolean => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};

/**
 * The requests on a stream, as they come: each ends with its line, or with the stream where its JSON has several lines.
 * A stream without any gives one empty request. Throws HostFailure once one is longer than a request may be.
 */
export async function* requestsOn(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
	let some = false;
	let gathered = new Gathered();
	for await (const chunk of stream) {
		let buffer: Buffer = Buffer.from(chunk);
		for (let end = buffer.indexOf(NEWLINE); end >= 0; end = buffer.indexOf(NEWLINE)) {
			gathered.add(buffer.subarray(0, end + 1));
			const closes = end === 0 || buffer[end - 1] === BRACE;
			buffer = buffer.subarray(end + 1);
			if (!closes || !isJson(gathered.text())) continue;
			some = true;
			yield gathered.text();
			gathered = new Gathered();
		}
		gathered.add(buffer);
	}
	if (!some || gathered.text().trim() !== "") yield gathered.text();
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
			`The request speaks version ${JSON.stringify(version)?.slice(0, 40)} of the protocol, and this program version ${PROTOCOL}.`,
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
