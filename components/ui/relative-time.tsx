"use client";

import { useEffect, useState } from "react";

const UNITS = [
	["day", 86_400],
	["hour", 3_600],
	["minute", 60],
	["second", 1],
] as const;

/** A past moment in words, as of `now` (milliseconds). */
function inWords(at: number, now: number): string {
	const seconds = Math.round((now - at) / 1000);
	if (Math.abs(seconds) < 5) return "just now";
	const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
	return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.round(seconds / size), unit);
}

const exact = (at: number) => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** A moment (milliseconds since 1970) in relative words, exact on hover; the exact time without JavaScript. */
export function RelativeTime({ at }: { at: number }) {
	const [now, setNow] = useState<number | null>(null);
	useEffect(() => {
		setNow(Date.now());
		const timer = setInterval(() => setNow(Date.now()), 5_000);
		return () => clearInterval(timer);
	}, []);
	return (
		<time dateTime={new Date(at).toISOString()} title={exact(at)} className="whitespace-nowrap">
			{now === null ? exact(at) : inWords(at, now)}
		</time>
	);
}
