import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { ToldLook } from "@/lib/core/survey/told";

/** Said where a look found nothing that could become settings. */
export const NothingToImport = ({ hostId, look }: { hostId: string; look: Pick<ToldLook, "proposal"> }) => (
	<EmptyState
		title="There is nothing to import"
		action={
			<ButtonLink look="primary" href={`/hosts/${hostId}/domains`}>
				Start fresh with domains
			</ButtonLink>
		}
	>
		{look.proposal
			? "Exim's configuration delivers to no Mailman by a way that Listkeeper understands. What stands there stays."
			: "Exim has no configuration of its own besides Listkeeper's, so there is nothing to take over."}
	</EmptyState>
);
