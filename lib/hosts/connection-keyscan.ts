import "server-only";
import { spawn } from "node:child_process";
import { connect } from "node:net";
import type { Diagnosis } from "@/lib/core/checks/types";
import { HostFailed } from "@/lib/kernel/errors";
import { sshMissing, sshNoSshd, sshRefused, sshUnknownName, sshUnreachable } from "./ssh-diagnosis";
import { hostKey, KEY_TYPES, type SshPlace } from "./ssh-schema";

const PATIENCE_S = 5;

/** What ssh-keyscan prints; it says nothing of why it got nothing. Throws HostFailed where it isn't there, or hangs. */
const keyscan = (place: SshPlace, type: string): Promise<string> =>
	new Promise((resolve, reject) => {
		const child = spawn("ssh-keyscan", [
			...["-T", String(PATIENCE_S), "-p", String(place.port), "-t", type],
			...["--", place.address],
		]);
		let text = "";
		child.stdout.setEncoding("utf8").on("data", (more: string) => {
			text += more;
		});
		child.stderr.resume();
		// What listens and greets like something else keeps ssh-keyscan waiting for longer than it was told.
		const hung = setTimeout(() => child.kill("SIGKILL"), (PATIENCE_S + 1) * 1_000);
		child.once("error", () => reject(new HostFailed(sshMissing())));
		child.once("close", (_, signal) => {
			clearTimeout(hung);
			if (signal) reject(new HostFailed(sshNoSshd(place)));
			else resolve(text);
		});
	});

const WHY: Readonly<Record<string, (place: SshPlace) => Diagnosis>> = {
	ECONNREFUSED: sshRefused,
	ENOTFOUND: sshUnknownName,
	EAI_AGAIN: sshUnknownName,
};

/** Why a place showed no key: what a connection to it comes to. */
const whyNone = (place: SshPlace): Promise<Diagnosis> =>
	new Promise((resolve) => {
		const socket = connect({ host: place.address, port: place.port, timeout: PATIENCE_S * 1_000 });
		const tell = (diagnosis: Diagnosis) => {
			socket.destroy();
			resolve(diagnosis);
		};
		socket.once("connect", () => tell(sshNoSshd(place)));
		socket.once("timeout", () => tell(sshUnreachable(place)));
		socket.once("error", (error: NodeJS.ErrnoException) =>
			tell((WHY[error.code ?? ""] ?? sshUnreachable)(place, [error.message])),
		);
	});

/**
 * The key that a host shows of the best kind it has: one, so that there is one fingerprint to compare.
 * Throws HostFailed with why there is none.
 */
export async function askForHostKeys(place: SshPlace): Promise<string[]> {
	for (const type of KEY_TYPES) {
		const printed = await keyscan(place, type.startsWith("ecdsa") ? "ecdsa" : type.replace("ssh-", ""));
		const keys = printed.split("\n").flatMap((line) => {
			const key = hostKey.safeParse(line.split(" ").slice(1, 3).join(" "));
			return key.success && !line.startsWith("#") ? [key.data] : [];
		});
		if (keys[0] !== undefined) return [keys[0]];
		// Three waits for a host that isn't there would be two too many.
		if (type === KEY_TYPES[0]) {
			const why = await whyNone(place);
			if (why.code !== "ssh-closed") throw new HostFailed(why);
		}
	}
	throw new HostFailed(sshNoSshd(place));
}
