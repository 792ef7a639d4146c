import fs from "node:fs";
import path from "node:path";
import type { ReceivedMessage } from "@/lib/core/host/events";
import { absent } from "../errors";
import { recordsOf } from "./mailman/install";
import { readSinkRecords } from "./sink-records";

const HEADER_BYTES = 16 * 1024;

/** One call of a wrapper: what it was told on its command line and by its environment, and the message's head. */
export type WrapperRecord = {
	/** Milliseconds since 1970. */
	at: number;
	prefix: string;
	command: string;
	list: string;
	/** All of the command line after the program's name. */
	arguments: string;
	sender: string;
	recipient: string;
	/** The group it ran as. */
	group: string;
	home: string;
	directory: string;
	headers: string;
	bytes: number;
};

/** What the wrappers of simulated installations took, newest first. In: their prefixes and how many at most. */
export function readWrapperRecords(prefixes: readonly string[], limit: number): WrapperRecord[] {
	const files = prefixes.flatMap((prefix) => recordFiles(prefix).map((file) => ({ prefix, ...file })));
	return files
		.sort((a, b) => b.at - a.at)
		.slice(0, limit)
		.map(({ prefix, at, file }) => readRecord(prefix, at, file))
		.filter((record) => record !== null);
}

/**
 * The last messages a rehearsal host's wrappers and its sink received, newest first.
 * In: the prefixes of its simulated installations, the sink's directory, and how many at most.
 */
export function readReceived(prefixes: readonly string[], sink: string, limit: number): ReceivedMessage[] {
	const taken = readWrapperRecords(prefixes, limit).map(
		(record): ReceivedMessage => ({
			at: record.at,
			sender: record.sender,
			recipients: [record.recipient],
			delivery: { prefix: record.prefix, command: record.command, list: record.list, simulated: true },
			headers: record.headers,
			bytes: record.bytes,
		}),
	);
	const sunk = readSinkRecords(sink, limit).map(
		({ at, sender, recipients, headers, bytes }): ReceivedMessage => ({
			at,
			sender,
			recipients,
			delivery: null,
			headers,
			bytes,
		}),
	);
	return [...taken, ...sunk].sort((a, b) => b.at - a.at).slice(0, limit);
}

function recordFiles(prefix: string): { at: number; file: string }[] {
	const directory = recordsOf(prefix);
	const vanishing = <T>(look: () => T, otherwise: T): T => {
		try {
			return look();
		} catch (error) {
			if (absent(error)) return otherwise;
			throw error;
		}
	};
	return vanishing(() => fs.readdirSync(directory), []).flatMap((name) => {
		const file = path.join(directory, name);
		return vanishing(() => [{ at: fs.statSync(file).mtimeMs, file }], []);
	});
}

/** Null where the record was pruned meanwhile. */
function readRecord(prefix: string, at: number, file: string): WrapperRecord | null {
	let bytes: Buffer;
	try {
		bytes = fs.readFileSync(file);
	} catch (error) {
		if (absent(error)) return null;
		throw error;
	}
	const end = bytes.indexOf("\0\0");
	const fields = new Map(
		bytes
			.subarray(0, end)
			.toString("utf8")
			.split("\0")
			.map((field) => [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)]),
	);
	const field = (name: string) => fields.get(name) ?? "";
	const message = bytes.subarray(end + 2);
	const head = message.indexOf("\n\n");
	return {
		at,
		prefix,
		command: field("command"),
		list: field("list"),
		arguments: field("arguments"),
		sender: field("sender"),
		recipient: field("recipient"),
		group: field("group"),
		home: field("home"),
		directory: field("directory"),
		headers: message
			.subarray(0, Math.min(head < 0 ? message.length : head + 1, HEADER_BYTES))
			.toString("utf8")
			// Exim's pipe transport begins with the mbox line, which is no header.
			.replace(/^From .*\n/, ""),
		bytes: message.length,
	};
}
