import { describe, expect, it } from "vitest";
import type { LabAnswer, LabStep } from "@/lib/core/checks/lab";
import { fieldsOfSession, inOrder, labForm, savedVerdict, shownAnswer } from "./schema";

const step = (phase: LabStep["phase"], code: number, more: Partial<LabStep> = {}): LabStep => ({
	...{ phase, command: null, code, text: "", rule: null, spared: [], line: null, log: [] },
	...more,
});
const answer = (...steps: LabStep[]): LabAnswer => ({
	steps: [step("connect", 220), step("helo", 250), ...steps],
	fault: null,
	ms: 20,
});

describe("the lab's form", () => {
	const typed = {
		from: " 192.0.2.10 ",
		helo: "client.example.net",
		sender: "<>",
		size: " 2000000 ",
		recipients: "news@list.example.com, staff@list.example.com\r\n",
		data: "Subject: x\r\n\r\ny\r\n",
	};
	const session = {
		from: "192.0.2.10",
		helo: "client.example.net",
		sender: "",
		size: 2_000_000,
		recipients: ["news@list.example.com", "staff@list.example.com"],
		data: "Subject: x\n\ny\n",
	};

	it("reads the null sender, recipients between commas and lines, and a message's lines", () => {
		expect(labForm.parse(typed)).toEqual(session);
		expect(labForm.parse({ ...typed, data: "  " }).data).toBeNull();
		expect(labForm.parse({ ...typed, size: "" }).size).toBeUndefined();
	});

	it("is filled with a session that it reads back", () => {
		expect(labForm.parse(fieldsOfSession(session))).toEqual(session);
	});

	it("says beside its field what can't be asked", () => {
		const errors =
			labForm.safeParse({ ...typed, from: "here", size: "1 MB", recipients: " " }).error?.issues ?? [];
		expect(errors.map((issue) => issue.path[0])).toEqual(["from", "size", "recipients"]);
	});
});

describe("what came of a session", () => {
	it("is the refusal of a phase, with its rule", () => {
		const shown = shownAnswer(
			answer(step("mail", 550, { text: "no", rule: "deniedSenders" }), step("rcpt", 503)),
		);
		expect(shown).toMatchObject({
			verdict: "refused",
			decided: { phase: "mail", rule: { id: "deniedSenders", title: "Refuse senders by pattern" } },
		});
	});

	it("is that of its recipients where none was taken, though DATA failed after them", () => {
		const shown = shownAnswer(
			answer(step("mail", 250), step("rcpt", 451, { rule: "rateLimit" }), step("data", 503)),
		);
		expect(shown).toMatchObject({ verdict: "put off", decided: { rule: { id: "rateLimit" } } });
	});

	it("is that it was taken where one recipient was", () => {
		const shown = shownAnswer(
			answer(step("mail", 250), step("rcpt", 550), step("rcpt", 250), step("data", 250)),
		);
		expect(shown.verdict).toBe("accepted");
	});

	it("is nothing where Exim ended without an answer", () => {
		expect(shownAnswer({ steps: [], fault: "broken", ms: 1 }).verdict).toBe("unanswered");
	});
});

describe("a saved session", () => {
	const saved = (id: string, expect: "accepted" | "refused", at = 0) => ({
		...{ id, title: id, expect, by: "Ada", at },
		session: { from: "192.0.2.10", helo: "x", sender: "", recipients: ["a@b.example"], data: null },
	});
	const taken = answer(step("rcpt", 250));
	const refused = answer(step("rcpt", 550));

	it("holds by what is proposed, and by what is live where nothing is", () => {
		expect(savedVerdict(saved("a", "accepted"), { live: taken, proposed: refused })).toMatchObject({
			changes: true,
			holds: false,
		});
		expect(savedVerdict(saved("a", "accepted"), { live: taken, proposed: null })).toMatchObject({
			changes: false,
			holds: true,
		});
	});

	it("that nobody answered doesn't hold", () => {
		expect(savedVerdict(saved("a", "accepted"), undefined).holds).toBe(false);
	});

	it("stands before others where it changes, and then where it doesn't hold", () => {
		const verdicts = [
			savedVerdict(saved("holds", "accepted", 1), { live: taken, proposed: taken }),
			savedVerdict(saved("never held", "refused", 2), { live: taken, proposed: taken }),
			savedVerdict(saved("changes", "refused", 3), { live: taken, proposed: refused }),
		];
		expect(inOrder(verdicts).map((one) => one.saved.id)).toEqual(["changes", "never held", "holds"]);
	});
});
