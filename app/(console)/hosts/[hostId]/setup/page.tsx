import { redirect } from "next/navigation";
import { loadSetup } from "@/lib/setup/loaders";
import { stepHref } from "@/lib/setup/steps";

/** Goes to the first step that isn't done; to the last one where all of them are. */
export default async function SetupPage({ params }: { params: Promise<{ hostId: string }> }) {
	const { hostId } = await params;
	const { next } = await loadSetup(hostId);
	redirect(stepHref(hostId, next ?? "verify"));
}
