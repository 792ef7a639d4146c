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

/** Connections beside Mailman's that an Exim must be able to take: a few hosts of the world, a look at the port, a test. */
const CONNECTIONS_FOR_OTHERS = 4;

/**
 * Why Mailman's own connections would keep everybody else out, or null when they don't: each installation's outgoing
 * runner holds one for as long as it sends, and Exim answers 421 to what is beyond its limit (Exim specification,
 * ch. 14: `smtp_accept_max`). In: the limit, 0 or absent is none or Exim's own 20; how many installations there are.
 */
export function crowdingReason(
	{ acceptMax = 0 }: { acceptMax?: number | undefined },
	installations = 1,
): string | null {
	const least = installations + CONNECTIONS_FOR_OTHERS;
	if (acceptMax === 0 || acceptMax >= least) return null;
	return `Exim would take ${acceptMax} connections at a time, and Mailman itself holds ${installations === 1 ? "one" : `up to ${installations}`}: mail from elsewhere would be put off. Set smtp_accept_max to ${least} or more, or to 0.`;
}

/** `DELIVERY_RETRY_PERIOD`, five days, in minutes (Mailman 2.1, Defaults.py): for so long Mailman tries again. */
const RETRY_PERIOD_MINUTES = 5 * 24 * 60;

/** Why Mailman would never try again what Exim put off, or null when it does. */
export function givingUpReason({
	retryWaitMinutes = 0,
}: {
	retryWaitMinutes?: number | undefined;
}): string | null {
	return retryWaitMinutes < RETRY_PERIOD_MINUTES
		? null
		: `Mailman gives up after ${RETRY_PERIOD_MINUTES.toLocaleString("en")} minutes, five days, and would try again only after ${retryWaitMinutes.toLocaleString("en")}: those readers would never get the message. Set DELIVERY_RETRY_WAIT to less, as its own 60.`;
}
