import fs from "node:fs";
import { processAccount } from "../account";
import { layoutOf } from "./layout";
import { Sink } from "./sink";
import { readRehearsalHost } from "./start";

/**
 * Runs a rehearsal host's sink in this process until SIGTERM or SIGINT. Root becomes the host's own user first,
 * for good. Rejects with an ErrnoException where its port is taken.
 */
export async function runSink(directory: string): Promise<void> {
	const config = readRehearsalHost(directory);
	const account = processAccount(config);
	if (account) {
		process.setgroups?.([account.gid]);
		process.setgid?.(account.gid);
		process.setuid?.(account.uid);
	}
	const layout = layoutOf(directory);
	const sink = await Sink.start({ directory: layout.sink, port: config.target.sinkPort ?? 0 });
	fs.writeFileSync(layout.sinkPid, `${process.pid}\n`);
	await new Promise<void>((resolve) => {
		process.once("SIGTERM", () => resolve());
		process.once("SIGINT", () => resolve());
	});
	await sink.stop();
	fs.rmSync(layout.sinkPid, { force: true });
}
