import { describe, expect, it } from "vitest";
import { queueingReason, waitingOnConnection } from "./queueing";

describe("messages of a full connection that wait for a queue run", () => {
	it.each([
		[30, 30, 0],
		[35, 30, 5],
		[35, 0, 0],
		[0, 0, 0],
		[0, 10, Number.POSITIVE_INFINITY],
	])("%i sent and %i accepted leave %d", (sends, accepts, waiting) => {
		const limits = { smtpMaxSessionsPerConnection: sends, acceptQueuePerConnection: accepts };
		expect(waitingOnConnection(limits)).toBe(waiting);
		expect(queueingReason(limits) === null).toBe(waiting === 0);
	});
});
