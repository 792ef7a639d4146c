import { expect, test } from "vitest";
import { answerText } from "./answer-text";

test("a refusal is all that Exim said, which it folds into lines", () => {
	const text =
		"Verification failed for <x@y.example>\nThe sender x@y.example can't be answered:\nUnrouteable";
	expect(answerText({ code: 550, text })).toBe(
		"550 Verification failed for <x@y.example> The sender x@y.example can't be answered: Unrouteable",
	);
});

test("what was accepted is its last line, and silence is said", () => {
	expect(answerText({ code: 250, text: "host hello\nPIPELINING\nHELP" })).toBe("250 HELP");
	expect(answerText({ code: null, text: "" })).toBe("no answer");
});
