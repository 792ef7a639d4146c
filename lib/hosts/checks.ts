/** What a connection to a host goes through: OpenSSH, sudo on this machine, or a socket that an installed console has. */
export type Through = "ssh" | "sudo" | "socket";

/** The checks of a connection in their order, each with the failures that belong to it. */
const CHECKS: Readonly<
	Record<Through, readonly { title: string; codes: readonly string[] | "any other" }[]>
> = {
	ssh: [
		{
			title: "It is reached",
			codes: ["ssh-missing", "ssh-refused", "ssh-unreachable", "ssh-unknown-name", "ssh-closed", "ssh-cut"],
		},
		{ title: "It shows the confirmed key", codes: ["ssh-host-key-differs"] },
		{ title: "It lets the console's key in", codes: ["ssh-key-not-accepted"] },
		{ title: "Listkeeper's program answers", codes: "any other" },
		{ title: "It speaks this console's version", codes: ["protocol-version", "host-version-differs"] },
	],
	sudo: [
		{ title: "sudo is there", codes: ["sudo-missing"] },
		{
			title: "sudo lets the console's account start the program",
			codes: ["sudo-refuses", "sudo-no-new-privileges"],
		},
		{ title: "Listkeeper's program is there", codes: ["program-missing"] },
		{ title: "It answers", codes: "any other" },
		{ title: "It speaks this console's version", codes: ["protocol-version", "host-version-differs"] },
	],
	socket: [
		{ title: "The socket that starts Listkeeper's program is there", codes: ["host-program-missing"] },
		{ title: "The program answers", codes: "any other" },
		{ title: "It speaks this console's version", codes: ["protocol-version", "host-version-differs"] },
	],
};

export type CheckState = "passed" | "failed" | "not reached";

/** The checks of a connection, in their order, as far as the last try came. In: the code of its failure. */
export function checksOf(through: Through, code: string): { title: string; state: CheckState }[] {
	const checks = CHECKS[through];
	const named = checks.findIndex(({ codes }) => codes !== "any other" && codes.includes(code));
	const failed = named >= 0 ? named : checks.findIndex(({ codes }) => codes === "any other");
	return checks.map(({ title }, index) => ({
		title,
		state: index < failed ? "passed" : index === failed ? "failed" : "not reached",
	}));
}
