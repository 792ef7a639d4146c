import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import type { FoundInstallation } from "@/lib/core/host/profile";
import { Simulated } from "./installation-card";

/** What is on the host and not managed yet. */
export function FoundInstallations({
	hostId,
	found,
	mayNot,
	manage = `/hosts/${hostId}/mailman/new?`,
}: {
	hostId: string;
	found: readonly FoundInstallation[];
	mayNot: string | null;
	/** The page that adds one, as far as the name of what was found. */
	manage?: string;
}) {
	if (found.length === 0) return null;
	return (
		<section aria-label="Found on the host" className="grid gap-3">
			<h2 className="text-base font-semibold">Found on the host, not managed here</h2>
			<ul className="grid gap-3">
				{found.map((one) => (
					<li key={one.prefix}>
						<Card className="flex flex-wrap items-center justify-between gap-3">
							<div className="grid min-w-0 gap-1">
								<span className="flex flex-wrap items-center gap-2">
									<Mono className="break-all">{one.prefix}</Mono>
									{one.simulated ? <Simulated /> : null}
								</span>
								<span className="text-muted">
									{one.version ? `Mailman ${one.version}` : "version not known"} · runs as{" "}
									<Mono>
										{one.user}:{one.group}
									</Mono>{" "}
									· {one.lists.length.toLocaleString("en")} {one.lists.length === 1 ? "list" : "lists"}
								</span>
							</div>
							{mayNot ? null : (
								<ButtonLink href={`${manage}found=${encodeURIComponent(one.prefix)}`}>
									Manage<span className="sr-only"> {one.prefix}</span>
								</ButtonLink>
							)}
						</Card>
					</li>
				))}
			</ul>
		</section>
	);
}
