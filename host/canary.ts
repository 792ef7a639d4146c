import path from "node:path";
import {
	type CanaryDelivery,
	type CanaryRecord,
	canaryDeliveries,
	canaryLists,
	smtpDialogues,
} from "@/lib/core/checks/canary";
import { placeFiles } from "@/lib/core/release/build";
import { renderCanary } from "@/lib/core/render/canary";
import { EXIM_CONF } from "@/lib/core/render/exim/exim-conf";
import { canaryCopy } from "@/lib/core/weave/canary-copy";
import { abreast } from "./abreast";
import { accountNamed, namesOf } from "./account";
import { asRead } from "./as-read";
import { liveEximFile } from "./config";
import { awaitThat, type Host, limitMs, say } from "./context";
import { makeDirectories } from "./durable";
import { diagnosisOf, HostFailure } from "./errors";
import { exim } from "./exim";
import type { Weave } from "./journal";
import { listsByInstallation } from "./lists";
import { processesNaming, signalIfThere } from "./processes";
import type { StoredRelease } from "./store";
import type { Account, MailTaker, Ran } from "./system";

const DIRECTORY_MODE = 0o755;

/**
 * Stands in for every installation's wrapper: notes by which path and with which words it was called, and reads the
 * message, as the real one does. The line is one write, so calls at the same time don't mix.
 */
const recorder = (records: string): string => `#!/bin/sh
printf '%s\\t%s\\t%s\\t%s\\n' "$0" "$1" "$2" "$RECIPIENT" >> ${records}
while read -r line; do :; done
`;

/** What a canary was to show, what came of it, and what Exim said and logged. */
export type CanaryRun = {
	deliveries: CanaryDelivery[];
	records: CanaryRecord[];
	/** The text it was delivered with. */
	text: string;
	said: string;
	log: string;
};

/**
 * Whom a canary runs and delivers as, never root: the account that the host's programs run as, and on a machine of root's
 * the one that Exim itself runs as. Throws HostFailure where Exim doesn't name one of this machine's.
 */
async function deliversAs(host: Host): Promise<Account> {
	const own = host.account ?? { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
	if (own.uid !== 0) return own;
	const live = liveEximFile(host.config);
	const file = host.system.facts(live) === null ? "/dev/null" : live;
	const { stdout } = await exim(host, file, ["-bP", "exim_user", "exim_group"]);
	const named = (option: string) => new RegExp(`^${option} = (\\S+)$`, "m").exec(stdout)?.[1] ?? null;
	const [user, group] = [named("exim_user"), named("exim_group")];
	const account = user === null ? null : accountNamed(user, group);
	if (account !== null && account.uid !== 0) return account;
	throw new HostFailure(
		"environment",
		diagnosisOf(
			"no-exim-user",
			`Exim says that it runs as ${user ?? "nobody"}:${group ?? "nobody"}, which is no account of this machine's that mail could be delivered as.`,
			"Give exim_user and exim_group the name of an account that is not root's, then check again.",
			{ said: stdout.split("\n").filter((line) => line !== "") },
		),
	);
}

const homeOf = (directory: string, installation: string) => path.join(directory, "homes", installation);

/**
 * Makes a stand-in home for every installation. All share one directory of lists and one recorder; which home a call
 * came through is in the path it was called by.
 */
function makeHomes(host: Host, directory: string, lists: Readonly<Record<string, string>>) {
	const { system } = host;
	for (const list of new Set(Object.values(lists))) {
		makeDirectories(system, path.join(directory, "lists", list), DIRECTORY_MODE);
		system.write(path.join(directory, "lists", list, "config.pck"), "", 0o644);
	}
	makeDirectories(system, path.join(directory, "mail"), DIRECTORY_MODE);
	system.write(
		path.join(directory, "mail/mailman"),
		recorder(path.join(directory, "records")),
		DIRECTORY_MODE,
	);
	for (const installation of Object.keys(lists)) {
		const home = homeOf(directory, installation);
		makeDirectories(system, home, DIRECTORY_MODE);
		for (const shared of ["lists", "mail"])
			system.symlink(path.join(directory, shared), path.join(home, shared));
	}
}

/**
 * Makes the directories that Exim would make itself, for several Exims begin at the same moment: one that finds no log
 * directory in `statvfs` and then sees it in `stat`, since another has just made it, answers 421 (Exim's receive.c).
 */
function makeEximsDirectories(host: Host, directory: string, account: Account) {
	for (const name of ["spool", "log"])
		makeDirectories(host.system, path.join(directory, name), DIRECTORY_MODE);
	host.system.write(path.join(directory, "records"), "", 0o644);
	if (process.geteuid?.() === 0)
		for (const name of ["spool", "log", "records"]) host.system.chown(path.join(directory, name), account);
}

/** The recorder's lines as records. */
function readRecords(text: string, directory: string): CanaryRecord[] {
	return text
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => {
			const [called = "", command = "", list = "", recipient = ""] = line.split("\t");
			const installation = path.relative(path.join(directory, "homes"), called).split("/")[0] ?? "";
			return { kind: "wrapper", installation, command, list, recipient };
		});
}

