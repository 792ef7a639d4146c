import { diagnosisOf, HostFailure } from "../errors";
import type { Program, System } from "../system";

const PROGRAM_MS = 60_000;

export const refused = (code: string, sentence: string, remedy: string, said: string[] = []) =>
	new HostFailure("refused", diagnosisOf(code, sentence, remedy, { said }));

/** Runs a program that has to end well. Throws HostFailure with what it said. */
export async function must(
	system: System,
	argv: Program["argv"],
	code: string,
	sentence: string,
	remedy: string,
) {
	const { status, stdout, stderr } = await system.run({ argv, timeoutMs: PROGRAM_MS });
	const said = `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
	if (status !== 0) throw refused(code, sentence, remedy, said);
}
