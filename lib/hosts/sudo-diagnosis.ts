import type { Diagnosis } from "@/lib/core/checks/types";
import { PROGRAM_PATH } from "@/lib/core/host/program";

/** How a program that was started by sudo on this machine ended without an answer. */
export type SudoEnd = {
	/** Whether sudo itself could be started. */
	started: boolean;
	/** Its exit status; null after a signal. */
	status: number | null;
	said: readonly string[];
	/** Whether an event of the program was heard before. */
	heard: boolean;
};

/** sh(1): what was to be started wasn't found, or can't be run. */
const NOT_FOUND = 127;
const NOT_RUN = 126;

/** Why this machine's program gave no answer. In: how it ended, as whom the console runs, and its line for sudoers. */
export function sudoDiagnosis(
	{ started, status, said, heard }: SudoEnd,
	account: string,
	line: string,
): Diagnosis {
	const diagnosis = (code: string, sentence: string, remedy: string): Diagnosis => ({
		code,
		sentence,
		remedy,
		place: null,
		setting: null,
		said: [...said],
	});
	const text = said.join("\n");
	if (!started)
		return diagnosis(
			"sudo-missing",
			"There is no sudo on this machine.",
			"Install it as root: apt-get install --no-install-recommends sudo. Then check again.",
		);
	// What it said after its first words is its own and no longer sudo's.
	const ended = diagnosis(
		"host-unanswered",
		"The program on this machine ended without an answer.",
		`Run sudo ${PROGRAM_PATH} status to see what it says, then check again. Mail does not depend on the console.`,
	);
	if (heard) return ended;
	if (/no new privileges/i.test(text))
		return diagnosis(
			"sudo-no-new-privileges",
			"The console was started so that nothing it starts can gain privileges, and sudo needs to.",
			"Take NoNewPrivileges= out of its systemd unit, or out of what else starts it, and start it again. Then check again.",
		);
	if (/^sudo: \S+: command not found/m.test(text))
		return diagnosis(
			"program-missing",
			`Listkeeper's program is not at ${PROGRAM_PATH}.`,
			"Run sudo bin/install in the console's own directory, then check again.",
		);
	if (/^sudo: |is not in the sudoers file|is not allowed to (execute|run sudo)|may not run sudo/m.test(text))
		return diagnosis(
			"sudo-refuses",
			`sudo doesn't let ${account} start Listkeeper's program.`,
			`Put this line into a file below /etc/sudoers.d with visudo -f, then check again: ${line}`,
		);
	if (status === NOT_FOUND || status === NOT_RUN)
		return diagnosis(
			"program-broken",
			`${PROGRAM_PATH} is there, and can't be started.`,
			"Node.js may have moved since it was installed. Run sudo bin/install again in the console's own directory, then check again.",
		);
	return ended;
}
