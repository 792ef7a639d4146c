"use client";

import { Removal } from "@/components/ui/removal";
import { removeDomainAction } from "@/lib/domains/actions";
import type { ShownDomain } from "@/lib/domains/loaders";

/** Takes a domain from the host, in two steps. */
export const RemoveDomain = ({
	hostId,
	domain,
	isMailHost,
	mayNot,
}: {
	hostId: string;
	domain: Pick<ShownDomain, "name" | "readable" | "installation" | "revision">;
	isMailHost: boolean;
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
		mayNot={
			mayNot ??
			(isMailHost
				? `${domain.installation} names it as its mail host (DEFAULT_EMAIL_HOST). Choose another there first.`
				: null)
		}
	>
		After the next deployment this host takes no more mail for it. The lists of {domain.installation} and
		their members stay.
	</Removal>
);
