import type { ReactNode } from "react";
import { classNames } from "./class-names";

const control =
	"w-full rounded-md border border-control bg-surface px-2.5 py-1 min-h-9 text-text placeholder:text-muted aria-invalid:border-danger disabled:opacity-60 read-only:bg-sunken";

type Wiring = {
	id: string;
	name: string;
	"aria-describedby": string | undefined;
	"aria-invalid": true | undefined;
};

/**
 * A labelled control with its help and its error, wired for those who hear the page.
 * `children` gets the attributes to spread on the control.
 */
export function Field({
	name,
	label,
	help,
	error,
	children,
	className,
	id = `field-${name}`,
}: {
	name: string;
	label: ReactNode;
	help?: ReactNode;
	error?: string | null | undefined;
	id?: string;
	className?: string;
	children: (wiring: Wiring) => ReactNode;
}) {
	const described = [help ? `${id}-help` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
	return (
		<div className={classNames("grid content-start gap-1", className)}>
			<label htmlFor={id} className="font-medium">
				{label}
			</label>
			{children({
				id,
				name,
				"aria-describedby": described || undefined,
				"aria-invalid": error ? true : undefined,
			})}
			{error ? (
				<p id={`${id}-error`} className="text-danger">
					<span aria-hidden="true">✕ </span>
					{error}
				</p>
			) : null}
			{help ? (
				<p id={`${id}-help`} className="text-muted">
					{help}
				</p>
			) : null}
		</div>
	);
}

/** A line of text. `mono` for addresses, paths and names of settings. */
export const Input = ({ className, mono, ...props }: React.ComponentProps<"input"> & { mono?: boolean }) => (
	<input {...props} className={classNames(control, mono && "font-mono text-mono", className)} />
);

export const Textarea = ({
	className,
	mono,
	...props
}: React.ComponentProps<"textarea"> & { mono?: boolean }) => (
	<textarea
		{...props}
		className={classNames(control, "min-h-20", mono && "font-mono text-mono", className)}
	/>
);

/** The browser's own choice list: works everywhere, by keyboard and without JavaScript. */
export const Select = ({
	className,
	mono,
	...props
}: React.ComponentProps<"select"> & { mono?: boolean }) => (
	<select
		{...props}
		className={classNames(control, "pr-8 read-only:bg-surface", mono && "font-mono text-mono", className)}
	/>
);
