import { cva, type VariantProps } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

const button = cva(
	"inline-flex min-h-8 items-center justify-center gap-2 rounded-md px-3 py-1 font-medium whitespace-nowrap transition-colors duration-120 aria-disabled:cursor-not-allowed aria-disabled:opacity-60 disabled:cursor-not-allowed disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0",
	{
		variants: {
			look: {
				primary: "bg-accent text-on-accent hover:bg-accent/90",
				plain: "border border-control bg-surface text-text hover:bg-sunken",
				quiet: "text-text hover:bg-sunken",
				danger: "border border-danger bg-surface text-danger hover:bg-danger/10",
			},
		},
		defaultVariants: { look: "plain" },
	},
);

type Look = VariantProps<typeof button>;

/** A button. With `disabledReason` it stays reachable, does nothing, and says why. */
export function Button({
	look,
	className,
	disabledReason,
	type = "button",
	...props
}: ComponentProps<"button"> & Look & { disabledReason?: string | null | undefined }) {
	if (disabledReason)
		return (
			<button
				{...props}
				type="button"
				aria-disabled="true"
				title={disabledReason}
				onClick={undefined}
				className={classNames(button({ look }), className)}
			>
				{props.children}
				<span className="sr-only"> ({disabledReason})</span>
			</button>
		);
	return <button {...props} type={type} className={classNames(button({ look }), className)} />;
}

/** A link that looks like a button. */
export const ButtonLink = ({ look, className, ...props }: ComponentProps<typeof Link> & Look) => (
	<Link {...props} className={classNames(button({ look }), className)} />
);
