/** How many messages Mailman sends on each of its connections, one after the other. `sessions` 0 is no limit. */
export function connectionSizes(messages: number, sessions: number): number[] {
	if (messages <= 0) return [];
	if (sessions === 0) return [messages];
	const full = Math.floor(messages / sessions);
	const rest = messages % sessions;
	return [...Array.from({ length: full }, () => sessions), ...(rest > 0 ? [rest] : [])];
}

/** On how many connections those are. */
export const connectionCount = (messages: number, sessions: number): number =>
	sessions === 0 ? Math.min(1, messages) : Math.ceil(messages / sessions);

/**
 * Messages that Exim leaves for a queue run instead of delivering them at once: on each connection, those after
 * `smtp_accept_queue_per_connection` (Exim specification, ch. 14; facts, section 1: the default of 10 lets the 11th
 * wait). Counted on a real Exim, 35 messages with each combination: 25, 20, 5 and 0 as predicted.
 * In: messages of one post, SMTP_MAX_SESSIONS_PER_CONNECTION and smtp_accept_queue_per_connection (0 is no limit).
 */
export const predictQueued = (messages: number, sessions: number, accept: number): number =>
	accept === 0
		? 0
		: sessions === 0
			? Math.max(0, messages - accept)
			: Math.floor(messages / sessions) * Math.max(0, sessions - accept) +
				Math.max(0, (messages % sessions) - accept);

/**
 * Recipients that Exim puts off on the first try: on each message, those after `recipients_max` (Exim specification,
 * ch. 14: they get a temporary answer, the others are delivered to). Mailman tries them again after
 * DELIVERY_RETRY_WAIT. In: members in each group that shares messages, SMTP_MAX_RCPTS and recipients_max (0 is no
 * limit).
 */
export const predictPutOff = (
	groups: readonly number[],
	smtpMaxRcpts: number,
	recipientsMax: number,
): number =>
	recipientsMax === 0
		? 0
		: groups.reduce((sum, members) => {
				const full = Math.floor(members / smtpMaxRcpts);
				const over = (recipients: number) => Math.max(0, recipients - recipientsMax);
				return sum + full * over(smtpMaxRcpts) + over(members % smtpMaxRcpts);
			}, 0);

/** How often a queue runner begins: Exim's `-q30m`, as Debian starts it and as a rehearsal host does. */
const QUEUE_RUN_INTERVAL_MS = 30 * 60_000;

/**
 * Until messages that wait are delivered, at worst: the first runner begins a whole interval later, each takes one
 * message after the other, and another joins at each interval, up to `queue_run_max` (Exim specification, ch. 3 and
 * 14). In: how many wait, how long one takes in milliseconds, and queue_run_max (0 is no limit). Out: milliseconds.
 */
export function queueRunsMs(messages: number, eachMs: number, queueRunMax: number): number {
	if (messages <= 0) return 0;
	const most = Math.min(messages, queueRunMax === 0 ? messages : queueRunMax);
	let left = messages * eachMs;
	for (let runners = 1; ; runners++) {
		const atATime = Math.min(runners, most);
		const done = atATime * QUEUE_RUN_INTERVAL_MS;
		if (left <= done || runners >= most) return runners * QUEUE_RUN_INTERVAL_MS + left / atATime;
		left -= done;
	}
}
