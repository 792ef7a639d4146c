import type { ReactNode } from "react";

/** A page's one title, one sentence of what it decides, and its one primary action. */
export const PageHeader = ({
	title,
	sentence,
	action,
}: {
	title: ReactNode;
	sentence: ReactNode;
	action?: ReactNode;
}) => (
	<header className="mb-6 flex flex-wrap items-start justify-between gap-4">
		<div className="grid max-w-prose gap-1">
			<h1 className="text-lg font-semibold sm:text-2xl">{title}</h1>
			<p className="text-muted">{sentence}</p>
		</div>
		{action}
	</header>
);
