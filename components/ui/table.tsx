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
	// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
	<section aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded-lg border bg-surface">
		<table className={classNames("w-full border-collapse text-left text-mono", className)}>{children}</table>
	</section>
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
