/** What Mailman sends on one connection and what Exim delivers of it at once; 0 is no limit. */
type ConnectionLimits = { smtpMaxSessionsPerConnection: number; acceptQueuePerConnection: number };

/**
 * Messages of one full connection that wait for a queue run: 0 when none does, Infinity when Mailman sends without
 * limit. Exim queues, without delivering, every message after the limit (Exim specification, ch. 14).
 */
export function waitingOnConnection(limits: ConnectionLimits): number {
	const { smtpMaxSessionsPerConnection: sends, acceptQueuePerConnection: accepts } = limits;
	if (accepts === 0) return 0;
	return sends === 0 ? Number.POSITIVE_INFINITY : Math.max(0, sends - accepts);
}

/**
 * Why some list mail would wait for a queue run, or null when none does.
 * Apart from the schema of the numbers, so that a browser can say it without zod.
 */
export function queueingReason(limits: ConnectionLimits): string | null {
	const { smtpMaxSessionsPerConnection: sends, acceptQueuePerConnection: accepts } = limits;
	if (waitingOnConnection(limits) === 0) return null;
	return sends === 0
		? `Mailman sends without limit on a connection (SMTP_MAX_SESSIONS_PER_CONNECTION is 0), so every message after ${accepts} would wait for a queue run. Set smtp_accept_queue_per_connection to 0, or limit Mailman to ${accepts}.`
		: `Mailman sends ${sends} messages on a connection and Exim delivers only ${accepts} of them at once; the others would wait for a queue run. Set smtp_accept_queue_per_connection to ${sends} or more.`;
}

/**
 * Why Exim would put off some recipients of every full message, or null when it takes them all. Mailman tries those
 * again only after DELIVERY_RETRY_WAIT, an hour unless told otherwise (Exim specification, ch. 14: `recipients_max`).
 */
export function refusingReason(limits: {
	smtpMaxRcpts: number;
	recipientsMax?: number | undefined;
}): string | null {
	const { smtpMaxRcpts, recipientsMax = 0 } = limits;
	if (recipientsMax === 0 || recipientsMax >= smtpMaxRcpts) return null;
	return `Mailman puts ${smtpMaxRcpts} recipients on a message and Exim takes only ${recipientsMax} of them; the others would wait until Mailman tries again. Set recipients_max to ${smtpMaxRcpts} or more, or SMTP_MAX_RCPTS to ${recipientsMax}.`;
}
