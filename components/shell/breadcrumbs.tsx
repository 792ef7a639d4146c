"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { readableDomain } from "@/lib/core/system/readable";
import { NAVIGATION } from "./navigation";

/** Pages that are reached from others, and not from the navigation. */
const ELSEWHERE: Readonly<Record<string, string>> = { changes: "Changes", look: "What is on this host" };

/** A deployment's id is told by its beginning; a name is a name. */
const shown = (step: string) => (/^[0-9a-f-]{36}$/.test(step) ? step.slice(0, 12) : readableDomain(step));

/** The page's place: its section, and below it the one thing shown. */
export function Breadcrumbs() {
	const [, , hostId, section, ...rest] = usePathname().split("/");
	const label =
		NAVIGATION.find((entry) => entry.section === section)?.label ??
		(section === undefined ? null : (ELSEWHERE[section] ?? null));
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
						{shown(decodeURIComponent(rest[0] ?? ""))}
					</span>
				</>
			) : (
				<span aria-current="page">{label}</span>
			)}
		</nav>
	);
}
