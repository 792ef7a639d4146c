import { Sink } from "@/host/rehearsal/sink";
import type { Receivers } from "@/lib/core/planner/receivers";

/** What arrived at all sinks together. */
export type Arrived = { transactions: number; connections: number; recipients: number; wireBytes: number };

type Place = { domain: string; address: string; sink: Sink };

/** People's names have no one length; with a number and a domain an address has 25 bytes on average. */
const NAMES = ["ada", "b.okafor", "cleo", "d-lindqvist", "emil", "fay.ito", "gus", "hanna.novak"];
/** How smaller receivers' names end: each of Mailman's four groups of top-level domains has some. */
const ENDINGS = ["com", "net", "com", "org", "com", "edu"].flatMap((top) => [`example.${top}`, "example"]);

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function sequence(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

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
			await Promise.all(count(receivers.bigReceivers).map((at) => place(`mail${at}.example.com`, 1, at))),
			await Promise.all(
				count(receivers.domains).map((at) => place(`d${at}.${ENDINGS[at % ENDINGS.length]}`, 2, at)),
			),
		);
	}

	/** `domain: address` a line, for an `lsearch` of where a domain's host is. */
	get map(): string {
		return [...this.big, ...this.others].map(({ domain, address }) => `${domain}: ${address}\n`).join("");
	}

	/** So many members, spread over the hosts as `receivers` says, in no order: Mailman's order is a hash table's. */
	members(count: number): string[] {
		const atBig = Math.round(count * (this.others.length === 0 ? 1 : this.receivers.bigShare));
		const addresses = Array.from({ length: count }, (_, i) => {
			const places = i < atBig ? this.big : this.others;
			return `${NAMES[i % NAMES.length]}${i}@${places[i % places.length]?.domain}`;
		});
		const random = sequence(count);
		for (let i = addresses.length - 1; i > 0; i--) {
			const j = Math.floor(random() * (i + 1));
			[addresses[i], addresses[j]] = [addresses[j] as string, addresses[i] as string];
		}
		return addresses;
	}

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
