import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SERVE_ARGV } from "@/lib/core/host/program";
import { consoleKeyFile, sshDirectory } from "./connection-key";
import type { SshConnection } from "./ssh-schema";

/** The name that a host's key is known by in a file of its own, whatever its address or port. */
const ALIAS = "listkeeper-host";

/** A path as ssh reads it in an option: one word, and none of its own tokens in it (ssh_config(5), "TOKENS"). */
const quoted = (file: string) => `"${file.replaceAll("%", "%%")}"`;

/** The file with a host's pinned keys; named by what it holds, so that one host's never becomes another's. */
function knownHostsFile(keys: readonly string[]): string {
	const text = keys.map((key) => `${ALIAS} ${key}\n`).join("");
	const name = `known-hosts-${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
	const file = path.join(sshDirectory(), name);
	if (!existsSync(file)) {
		const written = `${file}.${randomUUID()}`;
		writeFileSync(written, text, { mode: 0o600 });
		renameSync(written, file);
	}
	return file;
}

/**
 * The command line that reaches a host: OpenSSH's client with nobody's configuration, the console's own key, and no
 * host key but the confirmed ones. The words after the address are the same for every host. A host's `authorized_keys`
 * forces them anyway; without that line they keep a request from being read by a shell.
 */
export async function sshArgv(connection: SshConnection): Promise<[string, ...string[]]> {
	const options = {
		BatchMode: "yes",
		StrictHostKeyChecking: "yes",
		UserKnownHostsFile: quoted(knownHostsFile(connection.hostKeys)),
		GlobalKnownHostsFile: "/dev/null",
		HostKeyAlias: ALIAS,
		UpdateHostKeys: "no",
		VerifyHostKeyDNS: "no",
		PreferredAuthentications: "publickey",
		IdentityFile: quoted(await consoleKeyFile()),
		IdentitiesOnly: "yes",
		IdentityAgent: "none",
		ClearAllForwardings: "yes",
		ForwardAgent: "no",
		ForwardX11: "no",
		PermitLocalCommand: "no",
		ControlMaster: "no",
		ControlPath: "none",
		RequestTTY: "no",
		EscapeChar: "none",
		ConnectTimeout: "10",
		ServerAliveInterval: "15",
		ServerAliveCountMax: "4",
		LogLevel: "INFO",
	};
	return [
		"ssh",
		"-F",
		"none",
		...Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
		"-l",
		connection.user,
		"-p",
		String(connection.port),
		"--",
		connection.address,
		SERVE_ARGV.join(" "),
	];
}
