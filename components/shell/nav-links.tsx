"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import type { HostConnection } from "@/lib/hosts/schema";
import { navigationFor } from "./navigation";

/** The links to a host's pages; the one that is open is marked. */
export function NavLinks({
	hostId,
	kind,
	settingUp,
}: {
	hostId: string;
	kind: HostConnection["kind"];
	settingUp: boolean;
}) {
	const pathname = usePathname();
	const list = useRef<HTMLUListElement>(null);
	// On a phone the line of links is wider than the screen: the open page's link comes into sight.
	// biome-ignore lint/correctness/useExhaustiveDependencies: another page marks another link
	useEffect(() => {
		const line = list.current;
		const open = line?.querySelector<HTMLElement>("[aria-current=page]");
		if (line && open) line.scrollLeft = open.offsetLeft - (line.clientWidth - open.offsetWidth) / 2;
	}, [pathname]);
	return (
		<ul ref={list} className="relative flex gap-1 overflow-x-auto md:grid md:overflow-visible">
			{navigationFor(kind, settingUp).map(({ section, label, icon: Icon, apart }, i, all) => {
				const href = `/hosts/${hostId}/${section}`;
				const open = pathname === href || pathname.startsWith(`${href}/`);
				return (
					<li
						key={section}
						className={apart && !all[i - 1]?.apart ? "md:mt-2 md:border-t md:pt-2" : undefined}
					>
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
