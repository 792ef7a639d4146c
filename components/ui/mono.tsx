import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** An address, a path, a macro, a setting's name. */
export const Mono = ({ children, className }: { children: ReactNode; className?: string }) => (
	<span className={classNames("font-mono text-mono break-words tabular-nums", className)}>{children}</span>
);

/** Lines that a program printed, word for word; scrolls by keyboard. */
export const LogLines = ({ lines, label }: { lines: readonly string[]; label: string }) => (
	// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
	<section aria-label={label} tabIndex={0} className="max-h-80 overflow-auto rounded-md bg-sunken p-3">
		<pre className="font-mono text-mono whitespace-pre-wrap">{lines.join("\n")}</pre>
	</section>
);
