// @ts-check
import { chmodSync, existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { must, run } from "./run.mjs";

/** A program the tests or the product use, and the Debian package that brings it; `service` is what it would start. @typedef {{ package: string, program: string, service?: string }} Need */

const MARK = "# Written by Listkeeper while it installs packages; removed again afterwards.";
const POLICY = "/usr/sbin/policy-rc.d";

/** Whether the file is one of ours, left by a run that was killed. @param {string} file */
const ours = (file) =>
	lstatSync(file, { throwIfNoEntry: false })?.isFile() && readFileSync(file, "utf8").includes(MARK);

/**
 * Puts back the machine's own policy-rc.d, byte for byte, or none where there was none. Does nothing
 * where nothing of ours stands.
 * @param {string} policy
 */
const restorePolicy = (policy) => {
	if (ours(policy)) rmSync(policy);
	if (lstatSync(`${policy}.listkeeper-kept`, { throwIfNoEntry: false }))
		renameSync(`${policy}.listkeeper-kept`, policy);
};

/**
 * Does `work` while no package may start a daemon. invoke-rc.d asks policy-rc.d before it starts
 * anything, and 101 means "not allowed" (Debian Policy, "Running initscripts").
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [policy]
 * @returns {Promise<T>}
 */
export const withDaemonsHeldBack = async (work, policy = POLICY) => {
	restorePolicy(policy);
	if (lstatSync(policy, { throwIfNoEntry: false })) renameSync(policy, `${policy}.listkeeper-kept`);
	writeFileSync(policy, `#!/bin/sh\n${MARK}\nexit 101\n`);
	chmodSync(policy, 0o755);
	try {
		return await work();
	} finally {
		restorePolicy(policy);
	}
};

/** What is not here yet. @param {readonly Need[]} needs */
export const missing = (needs) => needs.filter((need) => !existsSync(need.program));

/** The command that an administrator would type. @param {readonly Need[]} needs */
export const installCommand = (needs) =>
	`apt-get install --no-install-recommends ${needs.map((need) => need.package).join(" ")}`;

/**
 * Installs packages as root, starts no daemon, and sees that none of them starts at the next boot
 * either: this machine was not asked to serve anything. Throws ProgramFailed.
 * @param {readonly Need[]} needs
 * @param {(text: string) => void} show
 */
export const install = (needs, show) =>
	withDaemonsHeldBack(async () => {
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		const patient = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"];
		await must(["apt-get", ...patient, "update"], { env, show });
		await must(
			[
				"apt-get",
				...patient,
				"install",
				"-y",
				"--no-install-recommends",
				...needs.map((need) => need.package),
			],
			{ env, show },
		);
		for (const { service } of needs)
			if (service !== undefined && existsSync("/usr/sbin/update-rc.d"))
				await run(["/usr/sbin/update-rc.d", service, "disable"], { env, show });
	});