const sinkRecords = (sink: MailTaker): CanaryRecord[] =>
	sink
		.taken()
		.flatMap(({ sender, recipients }) =>
			recipients.map((recipient): CanaryRecord => ({ kind: "sink", sender, recipient })),
		);

/** Ends the Exims of a canary whose program was stopped: they go on delivering, and make their spool anew. */
const endStragglers = (host: Host) =>
	awaitThat(host.system, limitMs(host, "program"), async () => {
		const left = processesNaming(host.system, host.paths.canary);
		for (const { pid } of left) signalIfThere(host.system, pid, "SIGKILL");
		return left.length === 0 ? null : "A canary's processes don't end.";
	});

/** Removes what a canary left. By one process: its spool has more files than are worth counting. */
export async function clearCanary(host: Host) {
	if (host.system.facts(host.paths.canary) === null) return;
	await endStragglers(host);
	const argv = ["/bin/rm", "-rf", host.paths.canary];
	const ran = await host.system.run({ argv, timeoutMs: limitMs(host, "program") });
	if (ran.status !== 0) say(host, null, `${host.paths.canary} stays behind: ${ran.stderr.trim()}`);
}

/** A canary whose files are written, ready to be sent. */
export type PreparedCanary = {
	/** Sends it and takes away what was made for it. To be called once. */
	send: () => Promise<CanaryRun>;
};

/**
 * Makes ready to send mail through a release's real router and transport, into stand-ins that only record: no other
 * check sees what is expanded at delivery (facts, section 2). Nobody's mail is touched, and nothing leaves the machine.
 */
export async function prepareCanary(
	host: Host,
	release: StoredRelease,
	weaves: readonly Weave[] = [],
): Promise<PreparedCanary> {
	const { system } = host;
	const directory = host.paths.canary;
	await clearCanary(host);
	const deliveries = canaryDeliveries(release.system, listsByInstallation(host, release.system));
	const account = await deliversAs(host);
	const sink = await system.takeMail();
	const clear = async () => {
		await sink.stop();
		await clearCanary(host);
	};
	try {
		makeHomes(host, directory, canaryLists(deliveries));
		makeEximsDirectories(host, directory, account);
		const rendered = renderCanary(release.system, release.target, {
			directory,
			...namesOf(account),
			sinkPort: sink.port,
			homes: Object.fromEntries(release.system.installations.map(({ id }) => [id, homeOf(directory, id)])),
		});
		for (const { target, text } of placeFiles(rendered, directory)) {
			makeDirectories(system, path.dirname(path.join(directory, target)), DIRECTORY_MODE);
			system.write(path.join(directory, target), text, 0o644);
		}
		asRead(host, weaves, directory, directory, canaryCopy);
	} catch (error) {
		await clear();
		throw error;
	}
	return {
		send: async () => {
			try {
				const rans = await deliver(host, account, directory, deliveries, release);
				return {
					deliveries,
					records: [
						...readRecords(system.read(path.join(directory, "records")) ?? "", directory),
						...sinkRecords(sink),
					],
					text: system.read(path.join(directory, EXIM_CONF)) ?? "",
					said: rans.map((ran) => `${ran.stdout}${ran.stderr}`).join(""),
					log: ["main", "panic", "reject"]
						.map((name) => system.read(path.join(directory, "log", `${name}log`)) ?? "")
						.join(""),
				};
			} finally {
				await clear();
			}
		},
	};
}

/** The deliveries in a few parts of whole installations, which can be made at the same time. */
function parts(deliveries: readonly CanaryDelivery[], count: number): CanaryDelivery[][] {
	const size = Math.ceil(deliveries.length / count);
	const cut: CanaryDelivery[][] = [];
	for (const delivery of deliveries) {
		const last = cut.at(-1);
		// A part ends with an installation's list mail, which is its last delivery.
		if (last && (last.length < size || last.at(-1)?.expect.kind === "wrapper")) last.push(delivery);
		else cut.push([delivery]);
	}
	return cut;
}

const PARTS = 4;

async function deliver(
	host: Host,
	account: Account,
	directory: string,
	deliveries: readonly CanaryDelivery[],
	release: StoredRelease,
): Promise<Ran[]> {
	const { acceptQueuePerConnection, recipientsMax } = release.system.tuning;
	const dialogues = parts(deliveries, PARTS).flatMap((part) =>
		smtpDialogues(part, acceptQueuePerConnection, recipientsMax),
	);
	return abreast(dialogues, (stdin) =>
		exim(host, path.join(directory, EXIM_CONF), ["-odi", "-bs", "-oMa", "127.0.0.1"], {
			stdin,
			timeoutMs: limitMs(host, "canary"),
			...(host.account === null && process.geteuid?.() === 0 ? { as: account } : {}),
		}),
	);
}
