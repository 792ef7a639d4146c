import type { Diagnosis } from "@/lib/core/checks/types";
import { PROGRAM_PATH, SERVE_ARGV, sudoersLine } from "@/lib/core/host/program";
import { placeInWords, type SshPlace } from "./ssh-schema";

const diagnosisOf = (
	code: string,
	sentence: string,
	remedy: string,
	said: readonly string[] = [],
): Diagnosis => ({
	code,
	sentence,
	remedy,
	place: null,
	setting: null,
	said: [...said],
});

/** This machine can't speak ssh. */
export const sshMissing = (): Diagnosis =>
	diagnosisOf(
		"ssh-missing",
		"OpenSSH's client is not on the console's machine.",
		"Install it there: apt-get install --no-install-recommends openssh-client. Then check again.",
	);

const FIREWALL =
	"See that the address and the port are right, that sshd runs there, and that no firewall is in between. Mail does not depend on the console.";

export const sshRefused = (place: SshPlace, said: readonly string[] = []): Diagnosis =>
	diagnosisOf("ssh-refused", `${placeInWords(place)} refuses the connection.`, FIREWALL, said);

export const sshUnreachable = (place: SshPlace, said: readonly string[] = []): Diagnosis =>
	diagnosisOf("ssh-unreachable", `${placeInWords(place)} can't be reached.`, FIREWALL, said);

export const sshUnknownName = (place: SshPlace, said: readonly string[] = []): Diagnosis =>
	diagnosisOf(
		"ssh-unknown-name",
		`The console's machine finds no address for the name ${place.address}.`,
		"Check its spelling, or write the host's IP address.",
		said,
	);

/** Something listens there, and is no sshd as far as it can be told. */
export const sshNoSshd = (place: SshPlace, said: readonly string[] = []): Diagnosis =>
	diagnosisOf(
		"ssh-closed",
		`What listens at ${placeInWords(place)} ended the connection before it showed a host key.`,
		"See that sshd listens on that port, and what its log on the host says.",
		said,
	);

const hostKeyDiffers = (place: SshPlace, pinned: readonly string[], said: readonly string[]) => {
	const shown = said.flatMap((line) => /^(SHA256:[A-Za-z0-9+/]{43})\.?$/.exec(line.trim())?.[1] ?? []);
	return diagnosisOf(
		"ssh-host-key-differs",
		`${placeInWords(place)} shows ${shown.length > 0 ? `the host key ${shown.join(", ")}` : "a host key of another kind"}, and ${pinned.join(", ")} was confirmed.`,
		"Don't go on unless the host was installed anew or given new keys: another machine may be answering in its place. If it was, ask for its keys anew, and compare them at the host's own console. Nothing was sent to it.",
		said,
	);
};

const keyNotAccepted = (place: SshPlace, line: string, said: readonly string[]) =>
	diagnosisOf(
		"ssh-key-not-accepted",
		`The host doesn't let the console in as ${place.user}.`,
		`Put this line into .ssh/authorized_keys in the home directory of ${place.user} there, as one line: ${line}`,
		said,
	);

const cut = (said: readonly string[]) =>
	diagnosisOf(
		"ssh-cut",
		"The connection to the host was cut.",
		"What was begun there goes on to its own end. Ask again to see what became of it; mail does not depend on the console.",
		said,
	);

const sudoRefuses = (place: SshPlace, said: readonly string[]) =>
	diagnosisOf(
		"ssh-sudo-refuses",
		`sudo on the host doesn't let ${place.user} start the program.`,
		`Put this line into /etc/sudoers.d/listkeeper there: ${sudoersLine(place.user)}`,
		said,
	);

const programMissing = (said: readonly string[]) =>
	diagnosisOf(
		"ssh-program-missing",
		`The program is not at ${PROGRAM_PATH} on the host, or can't be started.`,
		"Install Listkeeper's program there, then check again.",
		said,
	);

/** Something answers, and it isn't the program. In: what it said. */
export const otherCommand = (said: readonly string[]): Diagnosis =>
	diagnosisOf(
		"ssh-other-command",
		"The host answers, but it isn't Listkeeper's program that does.",
		`See that the console's line in authorized_keys begins with restrict,command="${SERVE_ARGV.join(" ")}", and that the account's shell prints nothing by itself.`,
		said,
	);

const programEnded = (said: readonly string[]) =>
	diagnosisOf(
		"host-unanswered",
		"The program on the host ended without an answer.",
		`Run ${PROGRAM_PATH} status there, as root, to see what it says, then ask again. Mail does not depend on the console.`,
		said,
	);

/** How the client ended. */
export type SshEnd = {
	/** Its exit status; null after a signal. */
	status: number | null;
	said: readonly string[];
	/** Whether an event of the program was heard before. */
	heard: boolean;
	/** Whether anything else came where its events come. */
	strayed: boolean;
};

/** ssh(1), "EXIT STATUS": 255 where an error of its own occurred, the remote command's otherwise. */
const OWN_ERROR = 255;
/** sh(1): what was to be started wasn't found. */
const NOT_FOUND = 127;

/**
 * Why a host that is reached by ssh ended without an answer.
 * In: how the client ended, where it led, the fingerprints of the confirmed keys, the line that lets the console in.
 */
export function sshDiagnosis(
	{ status, said, heard, strayed }: SshEnd,
	place: SshPlace,
	pinned: readonly string[],
	line: string,
): Diagnosis {
	const text = said.join("\n");
	if (status === null || status === OWN_ERROR) {
		if (heard) return cut(said);
		if (/Host key verification failed|No \S+ host key is known/.test(text))
			return hostKeyDiffers(place, pinned, said);
		if (/Permission denied \(|Too many authentication failures/.test(text))
			return keyNotAccepted(place, line, said);
		if (/Could not resolve hostname/.test(text)) return sshUnknownName(place, said);
		if (/Connection refused/.test(text)) return sshRefused(place, said);
		if (/timed out|No route to host|is unreachable/.test(text)) return sshUnreachable(place, said);
		if (/kex_exchange_identification|banner exchange/.test(text)) return sshNoSshd(place, said);
		return cut(said);
	}
	if (strayed) return otherCommand(said);
	if (status === NOT_FOUND || /: command not found/.test(text)) return programMissing(said);
	if (/^sudo: |is not in the sudoers file|is not allowed to (execute|run sudo)/m.test(text))
		return sudoRefuses(place, said);
	// Whatever it was, it had nothing to say.
	return heard || said.length > 0 ? programEnded(said) : otherCommand(said);
}
