/**
 * An SMTP answer as people read it, as in `550 unknown user`. Exim folds a long refusal into several lines, and puts
 * what a verification found before it: all of that is the answer. Of what was accepted the last line says enough, as
 * after EHLO's extensions.
 */
export function answerText({ code, text }: { code: number | null; text: string }): string {
	if (code === null) return "no answer";
	const lines = text.split("\n").map((line) => line.trim());
	return `${code} ${code < 400 ? (lines.at(-1) ?? "") : lines.join(" ")}`.trim();
}
