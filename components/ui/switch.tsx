import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

/** A checkbox that looks like a switch: works without JavaScript, sends `on` or nothing. */
export function Switch({
	label,
	help,
	className,
	id,
	hideLabel,
	...props
}: Omit<ComponentProps<"input">, "type"> & {
	id: string;
	label: ReactNode;
	help?: ReactNode;
	hideLabel?: boolean;
}) {
	return (
		<div className={classNames("flex items-start gap-3", className)}>
			<span className="relative mt-0.5 inline-flex min-h-7 min-w-10 shrink-0">
				<input
					{...props}
					id={id}
					type="checkbox"
					// biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says its own state
					role="switch"
					aria-describedby={help ? `${id}-help` : undefined}
					className="peer absolute inset-0 z-10 cursor-pointer opacity-0 disabled:cursor-not-allowed"
				/>
				<span
					aria-hidden="true"
					className="h-5 w-9 rounded-full border border-control bg-sunken transition-colors duration-120 after:m-[3px] after:block after:size-3 after:rounded-full after:bg-control after:transition-transform after:duration-120 peer-checked:border-accent peer-checked:bg-accent peer-checked:after:translate-x-4 peer-checked:after:bg-on-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent peer-disabled:opacity-60"
				/>
			</span>
			<span className={hideLabel ? "sr-only" : "grid gap-0.5"}>
				<label htmlFor={id} className="font-medium">
					{label}
				</label>
				{help ? (
					<span id={`${id}-help`} className="text-muted">
						{help}
					</span>
				) : null}
			</span>
		</div>
	);
}
