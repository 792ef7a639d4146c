"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 700;

/** Draws the page anew, again and again, while it shows something that is under way; without JavaScript as well. */
export function KeepLooking() {
	const router = useRouter();
	useEffect(() => {
		const timer = setInterval(() => router.refresh(), EVERY_MS);
		return () => clearInterval(timer);
	}, [router]);
	return (
		<noscript>
			<meta httpEquiv="refresh" content="2" />
		</noscript>
	);
}
