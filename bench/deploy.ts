import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { processAccount } from "@/host/account";
import type { HostConfig } from "@/host/config";
import { createRehearsalHost } from "@/host/rehearsal/create";
import { startRehearsalHost, stopRehearsalHost } from "@/host/rehearsal/start";
import { sha256 } from "@/host/sha256";
import { temporaryRoot } from "@/host/testing/temporary-root";
import { canaryDeliveries, canaryLists, smtpDialogue } from "@/lib/core/checks/canary";
import { deriveAddressTests } from "@/lib/core/checks/derive";
import { policySessions } from "@/lib/core/checks/policy-sessions";
import { PROTOCOL } from "@/lib/core/host/protocol";
import { buildRelease, placeFiles } from "@/lib/core/release/build";
import type { ConfigFile } from "@/lib/core/release/types";
import { renderCanary } from "@/lib/core/render/canary";
import { type MailSystem, mailSystem, newMailSystem } from "@/lib/core/system/mail-system";
import { median, rounded } from "./lib/measure";

const ROUNDS = 15;
const SETTLE_MS = 1_500;
const hostProgram = path.resolve("dist/listkeeper.mjs");

/** Two systems whose Exim and Mailman files all differ, for one host. */
function systemsFor(config: HostConfig): [MailSystem, MailSystem] {
	const { user = "", group = "" } = config.target.runtime ?? {};
	const one = mailSystem.parse({
		...newMailSystem("postmaster@example.net"),
		domains: ["com", "org"].map((id) => ({ name: `list.example.${id}`, installation: id })),
		installations: config.installations.map(({ prefix }) => {
			const id = prefix.includes("/com/") ? "com" : "org";
			return { id, prefix, user, group, python: "/usr/bin/python3", webHost: `www.example.${id}` };
		}),
	});
	return [one, { ...one, verp: { ...one.verp, strategy: "exim", probes: true } }];
}

const listsOf = (config: HostConfig, system: MailSystem) =>
	Object.fromEntries(
		system.installations.map(({ id, prefix }) => [
			id,
			fs
				.readdirSync(path.join(prefix, "lists"))
				.filter((name) => config.installations.length > 0 && name !== ""),
		]),
	);

function write(directory: string, files: readonly ConfigFile[]) {
	for (const { target, text } of files) {
		fs.mkdirSync(path.join(directory, target, ".."), { recursive: true });
		fs.writeFileSync(path.join(directory, target), text);
	}
}

const must = (what: string, ran: ReturnType<typeof spawnSync>) => {
	if (ran.status !== 0) throw new Error(`${what}: ${ran.stdout} ${ran.stderr}`);
};

/** A rehearsal host with its Exim, sink and simulated Mailman running. */
async function makeHost() {
	const root = temporaryRoot();
	const config = await createRehearsalHost({ directory: root.path });
	await startRehearsalHost(root.path, [process.execPath, hostProgram]);
	const systems = systemsFor(config);
	let live: string | null = null;
	return {
		root: root.path,
		config,
		systems,
		/** Deploys by the program, as the console does. */
		deploy: (system: MailSystem) => {
			const { id } = buildRelease(system, config.target, sha256);
			const request = {
				protocol: PROTOCOL,
				actor: "bench",
				verb: "deploy",
				system,
				reviewed: id,
				live,
				tests: [],
				note: "",
				confirmMinutes: null,
			};
			const ran = spawnSync(process.execPath, [hostProgram, "--root", root.path, "serve"], {
				input: JSON.stringify(request),
			});
			must("deploy", ran);
			live = id;
		},
		remove: async () => {
			await stopRehearsalHost(root.path);
			root.remove();
		},
	};
}
type BenchHost = Awaited<ReturnType<typeof makeHost>>;

/**
 * What an administrator does by hand, as a script: write, ask Exim about the file and the same addresses, send the same
 * canary, swap, signal, restart, ask again. It believes what it is told, and sees nothing of what comes of it.
 */
const BY_HAND = `set -e
rm -rf $NEW && mkdir -p $NEW && cp -r $SOURCE/release/. $NEW
$EXIM -C $NEW/exim/exim.conf -bV > /dev/null
ask() {
	$EXIM -C $1 -bt < $SOURCE/addresses > $SOURCE/answers || true
	while read -r sender address; do
		$EXIM -C $1 -bt -oMa 127.0.0.1 -f $sender $address >> $SOURCE/answers
	done < $SOURCE/verp
	! grep -q 'cannot be resolved' $SOURCE/answers
}
ask $NEW/exim/exim.conf
rm -rf $CANARY && mkdir -p $CANARY && cp -r $SOURCE/canary/. $CANARY
$EXIM -C $CANARY/exim/exim.conf -odi -bs -oMa 127.0.0.1 < $SOURCE/dialogue > /dev/null
test $(wc -l < $CANARY/records) -eq $WRAPPED
rm -rf $CANARY
ln -sfn $NEW $CURRENT.new && mv -T $CURRENT.new $CURRENT
kill -HUP $(cat $PIDFILE)
for prefix in $PREFIXES; do $prefix/bin/mailmanctl -q restart; done
ask $CURRENT/exim/exim.conf
`;

/**
 * The same by somebody who proves as much as the program does: plays the policy's cases, has Mailman's Python read the
 * settings, and looks whether the port greets with the new release and every installation's runners live.
 */
