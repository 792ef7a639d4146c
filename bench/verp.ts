import path from "node:path";
import { PRESETS } from "@/lib/core/planner/presets";
import { MEASURED_RECEIVERS } from "@/lib/core/planner/receivers";
import type { VerpStrategy } from "@/lib/core/system/verp";
import { ListHost } from "./lib/list-host";
import { handOver, listSystem, postOf } from "./lib/mailman";
import { rounded } from "./lib/measure";
import {
	CASES,
	type Case,
	choiceOf,
	errorOf,
	JUDGED,
	MESSAGE_BYTES,
	type Measured,
	planOf,
	worst,
} from "./lib/planner-cases";
import { writePlannerTable } from "./lib/planner-table";
import { World } from "./lib/world";

/** One post, first held on the queue and then sent to the world. */
async function measure(
	host: ListHost,
	world: World,
	one: Case,
	remoteMaxParallel: number,
): Promise<Measured> {
	const { verp, tuning } = choiceOf(one);
	const configuration = host.render(listSystem(host, verp, tuning));
	host.sendByMap(configuration, world.map);
	await host.start(configuration, ["-odq"]);
	const members = world.members(one.members);
	await handOver(host.route, members, postOf(MESSAGE_BYTES), verp.strategy, tuning);
	const queue = host.queue().sort();
	const spoolBytesHeld = host.spoolBytes();

	const step = one.sample === null ? 1 : Math.floor(one.members / one.sample);
	const before = world.arrived();
	await host.deliver(one.sample === null ? null : queue.filter((_, at) => at % step === 0));
	const after = world.arrived();
	host.clear();
	const reached = after.recipients - before.recipients;
	if (one.sample === null && reached !== one.members)
		throw new Error(`${one.members} members should have had mail, and ${reached} had.`);
	const scaled = (figure: "transactions" | "connections" | "wireBytes") =>
		Math.round(((after[figure] - before[figure]) * one.members) / reached);
	return {
		...one,
		counted: {
			queueEntries: queue.length,
			spoolBytesHeld,
			smtpTransactions: scaled("transactions"),
			connectionsOut: scaled("connections"),
			outgoingBytes: scaled("wireBytes"),
		},
		planned: planOf(one, members, remoteMaxParallel),
	};
}

function tell(seconds: number, one: Measured) {
	const off = JUDGED.map((figure) => `${figure} ${(errorOf(one, figure) * 100).toFixed(1)} %`).join(", ");
	process.stderr.write(
		`${seconds.toFixed(0).padStart(4)} s: ${one.members} members, VERP ${one.strategy}, SMTP_MAX_RCPTS ${one.rcpts}: ${JSON.stringify(one.counted)}, planned off by ${off}\n`,
	);
}

/** The held spool of 20,000 members under a strategy; `rcpts` null takes whichever was measured. */
function spoolOf(measured: readonly Measured[], strategy: VerpStrategy, rcpts: number | null): number {
	const found = measured.find(
		(one) => one.members === 20_000 && one.strategy === strategy && (rcpts === null || one.rcpts === rcpts),
	);
	if (!found) throw new Error(`20,000 members were not measured with VERP ${strategy}, ${rcpts} a message.`);
	return found.counted.spoolBytesHeld;
}

/**
 * `planner_error_max`: by what part the worst planned number of entries, transactions or bytes is off what was counted
 * on a real Exim with 203 sinks; the four after it say in which kind.
 * `howto_spool_mb`: the spool of 20,000 members and 20 KB where Mailman expands; the HOWTO says 400 MB.
 * `spool_gain_20000`: that spool over the one of the settings that Listkeeper proposes for such a list.
 */
export async function run({ writeDocs = false, checkout = process.cwd() } = {}) {
	const began = performance.now();
	const host = await ListHost.create();
	const world = await World.start(MEASURED_RECEIVERS, host.sinkPort);
	try {
		const exim = await host.eximFacts();
		const measured: Measured[] = [];
		for (const one of CASES) {
			const result = await measure(host, world, one, exim.remoteMaxParallel);
			measured.push(result);
			tell((performance.now() - began) / 1000, result);
		}
		if (writeDocs) writePlannerTable(path.join(checkout, "docs/delivery-planner.md"), measured, exim.version);
		const proposed = PRESETS.find(({ id }) => id === "announcements");
		if (!proposed) throw new Error("There is no preset for 20,000 members.");
		const byMailman = spoolOf(measured, "mailman", null);
		const figure = (name: (typeof JUDGED)[number]) => rounded(worst(measured, name), 4);
		return {
			planner_error_max: Math.max(...JUDGED.map(figure)),
			planner_error_entries: figure("queueEntries"),
			planner_error_spool: figure("spoolBytesHeld"),
			planner_error_transactions: figure("smtpTransactions"),
			planner_error_bytes: figure("outgoingBytes"),
			howto_spool_mb: rounded(byMailman / 1e6, 1),
			spool_gain_20000: rounded(
				byMailman / spoolOf(measured, proposed.strategy, proposed.tuning.smtpMaxRcpts),
				1,
			),
		};
	} finally {
		await world.stop();
		await host.stop();
	}
}
