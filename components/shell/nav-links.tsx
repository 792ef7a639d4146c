"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "@/components/ui/class-names";
import { navigationFor } from "./navigation";

/** The links to a host's pages; the one that is open is marked. */
export function NavLinks({ hostId, kind }: { hostId: string; kind: "rehearsal" | "local" }) {
	const pathname = usePathname();
	return (
		<ul className="flex gap-1 overflow-x-auto md:grid md:overflow-visible">
			{navigationFor(kind).map(({ section, label, icon: Icon }) => {
				const href = `/hosts/${hostId}/${section}`;
				const open = pathname === href || pathname.startsWith(`${href}/`);
				return (
					<li key={section}>
						<Link
							href={href}
							aria-current={open ? "page" : undefined}
							className={classNames(
								"flex min-h-9 items-center gap-2 rounded-md px-2.5 whitespace-nowrap hover:bg-sunken",
								open ? "bg-sunken font-medium text-text" : "text-muted",
							)}
						>
							<Icon aria-hidden="true" className="size-4" />
							{label}
						</Link>
					</li>
				);
			})}
		</ul>
	);
}