const BY_HAND_WITH_CARE = BY_HAND.replace(
	"rm -rf $CANARY &&",
	`for session in $SOURCE/sessions/*; do
	$EXIM -C $NEW/exim/exim.conf -bh $(head -n 1 $session) < $session > /dev/null 2> $SOURCE/session
done
for prefix in $PREFIXES; do
	(cd $prefix && /usr/bin/python3 -B -c 'import sys; sys.path[:0] = [".", "Mailman"]; from Mailman import mm_cfg; print(mm_cfg.SMTP_MAX_RCPTS)') > /dev/null
done
rm -rf $CANARY &&`,
).concat(`until (exec 3<> /dev/tcp/127.0.0.1/$PORT && head -n 1 <&3) 2> /dev/null | grep -q "$(basename $NEW)"; do :; done
for prefix in $PREFIXES; do
	until test $(pgrep -c -P $(sed 's/.*[.]//' $prefix/locks/master-qrunner)) -ge 8; do :; done
done
`);

/** Prepares the scripts for one system of a host. Out: what runs each. */
function byHand(
	{ root, config }: BenchHost,
	system: MailSystem,
	name: string,
): Record<"listed" | "careful", () => void> {
	const state = config.target.stateDirectory;
	const source = path.join(root, `by-hand-${name}`);
	const release = path.join(state, "releases", name);
	const canary = path.join(state, "canary");
	const lists = listsOf(config, system);
	const deliveries = canaryDeliveries(system, lists);
	const tests = deriveAddressTests(system, lists);
	write(path.join(source, "release"), placeFiles(buildRelease(system, config.target, sha256).files, release));
	const { user = "", group = "" } = config.target.runtime ?? {};
	const homes = Object.fromEntries(
		system.installations.map(({ id }) => [id, path.join(canary, "homes", id)]),
	);
	const rendered = renderCanary(system, config.target, {
		directory: canary,
		user,
		group,
		sinkPort: config.target.sinkPort ?? 0,
		homes,
	});
	write(path.join(source, "canary"), placeFiles(rendered, canary));
	for (const [id, list] of Object.entries(canaryLists(deliveries))) {
		write(path.join(source, "canary/homes", id), [
			{ target: `lists/${list}/config.pck`, text: "" },
			{
				target: "mail/mailman",
				text: `#!/bin/sh\nprintf '%s\\n' "$0 $*" >> ${canary}/records\nwhile read -r line; do :; done\n`,
			},
		]);
		fs.chmodSync(path.join(source, "canary/homes", id, "mail/mailman"), 0o755);
	}
	const plain = tests.filter((test) => test.sender === null);
	write(source, [
		{ target: "addresses", text: plain.map(({ address }) => `${address}\n`).join("") },
		{
			target: "verp",
			text: tests
				.filter((test) => test.sender !== null)
				.map(({ sender, address }) => `${sender} ${address}\n`)
				.join(""),
		},
		{ target: "dialogue", text: smtpDialogue(deliveries) },
		{ target: "answers", text: "" },
		...policySessions(system, lists).map(({ from, input }, i) => ({
			target: `sessions/${i}`,
			text: `${from}\n${input}`,
		})),
	]);
	const account = processAccount(config);
	if (account) must("chown", spawnSync("chown", ["-R", `${account.uid}:${account.gid}`, source]));
	const env = {
		...process.env,
		EXIM: config.exim.path,
		NEW: release,
		SOURCE: source,
		CANARY: canary,
		CURRENT: path.join(state, "current"),
		PIDFILE: config.target.runtime?.pidFile ?? "",
		PORT: String(config.target.runtime?.port),
		PREFIXES: config.installations.map(({ prefix }) => prefix).join(" "),
		WRAPPED: String(deliveries.filter(({ expect }) => expect.kind === "wrapper").length),
	};
	const script = (text: string) => () =>
		must("by hand", spawnSync("/bin/bash", ["--norc", "-c", text], { env, cwd: "/", ...(account ?? {}) }));
	return { listed: script(BY_HAND), careful: script(BY_HAND_WITH_CARE) };
}

/** How long something takes, in milliseconds. */
function timed(work: () => void): number {
	const began = performance.now();
	work();
	return performance.now() - began;
}

/** The queue runners that were restarted go on starting after both; neither must pay for the other's. */
const settle = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MS);

/**
 * A deployment by the program over the same work done by hand, each on a host of its own, both alternating between
 * two releases whose files all differ. `deploy_ratio` is against a script that proves as much; `deploy_ratio_listed`
 * against one that plays no policy cases, reads no settings back and doesn't look at what runs afterwards.
 */
export async function run(): Promise<Record<string, number>> {
	must("bundle", spawnSync(process.execPath, ["bin/bundle-host.mjs"]));
	const [ours, theirs] = [await makeHost(), await makeHost()];
	try {
		for (const host of [ours, theirs]) for (const system of host.systems) host.deploy(system);
		const scripts = theirs.systems.map((system, i) => byHand(theirs, system, `script-${i}`));
		const ratios: Record<"listed" | "careful", number[]> = { listed: [], careful: [] };
		for (let round = 0; round < ROUNDS; round++) {
			const took = { program: 0, listed: 0, careful: 0 };
			const doing = {
				program: () => ours.deploy(ours.systems[round % 2] ?? ours.systems[0]),
				listed: () => scripts[round % 2]?.listed(),
				// The other release, so that there is something to swap.
				careful: () => scripts[(round + 1) % 2]?.careful(),
			};
			const names = ["program", "listed", "careful"] as const;
			for (const name of [...names.slice(round % 3), ...names.slice(0, round % 3)]) {
				settle();
				took[name] = timed(() => void doing[name]());
			}
			for (const name of ["listed", "careful"] as const) ratios[name].push(took.program / took[name]);
		}
		return {
			deploy_ratio: rounded(median(ratios.careful), 3),
			deploy_ratio_listed: rounded(median(ratios.listed), 3),
		};
	} finally {
		await ours.remove();
		await theirs.remove();
	}
}
