import fs from "node:fs";
import { type Case, type Counted, errorOf, JUDGED, type Measured } from "./planner-cases";

const BEGINS = "<!-- Written by `npm run bench -- verp --write-docs`. -->";
const ENDS = "<!-- End of what it writes. -->";

const count = (n: number) => Math.round(n).toLocaleString("en");
const megabytes = (bytes: number) =>
	`${(bytes / 1e6).toLocaleString("en", { maximumSignificantDigits: 3 })} MB`;
const WHO = { off: "nobody", mailman: "Mailman", exim: "Exim" } as const;

/** What of a case a plan says and a measurement counts, as the table writes it. */
const figuresOf = (of: Counted): string[] => [
	count(of.queueEntries),
	megabytes(of.spoolBytesHeld),
	count(of.smtpTransactions),
	megabytes(of.outgoingBytes),
];

/** A row's beginning, and the planned figures that it has in brackets. */
export const plannedCells = (one: Case, planned: Counted) => ({
	about: [count(one.members), WHO[one.strategy], one.strategy === "mailman" ? "–" : count(one.rcpts)],
	planned: figuresOf(planned),
});

function row(one: Measured): string {
	const { about, planned } = plannedCells(one, one.planned);
	const sampled = (at: number) => (one.sample !== null && at >= 2 ? " ¹" : "");
	const cells = figuresOf(one.counted).map((counted, at) => `${counted} (${planned[at]})${sampled(at)}`);
	const off = Math.max(...JUDGED.map((figure) => errorOf(one, figure)));
	return `| ${[...about, ...cells, `${(off * 100).toFixed(1)} %`].join(" | ")} |`;
}

/** Writes what was measured into the guide's page, between its two marks. In: which Exim it was. */
export function writePlannerTable(file: string, measured: readonly Measured[], exim: string) {
	const text = fs.readFileSync(file, "utf8");
	const [begins, ends] = [text.indexOf(BEGINS), text.indexOf(ENDS)];
	if (begins < 0 || ends < begins) throw new Error(`${file} has no “${BEGINS}” with “${ENDS}” after it.`);
	const table = [
		`Exim ${exim}, counted and, in brackets, planned:`,
		"",
		"| Members | VERP by | `SMTP_MAX_RCPTS` | Queue entries | Spool, delivery held | SMTP transactions | Sent | Off by at most |",
		"|---:|---|---:|---:|---:|---:|---:|---:|",
		...measured.map(row),
	].join("\n");
	fs.writeFileSync(file, `${text.slice(0, begins)}${BEGINS}\n\n${table}\n\n${text.slice(ends)}`);
}
