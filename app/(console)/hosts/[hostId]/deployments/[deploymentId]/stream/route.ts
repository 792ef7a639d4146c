import type { NextRequest } from "next/server";
import { requireDeployment, streamDeployment } from "@/lib/deployments/loaders";
import { eventStream } from "@/lib/kernel/event-stream";
import { requireAccess, stillHolds } from "@/lib/session/loaders";

type Context = { params: Promise<{ hostId: string; deploymentId: string }> };

/** A deployment's events for an open page, from the one after the last it saw. */
export async function GET(request: NextRequest, { params }: Context) {
	const { hostId, deploymentId } = await params;
	const access = await requireAccess(hostId, "host.see");
	await requireDeployment(access, deploymentId);
	const seen = request.headers.get("last-event-id") ?? request.nextUrl.searchParams.get("after") ?? "0";
	const after = /^\d{1,9}$/.test(seen) ? Number(seen) : 0;
	return eventStream(
		(signal) => streamDeployment(access, deploymentId, after, signal),
		() => stillHolds(access, "host.see"),
	);
}
