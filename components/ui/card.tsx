import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

/** A surface that holds one subject. */
export const Card = ({ className, ...props }: ComponentProps<"section">) => (
	<section {...props} className={classNames("rounded-lg border bg-surface p-4", className)} />
);

export const CardTitle = ({ children, aside }: { children: ReactNode; aside?: ReactNode }) => (
	<div className="mb-3 flex flex-wrap items-center justify-between gap-2">
		<h2 className="text-base font-semibold">{children}</h2>
		{aside}
	</div>
);
