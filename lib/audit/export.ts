import type { AuditRow } from "@/lib/kernel/audit-chain";

const COLUMNS = [
	"seq",
	"at",
	"hostId",
	"actor",
	"action",
	"subject",
	"before",
	"after",
	"reason",
	"from",
	"previous",
	"hash",
] as const satisfies (keyof AuditRow)[];

/** A cell, always quoted. What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection";
 * in the full width of East Asian writing, too). */
function cell(value: string): string {
	const tame = /^[\s]*[=+\-@\t\r|%＝＋－＠]/.test(value) ? `'${value}` : value;
	return `"${tame.replaceAll('"', '""')}"`;
}

const text = (row: AuditRow, column: (typeof COLUMNS)[number]) => {
	const value = row[column];
	return value instanceof Date ? value.toISOString() : String(value ?? "");
};

/** Rows as CSV (RFC 4180), a head line first; for reading, not for checking hashes. */
export async function* asCsv(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
	yield `${COLUMNS.map(cell).join(",")}\r\n`;
	for await (const row of rows) yield `${COLUMNS.map((column) => cell(text(row, column))).join(",")}\r\n`;
}

/** Rows as JSON lines, each with everything its hash is made of. */
export async function* asJsonLines(rows: AsyncIterable<AuditRow>): AsyncGenerator<string> {
	for await (const row of rows) yield `${JSON.stringify(row, [...COLUMNS])}\n`;
}
