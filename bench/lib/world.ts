import { Sink } from "@/host/rehearsal/sink";
import type { Receivers } from "@/lib/core/planner/receivers";
import { bigDomain, membersOf, smallDomain } from "./members";

/** What arrived at all sinks together. */
export type Arrived = { transactions: number; connections: number; recipients: number; wireBytes: number };

type Place = { domain: string; address: string; sink: Sink };

/** The members' hosts: a sink each, on addresses of their own in 127.0.0.0/8 and on one port. */
export class World {
	private constructor(
		readonly receivers: Receivers,
		private readonly big: readonly Place[],
		private readonly others: readonly Place[],
	) {}

	static async start(receivers: Receivers, port: number): Promise<World> {
		const place = async (domain: string, network: number, at: number): Promise<Place> => {
			const address = `127.${network}.${Math.floor(at / 250)}.${(at % 250) + 1}`;
			return { domain, address, sink: await Sink.start({ directory: null, host: address, port }) };
		};
		const count = (length: number) => Array.from({ length }, (_, at) => at);
		return new World(
			receivers,
			await Promise.all(count(receivers.bigReceivers).map((at) => place(bigDomain(at), 1, at))),
			await Promise.all(count(receivers.domains).map((at) => place(smallDomain(at), 2, at))),
		);
	}

	/** `domain: address` a line, for an `lsearch` of where a domain's host is. */
	get map(): string {
		return [...this.big, ...this.others].map(({ domain, address }) => `${domain}: ${address}\n`).join("");
	}

	/** So many members, spread over the hosts as `receivers` says. */
	members = (count: number): string[] => membersOf(this.receivers, count);

	/** What has arrived so far. */
	arrived(): Arrived {
		const sum = (of: (sink: Sink) => number) =>
			[...this.big, ...this.others].reduce((total, { sink }) => total + of(sink), 0);
		return {
			transactions: sum((sink) => sink.transactions),
			connections: sum((sink) => sink.connections),
			recipients: sum((sink) => sink.recipients),
			wireBytes: sum((sink) => sink.wireBytes),
		};
	}

	async stop() {
		await Promise.all([...this.big, ...this.others].map(({ sink }) => sink.stop()));
	}
}
