"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { NAVIGATION } from "./navigation";

/** The page's place: its section, and below it the one thing shown. */
export function Breadcrumbs() {
	const [, , hostId, section, ...rest] = usePathname().split("/");
	const label =
		NAVIGATION.find((entry) => entry.section === section)?.label ??
		(section === "changes" ? "Changes" : null);
	if (!label) return null;
	return (
		<nav aria-label="Place" className="min-w-0 truncate text-muted">
			{rest.length ? (
				<>
					<Link href={`/hosts/${hostId}/${section}`} className="hover:text-text">
						{label}
					</Link>
					<span aria-hidden="true"> / </span>
					<span aria-current="page" className="font-mono text-mono">
						{decodeURIComponent(rest[0] ?? "").slice(0, 12)}
					</span>
				</>
			) : (
				<span aria-current="page">{label}</span>
			)}
		</nav>
	);
}
