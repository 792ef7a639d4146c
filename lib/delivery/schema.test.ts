import { describe, expect, it } from "vitest";
import { newMailSystem } from "@/lib/core/system/mail-system";
import { asFields, deliveryFields, deliveryForm, overrideForm } from "./schema";

const { verp, tuning } = newMailSystem("admin@example.net");
/** The form as a browser sends it: an unchecked box isn't there. */
const sent = (change: Record<string, string>) =>
	Object.fromEntries(
		Object.entries({ ...asFields({ ...verp, ...tuning }), revision: "2", ...change }).filter(
			([, value]) => value !== "",
		),
	);
const sentences = (change: Record<string, string>) =>
	Object.fromEntries(
		deliveryForm.safeParse(sent(change)).error?.issues.map((i) => [i.path.join("."), i.message]) ?? [],
	);

describe("the delivery form", () => {
	it("gives back the settings it was filled with", () => {
		expect(deliveryForm.parse(sent({}))).toEqual({ verp, tuning, revision: 2, goTo: "" });
	});

	it("takes a box that isn't there as off", () => {
		expect(deliveryForm.parse(sent({ confirmations: "" })).verp.confirmations).toBe(false);
	});

	it.each(["", "many", "1.5", "1e3", "0x10"])("refuses %j recipients beside their field", (smtpMaxRcpts) => {
		expect(sentences({ smtpMaxRcpts })).toEqual({ smtpMaxRcpts: "SMTP_MAX_RCPTS must be a whole number." });
	});

	it("gives back the numbers that may be left to the programs, and leaves out what is empty", () => {
		const more = { ...tuning, remoteMaxParallel: 8, recipientsMax: 0, retryWaitMinutes: 15 };
		const fields = deliveryFields({ ...verp, ...more });
		expect(fields).toMatchObject({ remoteMaxParallel: "8", recipientsMax: "0", queueRunMax: "" });
		expect(deliveryForm.parse({ ...fields, revision: "2" }).tuning).toEqual(more);
		expect(deliveryForm.parse({ ...fields, recipientsMax: " ", revision: "2" }).tuning).not.toHaveProperty(
			"recipientsMax",
		);
	});

	it("refuses what is no number there, beside its field", () => {
		expect(sentences({ queueRunMax: "some" })).toEqual({
			queueRunMax: "queue_run_max must be a whole number.",
		});
		expect(sentences({ recipientsMax: "10" })).toEqual({
			recipientsMax: expect.stringContaining("Set recipients_max to 15 or more"),
		});
	});

	it("says all that is wrong at once, of VERP and of the numbers", () => {
		const wrong = { interval: "0", smtpMaxSessionsPerConnection: "40", acceptQueuePerConnection: "30" };
		expect(Object.keys(sentences(wrong)).sort()).toEqual(["acceptQueuePerConnection", "interval"]);
	});
});

describe("an installation's own VERP", () => {
	it("is none where it follows the host, whatever stands in the other fields", () => {
		const form = { ...sent({ interval: "nonsense" }), id: "one", own: "host" };
		expect(overrideForm.parse(form)).toEqual({ id: "one", verp: null, revision: 2 });
	});

	it("is held to the same rules", () => {
		const form = { ...sent({ interval: "nonsense" }), id: "one", own: "own" };
		expect(overrideForm.safeParse(form).error?.issues[0]?.path).toEqual(["interval"]);
		expect(overrideForm.parse({ ...form, interval: "20" }).verp).toEqual({ ...verp, interval: 20 });
	});
});
