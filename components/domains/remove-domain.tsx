"use client";

import { Removal } from "@/components/ui/removal";
import { removeDomainAction } from "@/lib/domains/actions";
import type { ShownDomain } from "@/lib/domains/loaders";

/** Takes a domain from the host, in two steps. */
export const RemoveDomain = ({
	hostId,
	domain,
	mayNot,
}: {
	hostId: string;
	domain: Pick<ShownDomain, "name" | "readable" | "installation" | "revision">;
	mayNot: string | null;
}) => (
	<Removal
		action={removeDomainAction}
		hostId={hostId}
		revision={domain.revision}
		hidden={{ name: domain.name }}
		names={{ installation: "Installation" }}
		here={`/hosts/${hostId}/domains/${domain.name}`}
		what={`Remove ${domain.readable}`}
		mayNot={mayNot}
	>
		After the next deployment this host takes no more mail for it. The lists of {domain.installation} and
		their members stay.
	</Removal>
);
