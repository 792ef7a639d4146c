import { describe, expect, it } from "vitest";
import { type SshEnd, sshDiagnosis } from "./ssh-diagnosis";

const place = { user: "listkeeper", address: "lists.example.com", port: 2222 };
const why = (end: Partial<SshEnd>) =>
	sshDiagnosis(
		{ status: 255, said: [], heard: false, strayed: false, ...end },
		place,
		["SHA256:confirmed"],
		"restrict …",
	);

describe("why a host that ssh leads to gave no answer", () => {
	// The words of OpenSSH 9.2 and sudo 1.9.
	it.each([
		["ssh: Could not resolve hostname lists.example.com: Name or service not known", "ssh-unknown-name"],
		["ssh: connect to host lists.example.com port 2222: Connection timed out", "ssh-unreachable"],
		["ssh: connect to host lists.example.com port 2222: No route to host", "ssh-unreachable"],
		["ssh: connect to host lists.example.com port 2222: Network is unreachable", "ssh-unreachable"],
		["ssh: connect to host lists.example.com port 2222: Connection refused", "ssh-refused"],
		["kex_exchange_identification: Connection closed by remote host", "ssh-closed"],
		["listkeeper@lists.example.com: Permission denied (publickey,password).", "ssh-key-not-accepted"],
		[
			"Received disconnect from 192.0.2.7 port 2222:2: Too many authentication failures",
			"ssh-key-not-accepted",
		],
		["Host key verification failed.", "ssh-host-key-differs"],
		["client_loop: send disconnect: Broken pipe", "ssh-cut"],
	])("is told from what the client said: %s", (said, code) => {
		expect(why({ said: [said] }).code).toBe(code);
	});

	it.each([
		["sudo: a password is required", "ssh-sudo-refuses"],
		["sudo: a terminal is required to read the password", "ssh-sudo-refuses"],
		["listkeeper is not in the sudoers file.", "ssh-sudo-refuses"],
		[
			"Sorry, user listkeeper is not allowed to execute '/usr/local/bin/listkeeper' as root",
			"ssh-sudo-refuses",
		],
		["sudo: /usr/local/bin/listkeeper: command not found", "ssh-program-missing"],
		["SyntaxError: Unexpected token", "host-unanswered"],
	])("is told from what the host said: %s", (said, code) => {
		expect(why({ status: 1, said: [said] }).code).toBe(code);
	});

	it("names a key of another kind where the client says no fingerprint", () => {
		const said = ["No RSA host key is known for listkeeper-host and you have requested strict checking."];
		expect(why({ said }).sentence).toBe(
			"lists.example.com, port 2222 shows a host key of another kind, and SHA256:confirmed was confirmed.",
		);
	});

	it("is a cut connection once the program was heard, whatever it said of itself before", () => {
		const said = ["Permission denied (publickey).", "Timeout, server lists.example.com not responding."];
		expect(why({ said, heard: true }).code).toBe("ssh-cut");
		expect(why({ status: null, heard: true }).code).toBe("ssh-cut");
	});

	it("is not taken from a host's words where the client itself was content", () => {
		expect(why({ status: 1, said: ["Permission denied (publickey)."] }).code).toBe("host-unanswered");
		expect(why({ status: 0, said: ["Host key verification failed."], strayed: true }).code).toBe(
			"ssh-other-command",
		);
	});

	it("comes with the line that mends it", () => {
		expect(why({ said: ["x: Permission denied (publickey)."] }).remedy).toContain("restrict …");
		expect(why({ status: 1, said: ["sudo: a password is required"] }).remedy).toContain(
			"listkeeper ALL=(root) NOPASSWD: /usr/local/bin/listkeeper serve",
		);
	});
});
