/**
 * Where members have their mail: `bigReceivers` hosts share `bigShare` of them evenly (0 to 1), the rest are spread
 * evenly over `domains` others. All in one place is `{ bigReceivers: 1, bigShare: 1, domains: 0 }`.
 */
export type Receivers = { bigReceivers: number; bigShare: number; domains: number };

/** `max_rcpt` of Exim's smtp transport where none is set: recipients of one transaction. */
const MAX_RCPT = 100;
/** `remote_max_parallel` where none is set, 4.93 and later: deliveries of one message at a time. */
export const REMOTE_MAX_PARALLEL = 4;

export type Traffic = { transactions: number; connections: number };

/** One message with so many recipients for one destination. */
function toOne(recipients: number, perConnection: number): Traffic {
	const connections = Math.ceil(recipients / perConnection);
	const whole = Math.floor(recipients / perConnection);
	const rest = recipients - whole * perConnection;
	return {
		connections,
		transactions: whole * Math.ceil(perConnection / MAX_RCPT) + Math.ceil(rest / MAX_RCPT),
	};
}

/** What a destination with this share of the members costs on average. */
function toShare(recipients: number, share: number, perConnection: number): Traffic {
	if (share <= 0) return { transactions: 0, connections: 0 };
	if (share >= 1) return toOne(recipients, perConnection);
	// Whether any of them is there at all, and what the average number takes beyond the first.
	const any = 1 - (1 - share) ** recipients;
	const average = toOne(Math.max(1, recipients * share), perConnection);
	return { transactions: any * average.transactions, connections: any * average.connections };
}

/**
 * How one message with many recipients leaves Exim, without VERP: recipients with the same hosts share a transaction,
 * up to 100; where a message has more than 400, a connection takes a quarter of them in several transactions
 * (`max_rcpt`, `remote_max_parallel`; Exim specification, ch. 30). Members are taken to be in no order.
 * Measured, 2,000 recipients at one host, SMTP_MAX_RCPTS 500: 32 transactions on 16 connections.
 */
export function bulkTraffic(recipients: number, receivers: Receivers): Traffic {
	if (recipients <= 0) return { transactions: 0, connections: 0 };
	const perConnection = Math.max(MAX_RCPT, Math.floor(recipients / REMOTE_MAX_PARALLEL));
	const big = toShare(
		recipients,
		receivers.bigReceivers > 0 ? receivers.bigShare / receivers.bigReceivers : 0,
		perConnection,
	);
	const others = 1 - (receivers.bigReceivers > 0 ? receivers.bigShare : 0);
	const other = toShare(recipients, receivers.domains > 0 ? others / receivers.domains : 0, perConnection);
	return {
		transactions: big.transactions * receivers.bigReceivers + other.transactions * receivers.domains,
		connections: big.connections * receivers.bigReceivers + other.connections * receivers.domains,
	};
}
