import type { ReactNode } from "react";

/** What would be here, why one wants it, and the one next step. */
export const EmptyState = ({
	title,
	children,
	action,
}: {
	title: string;
	children: ReactNode;
	action?: ReactNode;
}) => (
	<div className="grid justify-items-center gap-2 rounded-lg border border-dashed px-6 py-12 text-center">
		<p className="text-base font-semibold">{title}</p>
		<div className="max-w-prose text-muted">{children}</div>
		{action ? <div className="mt-2">{action}</div> : null}
	</div>
);
