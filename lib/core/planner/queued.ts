/** How many messages Mailman sends on each of its connections, one after the other. `sessions` 0 is no limit. */
export function connectionSizes(messages: number, sessions: number): number[] {
	if (messages <= 0) return [];
	if (sessions === 0) return [messages];
	const full = Math.floor(messages / sessions);
	const rest = messages % sessions;
	return [...Array.from({ length: full }, () => sessions), ...(rest > 0 ? [rest] : [])];
}

/**
 * Messages that Exim leaves for a queue run instead of delivering them at once: on each connection, those after
 * `smtp_accept_queue_per_connection` (Exim specification, ch. 14; facts, section 1: the default of 10 lets the 11th
 * wait). Counted on a real Exim, 35 messages with each combination: 25, 20, 5 and 0 as predicted.
 * In: messages of one post, SMTP_MAX_SESSIONS_PER_CONNECTION and smtp_accept_queue_per_connection (0 is no limit).
 */
export const predictQueued = (messages: number, sessions: number, accept: number): number =>
	accept === 0
		? 0
		: connectionSizes(messages, sessions).reduce((sum, size) => sum + Math.max(0, size - accept), 0);
