import "server-only";
import { execFile } from "node:child_process";
import { chmodSync, existsSync, linkSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { env } from "@/lib/kernel/env";
import { HostFailed } from "@/lib/kernel/errors";
import { sshMissing } from "./ssh-diagnosis";

const run = promisify(execFile);

/** Where what the console knows of ssh lies; for its own eyes. */
export const sshDirectory = (): string => {
	const directory = path.join(path.resolve(env.stateDirectory), "ssh");
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	return directory;
};

/**
 * Runs one of OpenSSH's programs. Out: what it printed.
 * Throws HostFailed where this machine has no OpenSSH; what else goes wrong is thrown as it comes.
 */
async function openssh(program: string, args: readonly string[]): Promise<string> {
	try {
		const { stdout } = await run(program, [...args], { timeout: 20_000 });
		return stdout;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT")
			throw new HostFailed(sshMissing());
		throw error;
	}
}

/**
 * The file of the console's own private key. It is made when it is first needed, in a directory of its own, and put in
 * its place by a link: of two who make one at the same moment both use the one that was first.
 */
export async function consoleKeyFile(): Promise<string> {
	const directory = sshDirectory();
	const file = path.join(directory, "key");
	if (existsSync(file)) return file;
	const making = mkdtempSync(path.join(directory, "making-"));
	try {
		const made = path.join(making, "key");
		await openssh("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "listkeeper", "-f", made]);
		chmodSync(made, 0o600);
		if (!existsSync(file)) linkSync(made, file);
	} catch (error) {
		if (!existsSync(file)) throw error;
	} finally {
		rmSync(making, { recursive: true, force: true });
	}
	return file;
}

/** The console's public key, a line as OpenSSH writes it. */
export async function consolePublicKey(): Promise<string> {
	return (await openssh("ssh-keygen", ["-y", "-f", await consoleKeyFile()])).trim();
}
