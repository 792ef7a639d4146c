"use client";

import { Removal } from "@/components/ui/removal";
import { removeInstallationAction } from "@/lib/installations/actions";

/** Stops managing an installation, in two steps. */
export const RemoveInstallation = ({
	hostId,
	id,
	revision,
	domains,
	mayNot,
}: {
	hostId: string;
	id: string;
	revision: number;
	domains: number;
	mayNot: string | null;
}) => (
	<Removal
		action={removeInstallationAction}
		hostId={hostId}
		revision={revision}
		hidden={{ id }}
		names={{}}
		here={`/hosts/${hostId}/mailman/${id}`}
		what={`Remove ${id}`}
		mayNot={
			mayNot ??
			(domains > 0
				? `${id} has ${domains.toLocaleString("en")} ${domains === 1 ? "domain" : "domains"}. Move or remove ${domains === 1 ? "it" : "them"} first.`
				: null)
		}
	>
		Listkeeper stops managing it with the next deployment. Its files, lists and members stay on the host.
	</Removal>
);
