import type { NextRequest } from "next/server";
import { asCsv, asJsonLines } from "@/lib/audit/export";
import { loadAuditExport } from "@/lib/audit/loaders";
import { readAuditQuery } from "@/lib/audit/schema";

type Context = { params: Promise<{ hostId: string }> };

/** The audit as a file: what the query matches, as CSV or as JSON lines. */
export async function GET(request: NextRequest, { params }: Context) {
	const { hostId } = await params;
	const { searchParams } = request.nextUrl;
	const rows = await loadAuditExport(hostId, readAuditQuery(Object.fromEntries(searchParams)));
	const csv = searchParams.get("as") === "csv";
	const pieces = (csv ? asCsv(rows) : asJsonLines(rows))[Symbol.asyncIterator]();
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await pieces.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
		cancel: async () => {
			await pieces.return?.(undefined);
		},
	});
	return new Response(body, {
		headers: {
			"content-type": csv ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
			"content-disposition": `attachment; filename="listkeeper-audit.${csv ? "csv" : "jsonl"}"`,
			"cache-control": "no-store",
		},
	});
}
