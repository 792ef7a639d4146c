import fs from "node:fs";
import type { HostEvent } from "@/lib/core/host/events";
import { errno } from "./errors";

const FILE = "/var/log/listkeeper.log";
/** Its files: the present one and the one before. */
export const REFUSAL_LOG = [FILE, `${FILE}.1`] as const;
/** Both together never hold more than twice as much. */
const BYTES = 512 * 1024;
const SENTENCE_CHARACTERS = 200;
const APPEND = fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_APPEND | fs.constants.O_NOFOLLOW;

/** What a line says of a refusal: when, who came in through sudo, which refusal. Never anything of the request but what its sentence names. */
const lineOf = (at: Date, caller: string, { code, sentence }: { code: string; sentence: string }): string =>
	`${at.toISOString()} ${caller} ${code}: ${sentence.replace(/\p{C}/gu, " ").slice(0, SENTENCE_CHARACTERS)}\n`;

/**
 * Notes on this machine that a request was refused. In: how its answer ended; all but refusals are passed over. What
 * can't be noted keeps nobody from being refused.
 */
export function logRefusal(event: HostEvent) {
	if (event.type !== "error" || (event.code !== "usage" && event.code !== "refused")) return;
	try {
		if ((fs.lstatSync(FILE, { throwIfNoEntry: false })?.size ?? 0) > BYTES) fs.renameSync(FILE, `${FILE}.1`);
		const file = fs.openSync(FILE, APPEND, 0o640);
		try {
			fs.writeSync(file, lineOf(new Date(), process.env.SUDO_USER ?? "root", event.diagnosis));
		} finally {
			fs.closeSync(file);
		}
	} catch (error) {
		if (errno(error) === null) throw error;
	}
}
