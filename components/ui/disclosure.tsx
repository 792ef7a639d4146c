"use client";

import { usePathname } from "next/navigation";
import { type ComponentProps, useEffect, useRef } from "react";

/**
 * A `details` element that floats: it opens without JavaScript, and with it closes on Escape, on a click elsewhere
 * and when another page opens.
 */
export function FloatingDetails({ children, ...props }: ComponentProps<"details">) {
	const details = useRef<HTMLDetailsElement>(null);
	const pathname = usePathname();
	// biome-ignore lint/correctness/useExhaustiveDependencies: another page is the reason to close
	useEffect(() => {
		if (details.current) details.current.open = false;
	}, [pathname]);
	useEffect(() => {
		const element = details.current;
		const onPointer = (event: PointerEvent) => {
			if (element?.open && event.target instanceof Node && !element.contains(event.target))
				element.open = false;
		};
		const onKey = (event: KeyboardEvent) => {
			if (event.key !== "Escape" || !element?.open) return;
			element.open = false;
			element.querySelector("summary")?.focus();
		};
		document.addEventListener("pointerdown", onPointer);
		document.addEventListener("keydown", onKey);
		return () => {
			document.removeEventListener("pointerdown", onPointer);
			document.removeEventListener("keydown", onKey);
		};
	}, []);
	return (
		<details {...props} ref={details}>
			{children}
		</details>
	);
}
