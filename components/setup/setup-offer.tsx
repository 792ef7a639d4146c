import { ButtonLink } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { loadUnfinishedSetup } from "@/lib/setup/loaders";
import { numberOf, SETUP_STEPS, STEP_TITLES } from "@/lib/setup/steps";

/** On the overview: which step of the set-up is next; on a host with nothing live that it can be begun. */
export async function SetupOffer({ hostId }: { hostId: string }) {
	const unfinished = await loadUnfinishedSetup(hostId);
	if (!unfinished) return null;
	const { begun, next } = unfinished;
	return (
		<Card aria-label="Set up">
			<CardTitle
				aside={
					<ButtonLink look="primary" href={`/hosts/${hostId}/setup`}>
						{begun ? `Go on with “${STEP_TITLES[next]}”` : "Set up step by step"}
					</ButtonLink>
				}
			>
				{begun
					? `Set-up: step ${numberOf(next)} of ${SETUP_STEPS.length} is next`
					: "Nothing is live on this host yet"}
			</CardTitle>
			<p className="max-w-prose text-muted">
				{begun
					? "Everybody with a role here sees the same steps, and may go on where their role allows it."
					: "From what is on the host to mail that was seen to arrive, one step after the other. Leave and come back as you like."}
			</p>
		</Card>
	);
}
