"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** Shows something on every page of a host but those of its set-up, which have a way to the review of their own. */
export function OutsideSetup({ hostId, children }: { hostId: string; children: ReactNode }) {
	return usePathname().startsWith(`/hosts/${hostId}/setup/`) ? null : children;
}
