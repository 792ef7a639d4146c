"use client";

import { useEffect, useState } from "react";

/** The time in ms since 1970, moving on while `running`. In: the server's, so that the first drawing is the same there. */
export function useNow(initial: number, running: boolean, everyMs: number): number {
	const [now, setNow] = useState(initial);
	useEffect(() => {
		if (!running) return;
		setNow(Date.now());
		const timer = setInterval(() => setNow(Date.now()), everyMs);
		return () => clearInterval(timer);
	}, [running, everyMs]);
	return now;
}
