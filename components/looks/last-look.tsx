import { ButtonLink } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { loadLastLook } from "@/lib/looks/loaders";

/** The way to what is on the host, with when somebody looked last. */
export async function LastLook({ hostId }: { hostId: string }) {
	const last = await loadLastLook(hostId);
	return (
		<Card aria-label="What is on this host">
			<CardTitle aside={<ButtonLink href={`/hosts/${hostId}/look`}>{last ? "See it" : "Look"}</ButtonLink>}>
				What is on this host
			</CardTitle>
			<p className="max-w-prose text-muted">
				{last ? (
					<>
						{last.by} looked <RelativeTime at={last.at} />.
					</>
				) : (
					"Exim and every Mailman as they are there, and what of them can be taken over. Nobody has looked yet."
				)}
			</p>
		</Card>
	);
}
