import { expect, it } from "vitest";
import { reasonsOf } from "./reasons";

const tuning = { smtpMaxRcpts: 15, smtpMaxSessionsPerConnection: 30, acceptQueuePerConnection: 30 };
const nothingSaid = () => false;

it("numbers that go together need no word", () => {
	expect(reasonsOf({ ...tuning, acceptMax: 6, retryWaitMinutes: 7_199 }, 2, nothingSaid)).toEqual([]);
	expect(reasonsOf({ ...tuning, acceptMax: 0 }, 100, nothingSaid)).toEqual([]);
});

it.each([
	[{ acceptMax: 5 }, "Set smtp_accept_max to 6 or more, or to 0."],
	[{ retryWaitMinutes: 7_200 }, "Mailman gives up after 7,200 minutes"],
	[{ recipientsMax: 10 }, "Set recipients_max to 15 or more"],
	[{ acceptQueuePerConnection: 10 }, "Set smtp_accept_queue_per_connection to 30 or more."],
])("%o on a host with two installations is explained before it is saved", (change, sentence) => {
	expect(reasonsOf({ ...tuning, ...change }, 2, nothingSaid)).toEqual([expect.stringContaining(sentence)]);
});

it("what the server has said beside a field isn't said twice", () => {
	const wrong = { ...tuning, acceptMax: 1, retryWaitMinutes: 9_000 };
	expect(reasonsOf(wrong, 1, (field) => field === "acceptMax")).toEqual([
		expect.stringContaining("DELIVERY_RETRY_WAIT"),
	]);
});
