"use client";

import { useEffect, useState } from "react";
import { clockFace } from "./duration";

/** How long until a release reverts by itself. In: the ms it has left now; another number starts it anew. */
export function Countdown({ remainingMs }: { remainingMs: number }) {
	const [left, setLeft] = useState(remainingMs);
	useEffect(() => {
		const end = performance.now() + remainingMs;
		setLeft(remainingMs);
		const timer = setInterval(() => setLeft(Math.max(0, end - performance.now())), 250);
		return () => clearInterval(timer);
	}, [remainingMs]);
	return (
		<span role="timer" className="font-mono text-2xl font-semibold tabular-nums">
			<span className="sr-only">Reverts in </span>
			{clockFace(left)}
		</span>
	);
}
