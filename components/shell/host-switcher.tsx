import { ChevronsUpDown, Plus } from "lucide-react";
import Link from "next/link";
import { FloatingDetails } from "@/components/ui/disclosure";

/** Which host one is on; opens to the others. A `details` element: no JavaScript, keyboard included. */
export function HostSwitcher({
	current,
	hosts,
}: {
	current: string;
	hosts: readonly { id: string; name: string }[];
}) {
	const name = hosts.find((host) => host.id === current)?.name ?? "host";
	return (
		<FloatingDetails className="group relative min-w-0 flex-1">
			<summary className="flex min-h-9 cursor-pointer list-none items-center gap-2 rounded-md px-2 font-semibold hover:bg-sunken">
				<span aria-hidden="true">▣</span>
				<span className="truncate">{name}</span>
				<span className="sr-only">, switch host</span>
				<ChevronsUpDown aria-hidden="true" className="ml-auto size-4 text-muted" />
			</summary>
			<ul className="absolute z-30 mt-1 w-56 rounded-md border bg-surface p-1 shadow-float">
				{hosts.map((host) => (
					<li key={host.id}>
						<Link
							href={`/hosts/${host.id}/overview`}
							aria-current={host.id === current ? "true" : undefined}
							className="flex min-h-8 items-center rounded-md px-2 hover:bg-sunken"
						>
							{host.name}
						</Link>
					</li>
				))}
				<li>
					<Link
						href="/hosts/new"
						className="flex min-h-8 items-center gap-2 rounded-md px-2 text-muted hover:bg-sunken"
					>
						<Plus aria-hidden="true" className="size-4" />
						Add a host
					</Link>
				</li>
			</ul>
		</FloatingDetails>
	);
}
