import fs from "node:fs";
import path from "node:path";
import { recordsOf } from "@/host/rehearsal/mailman/install";
import { composeMessage, sendMessage } from "@/host/rehearsal/send";
import { Sink } from "@/host/rehearsal/sink";
import { byHand } from "./lib/by-hand";
import { ListHost } from "./lib/list-host";
import { handOver, listSystem, postOf } from "./lib/mailman";
import { ratiosInTurns, rounded } from "./lib/measure";

const READERS = Array.from({ length: 90 }, (_, i) => `reader${i}@example.net`);
const POST = postOf(20_000);
/** The HOWTO's numbers. */
const TUNING = { smtpMaxRcpts: 15, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 };
const ROUNDS = 45;
const LIMIT_MS = 300_000;

/** A host whose deliveries can be waited for. */
class Delivering {
	private constructor(
		private readonly host: ListHost,
		private readonly sink: Sink,
		private readonly arrived: { see: () => void },
	) {}

	/** In: what writes Exim's configuration and gives its path. */
	static async start(configured: (host: ListHost) => string): Promise<Delivering> {
		const host = await ListHost.create();
		const arrived = { see: () => {} };
		const sink = await Sink.start({ directory: null, port: host.sinkPort, onMessage: () => arrived.see() });
		await host.start(configured(host));
		return new Delivering(host, sink, arrived);
	}

	/** A post to the list, to the wrapper, and what Mailman makes of it, to every reader. */
	async deliver() {
		await Promise.all([
			this.wrapped(),
			this.sunk(this.sink.recipients + READERS.length),
			this.post(),
			handOver(this.host.route, READERS, POST, "exim", TUNING),
		]);
		this.sink.messages.length = 0;
	}

	private async post() {
		const sender = "someone@outside.example";
		const recipients = ["news@lists.example.com"];
		const date = "Sun, 22 Nov 2026 20:00:00 +0000";
		const data = composeMessage({ sender, recipients, subject: "A post", date, id: "1@outside.example" });
		const sent = await sendMessage({ ...this.host.route, from: "127.0.0.2" }, { sender, recipients, data });
		if (!sent.accepted) throw new Error(`Exim did not take the post: ${sent.dialogue.join("\n")}`);
	}

	/** Waits for the wrapper's next record. */
	private wrapped = () =>
		inTime<void>("the wrapper's record", (done) => {
			const watcher = fs.watch(recordsOf(this.host.layout.com), () => {
				watcher.close();
				done();
			});
			return () => watcher.close();
		});

	/** Waits until the sink has had so many recipients, all with the reader in the sender. */
	private sunk = (recipients: number) =>
		inTime<void>(`${recipients} recipients at the sink`, (done, fail) => {
			this.arrived.see = () => {
				const { sender = "", recipients: [reader = ""] = [] } = this.sink.messages.at(-1) ?? {};
				if (sender !== `news-bounces+${reader.replace("@", "=")}@lists.example.com`)
					fail(new Error(`${reader} was sent to from ${sender}, which is no VERP.`));
				if (this.sink.recipients === recipients) done();
			};
			return () => {};
		});

	async stop() {
		await this.host.stop();
		await this.sink.stop();
	}
}

/** Waits for what `begin` reports. In: what undoes the waiting is what `begin` gives. */
function inTime<T>(
	what: string,
	begin: (done: (value: T) => void, fail: (error: Error) => void) => () => void,
): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			end();
			reject(new Error(`Waited ${LIMIT_MS} ms for ${what}, in vain.`));
		}, LIMIT_MS);
		const end = begin((value) => {
			clearTimeout(timer);
			resolve(value);
		}, reject);
	});
}

/**
 * `delivery_ratio`: a list post through the rendered configuration, to the wrapper and with VERP by Exim to 90
 * readers, over the same through a minimal text written by hand after the HOWTO. Both Exims take turns.
 * `delivery_ratio_undisturbed`: the same of the quicker deliveries, for a machine that has other work to do.
 */
export async function run() {
	const running: Delivering[] = [];
	const start = async (configured: (host: ListHost) => string) => {
		const one = await Delivering.start(configured);
		running.push(one);
		return one;
	};
	try {
		const verp = { strategy: "exim", interval: 1 } as const;
		const ours = await start((host) => host.render(listSystem(host, verp, TUNING)));
		const theirs = await start((host) => {
			const file = path.join(host.layout.state, "by-hand.conf");
			fs.writeFileSync(file, byHand(host, TUNING.acceptQueuePerConnection));
			return file;
		});
		const ratio = await ratiosInTurns(
			ROUNDS,
			() => ours.deliver(),
			() => theirs.deliver(),
			(round, ratio) => process.stderr.write(`round ${round + 1} of ${ROUNDS}: ${ratio.toFixed(3)}\n`),
		);
		return {
			delivery_ratio: rounded(ratio.median, 3),
			delivery_ratio_undisturbed: rounded(ratio.undisturbed, 3),
		};
	} finally {
		for (const one of running) await one.stop();
	}
}
