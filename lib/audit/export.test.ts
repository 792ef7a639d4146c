import { describe, expect, it } from "vitest";
import { type AuditRow, GENESIS, hashRow } from "@/lib/kernel/audit-chain";
import { asCsv, asJsonLines } from "./export";

const row = (subject: string): AuditRow => {
	const content = {
		seq: 1,
		at: new Date("2026-11-23T00:00:00.000Z"),
		hostId: null,
		actor: "Robin <robin@example.net>",
		action: "policy.change",
		subject,
		before: null,
		after: '{"on":true}',
		reason: 'he said "stop", twice',
		from: "192.0.2.7",
		previous: GENESIS,
	};
	return { ...content, hash: hashRow(content) };
};

async function* rows(...subjects: string[]) {
	for (const subject of subjects) yield row(subject);
}

const whole = async (pieces: AsyncIterable<string>) => {
	let text = "";
	for await (const piece of pieces) text += piece;
	return text;
};

describe("the audit as CSV", () => {
	it("has a head line and a line a row, with quotes doubled and an empty cell for nothing", async () => {
		const lines = (await whole(asCsv(rows("rule")))).split("\r\n");
		expect(lines).toHaveLength(3);
		expect(lines[0]).toBe(
			'"seq","at","hostId","actor","action","subject","before","after","reason","from","previous","hash"',
		);
		expect(lines[1]).toMatch(
			/^"1","2026-11-23T00:00:00.000Z","","Robin <robin@example.net>","policy.change","rule","",/,
		);
		expect(lines[1]).toContain('"he said ""stop"", twice"');
	});

	it.each([
		"=1+1",
		"+1",
		"-1",
		"@SUM(A1)",
		"\t=1",
		"\r=1",
		" =cmd|' /C calc'!A0",
		"|x",
		"%x",
		"＝1+1",
		"＠x",
	])("gives a spreadsheet no formula: %j", async (subject) => {
		expect(await whole(asCsv(rows(subject)))).toContain(`"'${subject.replaceAll('"', '""')}"`);
	});

	it("leaves a subject alone that is none", async () => {
		expect(await whole(asCsv(rows("a-list@example.com")))).toContain('"a-list@example.com"');
	});
});

describe("the audit as JSON lines", () => {
	it("has all that a row's hash is made of, so that it can be checked elsewhere", async () => {
		const [line = "", rest] = (await whole(asJsonLines(rows("=1+1\n2")))).split("\n");
		expect(rest).toBe("");
		const { at, hash, ...read } = JSON.parse(line);
		expect(read.subject).toBe("=1+1\n2");
		expect(hashRow({ ...read, at: new Date(at) })).toBe(hash);
	});
});
