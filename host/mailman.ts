import path from "node:path";
import { diagnoseMailman } from "@/lib/core/checks/diagnose";
import type { Host } from "./context";
import { limitMs } from "./context";
import { diagnosisOf, errno, HostFailure } from "./errors";
import { linesOf } from "./exim-daemon";
import { childrenOf, type Process, processWith } from "./processes";
import { stagedOn } from "./staged";

/** What `host.json` says of an installation, with its defaults. */
export const knownAs = (host: Host, prefix: string) => {
	const known = host.config.installations.find((one) => one.prefix === prefix);
	return {
		mailmanctl: known?.mailmanctl ?? path.join(prefix, "bin/mailmanctl"),
		python: known?.python ?? null,
		simulated: known?.simulated ?? false,
	};
};

export type MailmanState = {
	prefix: string;
	/** The process that holds the master lock; null when nobody living does. */
	master: Process | null;
	runners: Process[];
};

/** Who runs an installation's queues: the master lock's holder and its children, not a pid file (facts, section 5). */
export function mailmanState(host: Host, prefix: string): MailmanState {
	const lock = host.system.read(path.join(prefix, "locks/master-qrunner"));
	const pid = Number(/\.(\d+)\s*$/.exec(lock ?? "")?.[1] ?? 0);
	const master = processWith(host.system, pid);
	return { prefix, master, runners: master ? childrenOf(host.system, master.pid).filter(isRunner) : [] };
}

/** A child that the master has only just forked is still the master's image, and may yet fail to become a runner. */
const isRunner = ({ argv }: Process): boolean => argv.some((word) => path.basename(word) === "qrunner");

type Word = "start" | "stop" | "restart";

/**
 * Calls mailmanctl. Its status is 0 nearly always (facts, section 5), so a good one proves nothing:
 * whether the runners live is for `observe` to see.
 * In: a prefix and what is asked; a start also clears a lock that a crash left.
 * Throws HostFailure when it can't be run, fails or takes too long.
 */
export async function mailmanctl(host: Host, prefix: string, word: Word): Promise<string[]> {
	const program = knownAs(host, prefix).mailmanctl;
	const argv = [program, ...(word === "start" ? ["-s"] : []), word];
	const ran = await host.system.run({ argv, cwd: prefix, timeoutMs: limitMs(host, "program") });
	const said = linesOf(ran);
	if (ran.status === 0) return said;
	const known = diagnoseMailman(said.join("\n"), stagedOn(host));
	throw new HostFailure(
		"environment",
		diagnosisOf(
			ran.timedOut ? "mailmanctl-time-out" : "mailmanctl",
			ran.timedOut
				? `\`${argv.join(" ")}\` did not end within ${host.config.timeLimits.program} s.`
				: `\`${argv.join(" ")}\` failed with status ${ran.status}.${known ? ` ${known.sentence}` : ""}`,
			known?.remedy ?? `Run \`${argv.join(" ")}\` by hand, put right what it says, then deploy again.`,
			{ said },
		),
	);
}

/** Stops an installation's runners and waits until their master is gone. */
export async function stopMailman(host: Host, prefix: string): Promise<void> {
	const before = mailmanState(host, prefix).master;
	if (before === null) return;
	await mailmanctl(host, prefix, "stop");
	const end = host.system.uptime() + limitMs(host, "observe");
	while (mailmanState(host, prefix).master?.pid === before.pid && host.system.uptime() < end)
		await host.system.sleep(20);
}

/** Names of an installation's lists, as Exim's router sees them: directories with a `config.pck`. */
export function listsOf(host: Host, prefix: string): string[] {
	const lists = path.join(prefix, "lists");
	return (host.system.list(lists) ?? []).filter(
		(name) => host.system.facts(path.join(lists, name, "config.pck")) !== null,
	);
}

/** The same as far as this process may look; where it may not, none. */
export function listsSeen(host: Host, prefix: string): string[] {
	try {
		return listsOf(host, prefix);
	} catch (error) {
		if (errno(error) === "EACCES") return [];
		throw error;
	}
}

/** Removes what Python compiled of an installation's settings: one written within the same second stays in force. */
export function removeCompiled(host: Host, prefix: string): string[] {
	const found = compiledOf(host, prefix);
	for (const file of found) host.system.removeFile(file);
	return found;
}

/** Compiled copies of an installation's `mm_cfg.py` (Python 2 beside it, Python 3 in `__pycache__`). */
export function compiledOf(host: Host, prefix: string): string[] {
	const modules = path.join(prefix, "Mailman");
	const cache = path.join(modules, "__pycache__");
	return [
		...["mm_cfg.pyc", "mm_cfg.pyo"].map((name) => path.join(modules, name)),
		...(host.system.list(cache) ?? [])
			.filter((name) => /^mm_cfg\..*\.pyc$/.test(name))
			.map((name) => path.join(cache, name)),
	].filter((file) => host.system.facts(file) !== null);
}
