import type { NextRequest } from "next/server";
import { eventStream } from "@/lib/kernel/event-stream";
import { requireAccess, stillHolds } from "@/lib/session/loaders";
import { streamTests } from "@/lib/tests/loaders";
import { askedFor } from "@/lib/tests/schema";

type Context = { params: Promise<{ hostId: string }> };

/** Asks Exim on the host what the query says, and streams its answers. Leaving ends the asking. */
export async function GET(request: NextRequest, { params }: Context) {
	const access = await requireAccess((await params).hostId, "tests.run");
	const asked = askedFor(Object.fromEntries(request.nextUrl.searchParams));
	if (asked === null) return new Response("Nothing was asked.", { status: 400 });
	return eventStream(
		(signal) => streamTests(access, asked, signal),
		() => stillHolds(access, "tests.run"),
	);
}
