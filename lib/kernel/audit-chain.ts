import { sha256 } from "./sha256";

/** One line of the audit as it is kept. `before` and `after` are JSON. */
export type AuditRow = {
	seq: number;
	at: Date;
	hostId: string | null;
	actor: string;
	action: string;
	subject: string;
	before: string | null;
	after: string | null;
	reason: string | null;
	from: string | null;
	/** The hash of the row before. */
	previous: string;
	/** SHA-256 of all the above, in hexadecimal. */
	hash: string;
};

/** A row's number and hash, kept outside the database as well. */
export type Head = Pick<AuditRow, "seq" | "hash">;

/** What the first row follows. */
export const GENESIS = "0".repeat(64);

/** A row's hash: of its number, its content and the hash of the row before, so that none of them can change alone. */
export const hashRow = (row: Omit<AuditRow, "hash">): string =>
	sha256(
		JSON.stringify([
			row.seq,
			row.at.toISOString(),
			row.hostId,
			row.actor,
			row.action,
			row.subject,
			row.before,
			row.after,
			row.reason,
			row.from,
			row.previous,
		]),
	);

export type ChainProblem = {
	/** The first row it concerns. */
	seq: number;
	kind: "changed" | "missing" | "replaced" | "cut-off" | "unwitnessed";
	/** Names the row and says what is wrong with it. */
	sentence: string;
};

export type ChainReport = {
	/** How many rows there are, and the last of them; null where there is none. */
	rows: number;
	last: Head | null;
	problems: ChainProblem[];
};

const rowsNamed = (first: number, last: number) =>
	first === last ? `Row ${first} is` : `Rows ${first} to ${last} are`;

/**
 * Follows the chain from its first row. In: all rows by ascending number, and the head that was kept outside the
 * database (null where that is lost). Out: every break, each with the row's number. A tail that was cut off is found
 * as far as the head outside goes.
 */
export async function verifyChain(
	rows: AsyncIterable<AuditRow> | Iterable<AuditRow>,
	witness: Head | null,
): Promise<ChainReport> {
	const problems: ChainProblem[] = [];
	let count = 0;
	let last: Head | null = null;
	// What follows a row that is named already needs no name of its own for it.
	let named = false;
	const found = (seq: number, kind: ChainProblem["kind"], sentence: string) =>
		problems.push({ seq, kind, sentence });
	for await (const row of rows) {
		const expected: number = (last?.seq ?? 0) + 1;
		const gap = row.seq !== expected;
		if (gap) found(expected, "missing", `${rowsNamed(expected, row.seq - 1)} missing.`);
		const changed = hashRow(row) !== row.hash;
		if (changed)
			found(row.seq, "changed", `Row ${row.seq} is not as it was written: it was changed, or moved there.`);
		else if (!gap && !named && row.previous !== (last?.hash ?? GENESIS))
			found(
				Math.max(1, row.seq - 1),
				"replaced",
				`Row ${row.seq} was written after another row ${row.seq - 1} than the one that is there.`,
			);
		if (witness?.seq === row.seq && witness.hash !== row.hash)
			found(
				row.seq,
				"replaced",
				`Row ${row.seq} is another one than the head outside the database names: the chain was written anew, or the database restored from a copy.`,
			);
		last = { seq: row.seq, hash: row.hash };
		named = changed;
		count++;
	}
	const end = last?.seq ?? 0;
	if (witness && witness.seq > end)
		found(
			end + 1,
			"cut-off",
			`${rowsNamed(end + 1, witness.seq)} missing at the end: the tail was cut off, or the database restored from a copy.`,
		);
	if (!witness && end > 0)
		found(
			end,
			"unwitnessed",
			"The head outside the database is lost, so rows missing at the end could not be noticed.",
		);
	return { rows: count, last, problems };
}
