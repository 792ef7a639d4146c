import fs from "node:fs";
import path from "node:path";
import { absent } from "../errors";
import type { SunkMessage } from "./sink";

const CURRENT = "received.ndjson";
const BEFORE = "received.before.ndjson";
/** When the current file passes this, it replaces the one before: at most twice as much is ever kept. */
const FILE_BYTES = 8 * 1024 * 1024;

/** The sink's messages on disk, one JSON object a line, in two files of bounded size. */
export class SinkRecords {
	private bytes: number;

	constructor(
		private readonly directory: string,
		private readonly fileBytes = FILE_BYTES,
	) {
		const current = fs.statSync(path.join(directory, CURRENT), { throwIfNoEntry: false });
		this.bytes = current?.size ?? 0;
	}

	add(message: SunkMessage) {
		const file = path.join(this.directory, CURRENT);
		if (this.bytes > this.fileBytes) {
			fs.renameSync(file, path.join(this.directory, BEFORE));
			this.bytes = 0;
		}
		const line = `${JSON.stringify(message)}\n`;
		fs.appendFileSync(file, line, { mode: 0o644 });
		this.bytes += Buffer.byteLength(line);
	}
}

/** The last messages a sink recorded, newest first. In: its directory and how many at most. */
export function readSinkRecords(directory: string, limit: number): SunkMessage[] {
	const messages: SunkMessage[] = [];
	for (const name of [CURRENT, BEFORE]) {
		const lines = readIfThere(path.join(directory, name)).split("\n");
		// Without a newline the last line is still being written.
		lines.pop();
		while (lines.length > 0 && messages.length < limit)
			messages.push(JSON.parse(lines.pop() ?? "") as SunkMessage);
	}
	return messages;
}

function readIfThere(file: string): string {
	try {
		return fs.readFileSync(file, "utf8");
	} catch (error) {
		if (absent(error)) return "";
		throw error;
	}
}
