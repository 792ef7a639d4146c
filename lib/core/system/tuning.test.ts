import { describe, expect, it } from "vitest";
import { deliveryTuning } from "./tuning";
import { deliveryInterval, verpSettings } from "./verp";

const numbers = (sends: unknown, accepts: unknown, rcpts: unknown = 15) => ({
	smtpMaxRcpts: rcpts,
	smtpMaxSessionsPerConnection: sends,
	acceptQueuePerConnection: accepts,
});
const complaint = (input: unknown) => deliveryTuning.safeParse(input).error?.issues[0]?.message ?? "";

describe("the tuning numbers", () => {
	it.each([
		[30, 30],
		[30, 0],
		[0, 0],
		[10, 30],
	])("%i sent and %i accepted on a connection leave nothing waiting", (sends, accepts) => {
		expect(complaint(numbers(sends, accepts))).toBe("");
	});

	it("more sent than accepted is refused: the rest would wait for a queue run", () => {
		expect(complaint(numbers(31, 30))).toContain("Set smtp_accept_queue_per_connection to 31 or more.");
	});

	it("sending without limit is refused where Exim accepts a limited number, Exim's default among them", () => {
		expect(complaint(numbers(0, 10))).toContain("SMTP_MAX_SESSIONS_PER_CONNECTION is 0");
	});

	it("fewer recipients taken than Mailman puts on a message are refused: the rest would be put off", () => {
		const few = { ...numbers(30, 30), recipientsMax: 10 };
		expect(complaint(few)).toContain("Set recipients_max to 15 or more, or SMTP_MAX_RCPTS to 10.");
		expect(complaint({ ...few, recipientsMax: 15 })).toBe("");
		expect(complaint({ ...few, recipientsMax: 0 })).toBe("");
	});

	it("fewer connections than Mailman and a few others need are refused: mail from elsewhere would be put off", () => {
		const crowded = { ...numbers(30, 30), acceptMax: 1 };
		expect(complaint(crowded)).toContain("Set smtp_accept_max to 5 or more, or to 0.");
		expect(complaint({ ...crowded, acceptMax: 4 })).toContain("Mailman itself holds one");
		expect(complaint({ ...crowded, acceptMax: 5 })).toBe("");
		expect(complaint({ ...crowded, acceptMax: 0 })).toBe("");
	});

	it("a wait that is longer than Mailman's patience is refused: it would never try again", () => {
		expect(complaint({ ...numbers(30, 30), retryWaitMinutes: 7_200 })).toContain(
			"Mailman gives up after 7,200 minutes",
		);
		expect(complaint({ ...numbers(30, 30), retryWaitMinutes: 7_199 })).toBe("");
	});

	it("settings from before there were more numbers still hold, and leave those to the programs", () => {
		expect(deliveryTuning.parse(numbers(30, 30))).toEqual(numbers(30, 30));
	});

	it.each([
		["remoteMaxParallel", "remote_max_parallel", 0],
		["queueRunMax", "queue_run_max", -1],
		["acceptMax", "smtp_accept_max", 1.5],
		["recipientsMax", "recipients_max", Number.NaN],
		["retryWaitMinutes", "DELIVERY_RETRY_WAIT", 0],
	])("%s is refused as %s where it is %d", (field, name, value) => {
		expect(complaint({ ...numbers(30, 30), [field]: value })).toContain(name);
	});

	it.each([0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY, "15", null])(
		"SMTP_MAX_RCPTS %s is refused by its name",
		(rcpts) => {
			expect(complaint(numbers(30, 30, rcpts))).toContain("SMTP_MAX_RCPTS");
		},
	);
});

describe("the VERP interval", () => {
	const verp = verpSettings.parse({
		strategy: "mailman",
		interval: 20,
		passwordReminders: true,
		confirmations: true,
		personalizedDeliveries: true,
		ownersCanPersonalize: false,
	});

	it("reaches Mailman only if Mailman expands: 0 leaves posts alone", () => {
		expect(deliveryInterval(verp)).toBe(20);
		expect(deliveryInterval({ ...verp, strategy: "exim" })).toBe(0);
		expect(deliveryInterval({ ...verp, strategy: "off" })).toBe(0);
	});

	it.each([0, -1, 10_001, 2.5])("of %s is refused", (interval) => {
		expect(verpSettings.safeParse({ ...verp, interval }).success).toBe(false);
	});
});
