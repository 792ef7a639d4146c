import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { type TemporaryRoot, temporaryRoot } from "./temporary-root";
import { until } from "./until";

/** What is to be changed freely, and is the machine's own again afterwards. */
const OVERLAID = ["/etc", "/usr/local", "/var/lib", "/var/log", "/var/mail", "/var/spool", "/run"];

const parentOf = (pid: string): string | undefined => {
	try {
		const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
	} catch {
		return undefined;
	}
};

/** The first process of a machine: of all that descend from its holder the one that is number 1 to those around it. */
const firstBelow = (holder: number): number => {
	const found = fs
		.readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.find((name) => {
			const parent = parentOf(name);
			if (parent !== String(holder) && (!parent || parentOf(parent) !== String(holder))) return false;
			return /^NSpid:.*\t1$/m.test(fs.readFileSync(`/proc/${name}/status`, "utf8"));
		});
	if (found === undefined) throw new Error(`Process ${holder} holds no machine.`);
	return Number(found);
};

/** How the machine's first process comes to be, once its directories are its own. */
const FIRST = {
	// It takes in whoever is left alone, and has to see them off, as an init does.
	plain: ["echo ready", "cat"],
	systemd: [
		// Of the real machine's kernel, devices, places for everybody and services nothing is systemd's here.
		"rm -rf /etc/systemd/system/*.wants /etc/crypttab && : >/etc/fstab",
		"for one in systemd-modules-load.service systemd-remount-fs.service systemd-random-seed.service modprobe@.service systemd-journald-audit.socket; do ln -sf /dev/null /etc/systemd/system/$one; done",
		"mount -o remount,bind,ro /",
		"mount -o remount,bind,ro /sys",
		"mount --bind /proc/sys /proc/sys",
		"mount -o remount,bind,ro /proc/sys",
		// A checkout that lies there is seen all the same.
		'mkdir /run/checkout && mount --bind "$PWD" /run/checkout',
		"mount -t tmpfs -o mode=1777 tmpfs /tmp",
		"mount -t tmpfs -o mode=1777 tmpfs /var/tmp",
		'[ -d "$PWD" ] || { mkdir -p "$PWD" && mount --bind /run/checkout "$PWD"; }',
		"umount /run/checkout && rmdir /run/checkout",
		"mkdir /tmp/dev && mount --rbind /dev /tmp/dev && mount -t tmpfs -o mode=755 tmpfs /dev && mkdir /dev/pts /dev/shm",
		"for one in null zero full random urandom tty; do : >/dev/$one; mount --bind /tmp/dev/$one /dev/$one; done",
		"umount -R -l /tmp/dev",
		"mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts /dev/pts",
		"ln -s pts/ptmx /dev/ptmx",
		"mount -t tmpfs -o mode=1777 tmpfs /dev/shm",
		"mount -t cgroup2 cgroup2 /sys/fs/cgroup",
		"echo ready",
		"exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=basic.target --log-target=null --show-status=0 >/dev/null 2>&1",
	],
} as const;

/**
 * Starts what follows in a control group of its own, so that no two systemd take each other's for their own; ends it with
 * our standard input, and removes the group.
 */
const IN_OWN_GROUP = `
mkdir "$1" && mount -t cgroup2 cgroup2 "$1" || exit
group=$1/listkeeper-test-$$
shift
mkdir "$group"
/bin/sh -c 'echo 0 >"$0/cgroup.procs" && exec "$@"' "$group" "$@" </dev/null &
cat
kill -KILL $!
wait
until find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || [ ! -d "$group" ]; do sleep 0.02; done
`;

/**
 * This machine in namespaces of its own: the same files and programs, and whatever is written to /etc, /usr/local,
 * /var/lib, /var/log, /var/mail, /var/spool and /run is seen only there, and gone at its end. Its network is its own loopback, its
 * processes are those started there, and they end with it.
 */
export class PrivateMachine {
	private constructor(
		private readonly holder: ChildProcess,
		/** The first process there; with it everything that runs there ends. */
		private readonly first: number,
		private readonly directory: TemporaryRoot,
	) {}

