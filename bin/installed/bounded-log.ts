import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";

/** A file and the one before it together never hold more than twice as much. */
const BYTES = 5 * 1024 * 1024;

/**
 * A log that keeps within bounds: once it is full it becomes `….1`, in place of the one before.
 * In: its path, and how many bytes are full. Out: what adds to it.
 */
export function boundedLog(file: string, bytes = BYTES): (text: Buffer | string) => void {
	let handle = openSync(file, "a", 0o600);
	let held = fstatSync(handle).size;
	return (text) => {
		if (held >= bytes) {
			closeSync(handle);
			renameSync(file, `${file}.1`);
			handle = openSync(file, "a", 0o600);
			held = 0;
		}
		held += typeof text === "string" ? writeSync(handle, text) : writeSync(handle, text);
	};
}
