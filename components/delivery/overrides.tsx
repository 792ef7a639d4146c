import Link from "next/link";
import { Card, CardTitle } from "@/components/ui/card";
import { Mono } from "@/components/ui/mono";
import { every } from "@/lib/core/release/effects/words";
import type { VerpSettings } from "@/lib/core/system/verp";

const WHO = { off: "off", mailman: "by Mailman", exim: "by Exim" } as const;

/** VERP in a few words. */
export const verpInWords = ({ strategy, interval }: Pick<VerpSettings, "strategy" | "interval">): string =>
	`${WHO[strategy]}${strategy === "mailman" ? ` on ${every(interval)}` : ""}`;

/** Which installations have VERP settings of their own. */
export const Overrides = ({
	hostId,
	installations,
}: {
	hostId: string;
	installations: readonly { id: string; verp: VerpSettings | null }[];
}) =>
	installations.length === 0 ? null : (
		<Card aria-label="Installations">
			<CardTitle>For single installations</CardTitle>
			<p className="mb-3 text-muted">
				An installation follows the settings above unless it has VERP settings of its own.
			</p>
			<ul className="grid">
				{installations.map(({ id, verp }) => (
					<li key={id} className="flex min-h-9 flex-wrap items-center gap-x-4 border-t py-1 first:border-t-0">
						<Mono className="min-w-32">{id}</Mono>
						<span className={verp ? undefined : "text-muted"}>
							{verp ? verpInWords(verp) : "as the host"}
						</span>
						<Link
							href={`/hosts/${hostId}/delivery/${id}`}
							className="ml-auto rounded-md px-2 py-1 text-accent hover:bg-sunken"
						>
							Change<span className="sr-only"> {id}</span>
						</Link>
					</li>
				))}
			</ul>
		</Card>
	);