	/** In: what its first process is to be. With systemd, which is told to start nothing of the machine's, it is ready once that is. */
	static async start(init: keyof typeof FIRST = "plain"): Promise<PrivateMachine> {
		const directory = temporaryRoot();
		const upper = path.join(directory.path, "upper");
		fs.mkdirSync(upper);
		const mounts = OVERLAID.map((place) => {
			const own = path.join(upper, place.replaceAll("/", "-"));
			const overlay = `mount -t overlay overlay -o lowerdir=${place},upperdir=${own}/up,workdir=${own}/work ${place}`;
			// A kernel without overlays gets a copy, which takes longer.
			const copy = `mount --bind ${place} ${own}/up && mount -t tmpfs tmpfs ${place} && chmod 755 ${place} && cp -a ${own}/up/. ${place}/`;
			// What lies over a directory has its mode and owner, too.
			const alike = `chown --reference=${place} ${own}/up && chmod --reference=${place} ${own}/up`;
			return `mkdir -p ${own}/up ${own}/work && ${alike} && { ${overlay} 2>/dev/null || { ${copy}; }; }`;
		});
		const script = [
			"set -e",
			"ip link set lo up",
			`mount -t tmpfs tmpfs ${upper}`,
			...mounts,
			...FIRST[init],
		].join("\n");
		const namespaces = [
			"--mount",
			"--net",
			"--pid",
			"--cgroup",
			"--ipc",
			"--fork",
			"--kill-child",
			"--mount-proc",
		];
		const grouped = ["--mount", "/bin/sh", "-c", IN_OWN_GROUP, "sh", path.join(directory.path, "groups")];
		const holder = spawn(
			"/usr/bin/unshare",
			[
				...(init === "systemd" ? [...grouped, "/usr/bin/unshare"] : []),
				...[...namespaces, "/bin/sh", "-c", script],
			],
			{ stdio: ["pipe", "pipe", "inherit"] },
		);
		await new Promise<void>((ready, failed) => {
			holder.stdout?.once("data", () => ready());
			holder.once("exit", (status) => failed(new Error(`No mount namespace: status ${status}.`)));
		});
		const machine = new PrivateMachine(holder, firstBelow(holder.pid ?? 0), directory);
		if (init === "systemd")
			await until("systemd", () => machine.systemdStarted() || null).catch(async (error: unknown) => {
				await machine.stop();
				throw error;
			});
		return machine;
	}

	private systemdStarted = () => this.run(["/bin/systemctl", "is-active", "basic.target"]).status === 0;

	/** Runs a program there. In: its words, what it reads, and what is in its environment besides. */
	run(argv: readonly string[], options: { stdin?: string; env?: Record<string, string> } = {}) {
		const ran = spawnSync(
			"/usr/bin/nsenter",
			["-t", String(this.first), "--mount", "--net", "--pid", ...argv],
			{
				encoding: "utf8",
				input: options.stdin ?? "",
				env: { ...process.env, ...options.env },
				timeout: 60_000,
				maxBuffer: 64 * 1024 * 1024,
			},
		);
		return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
	}

	/** Runs a program there as one of its users, with that user's groups and no privilege. */
	runAs(
		user: string,
		argv: readonly string[],
		options: { stdin?: string; env?: Record<string, string> } = {},
	) {
		return this.run(
			["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--init-groups", "--inh-caps=-all", ...argv],
			options,
		);
	}

	/** Every path of the places that an install touches with mode, owner and bytes, and every account, as a text. */
	snapshot(): string {
		const within = "etc usr/local var/lib/listkeeper* var/log/listkeeper*";
		// What the tools for accounts keep as the state before; no file of anybody's.
		const backups = ["passwd-", "group-", "shadow-", "gshadow-", "subuid*", "subgid*", ".pwd.lock"];
		const but = backups.map((name) => `-not -name '${name}'`).join(" ");
		const look = `find ${within} ${but} -printf '%p %m %u:%g %l\\n'; find ${within} ${but} -type f -exec sha256sum {} +`;
		return this.run(["/bin/sh", "-c", `cd / && { ${look}; } 2>/dev/null | sort`]).stdout;
	}

	async stop() {
		const gone = new Promise<void>((done) => this.holder.once("exit", () => done()));
		this.holder.stdin?.end();
		await gone;
		execFileSync("/bin/rm", ["-rf", this.directory.path]);
	}
}
