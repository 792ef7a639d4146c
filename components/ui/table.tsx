import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

/** A table that scrolls sideways in its own frame, by keyboard too. */
export const Table = ({
	label,
	children,
	className,
}: {
	label: string;
	children: ReactNode;
	className?: string;
}) => (
	// A group and not a region: a page has many tables, and landmarks are few.
	// biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
	<div
		role="group"
		aria-label={label}
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
		tabIndex={0}
		className="relative overflow-x-auto rounded-lg border bg-surface"
	>
		<table className={classNames("w-full border-collapse text-left text-mono", className)}>{children}</table>
	</div>
);

export const Th = ({ className, ...props }: ComponentProps<"th">) => (
	<th
		scope="col"
		{...props}
		className={classNames("border-b bg-sunken px-3 py-2 font-medium whitespace-nowrap text-muted", className)}
	/>
);

export const Td = ({ className, ...props }: ComponentProps<"td">) => (
	<td
		{...props}
		className={classNames("h-9 border-b px-3 py-1.5 align-middle [tr:last-child>&]:border-b-0", className)}
	/>
);
