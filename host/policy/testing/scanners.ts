import fs from "node:fs";
import path from "node:path";
import { EICAR } from "@/lib/core/policy/samples";
import { freePort } from "../../rehearsal/ports";
import { listens, Service } from "./service";

/** A scanner that listens on a port of 127.0.0.1. */
export type Scanner = { port: number; stop: () => Promise<void> };

/** Debian's clamd with a signature of EICAR and no other. In: a directory of its own. */
export async function startClamd(directory: string): Promise<Scanner> {
	const port = await freePort(["127.0.0.1"], []);
	const database = path.join(directory, "signatures");
	fs.mkdirSync(database, { recursive: true });
	fs.writeFileSync(
		path.join(database, "eicar.ndb"),
		`Eicar-Test:0:*:${Buffer.from(EICAR, "latin1").toString("hex")}\n`,
	);
	const conf = path.join(directory, "clamd.conf");
	fs.writeFileSync(
		conf,
		["Foreground yes", `TCPSocket ${port}`, "TCPAddr 127.0.0.1", `DatabaseDirectory ${database}`, ""].join(
			"\n",
		),
	);
	const service = await Service.start("clamd", ["/usr/sbin/clamd", `--config-file=${conf}`], () =>
		listens(port),
	);
	return { port, stop: () => service.stop() };
}

const DEBIANS_SITE = "/etc/spamassassin";

/** What gives a message 50 points with the test's own spamd: enough to be marked, not to be refused. */
export const DOUBTFUL = "A word that only the tests' own SpamAssassin doubts: querulatious.";

/** Debian's spamd, asking nobody else (`-L`), with one rule of the test's own. In: a directory of its own. */
export async function startSpamd(directory: string): Promise<Scanner> {
	const port = await freePort(["127.0.0.1"], []);
	const site = path.join(directory, "site");
	fs.mkdirSync(site, { recursive: true });
	// What Debian loads into it by default; its check itself is one of these plugins.
	for (const name of fs.readdirSync(DEBIANS_SITE).filter((one) => one.endsWith(".pre")))
		fs.copyFileSync(path.join(DEBIANS_SITE, name), path.join(site, name));
	fs.writeFileSync(
		path.join(site, "local.cf"),
		["body TEST_DOUBTFUL /querulatious/", "score TEST_DOUBTFUL 50", "use_bayes 0", ""].join("\n"),
	);
	// Perl's taint mode, in which spamd runs, needs a HOME that it may look into.
	const service = await Service.start(
		"spamd",
		[
			"/usr/sbin/spamd",
			...["--local", "--nouser-config", "--max-children=2", "--min-children=1", "--syslog=stderr"],
			...["--listen=127.0.0.1", `--port=${port}`, "--allowed-ips=127.0.0.1", `--siteconfigpath=${site}`],
			...(process.getuid?.() === 0 ? ["--username=nobody"] : []),
			`--pidfile=${path.join(directory, "spamd.pid")}`,
		],
		() => listens(port),
		{ HOME: directory },
	);
	return { port, stop: () => service.stop() };
}
