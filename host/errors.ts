import type { Diagnosis } from "@/lib/core/checks/types";
import type { HostEvent } from "@/lib/core/host/events";

export type ErrorCode = Extract<HostEvent, { type: "error" }>["code"];

/** What ends a verb early, with the words for it. */
export class HostFailure extends Error {
	constructor(
		readonly code: ErrorCode,
		readonly diagnosis: Diagnosis,
		/** What else was found; less to blame than the first. */
		readonly further: readonly Diagnosis[] = [],
	) {
		super(diagnosis.sentence);
		this.name = "HostFailure";
	}
}

/** The short way to a diagnosis without place or setting. */
export const diagnosisOf = (
	code: string,
	sentence: string,
	remedy: string,
	more: Partial<Pick<Diagnosis, "place" | "setting" | "said">> = {},
): Diagnosis => ({ code, sentence, remedy, place: null, setting: null, said: [], ...more });

export const errno = (error: unknown): string | null =>
	error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;

/** Whether an error says that a thing isn't there. */
export const absent = (error: unknown): boolean => errno(error) === "ENOENT" || errno(error) === "ENOTDIR";
