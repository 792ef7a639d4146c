"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;

/** Reads the page again until the host has answered: soon at first, then ever less often. */
export function AskingHost() {
	const router = useRouter();
	const wait = useRef(FIRST_MS);
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout>;
		const again = () => {
			wait.current = Math.min(wait.current * 2, LONGEST_MS);
			router.refresh();
			timer = setTimeout(again, wait.current);
		};
		timer = setTimeout(again, wait.current);
		return () => clearTimeout(timer);
	}, [router]);
	return (
		<span role="status" className="text-muted">
			Asking the host…
		</span>
	);
}
