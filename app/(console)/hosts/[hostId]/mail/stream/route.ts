import { eventStream } from "@/lib/kernel/event-stream";
import { streamArrivals } from "@/lib/mail/loaders";
import { requireAccess, stillHolds } from "@/lib/session/loaders";

type Context = { params: Promise<{ hostId: string }> };

/** Says when something new was received, for a little while after a message was sent. */
export async function GET(_request: Request, { params }: Context) {
	const access = await requireAccess((await params).hostId, "host.see");
	return eventStream(
		(signal) => streamArrivals(access, signal),
		() => stillHolds(access, "host.see"),
	);
}
