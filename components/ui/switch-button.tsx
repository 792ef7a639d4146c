"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";

/**
 * A switch that sends its form when pressed, with the state it asks for: `on` is `true` or `false`.
 * With a `disabledReason` it stays reachable, does nothing, and says why.
 */
export function SwitchButton({
	on,
	label,
	disabledReason,
}: {
	on: boolean;
	label: ReactNode;
	disabledReason?: string | null;
}) {
	const { pending } = useFormStatus();
	// While it is under way it shows what was asked for.
	const shown = pending ? !on : on;
	return (
		<button
			type={disabledReason || pending ? "button" : "submit"}
			role="switch"
			aria-checked={shown}
			aria-disabled={disabledReason ? true : undefined}
			title={disabledReason ?? undefined}
			name="on"
			value={String(!on)}
			className="group inline-flex min-h-7 items-center gap-2 rounded-md font-medium aria-disabled:cursor-not-allowed"
		>
			<span
				aria-hidden="true"
				className="h-5 w-9 shrink-0 rounded-full border border-control bg-sunken transition-colors duration-120 group-aria-checked:border-accent group-aria-checked:bg-accent group-aria-disabled:opacity-60 after:m-[3px] after:block after:size-3 after:rounded-full after:bg-control after:transition-transform after:duration-120 group-aria-checked:after:translate-x-4 group-aria-checked:after:bg-on-accent"
			/>
			<span className="text-muted" aria-hidden="true">
				{shown ? "on" : "off"}
			</span>
			<span className="sr-only">
				{label}
				{disabledReason ? ` (${disabledReason})` : ""}
			</span>
		</button>
	);
}
