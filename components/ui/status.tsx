import { CircleCheck, CircleDashed, CircleX, Info, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type Tone = "success" | "warning" | "danger" | "info" | "muted" | "working";

const LOOKS = {
	success: { icon: CircleCheck, text: "text-success", edge: "border-success/40" },
	warning: { icon: TriangleAlert, text: "text-warning", edge: "border-warning/50" },
	danger: { icon: CircleX, text: "text-danger", edge: "border-danger/50" },
	info: { icon: Info, text: "text-info", edge: "border-info/40" },
	muted: { icon: CircleDashed, text: "text-muted", edge: "border-border" },
	working: { icon: LoaderCircle, text: "text-info", edge: "border-info/40" },
} as const;

/** A state in a word with its icon; never by colour alone. */
export function Status({
	tone,
	children,
	className,
}: {
	tone: Tone;
	children: ReactNode;
	className?: string;
}) {
	const { icon: Icon, text } = LOOKS[tone];
	return (
		<span
			className={classNames("inline-flex items-center gap-1.5 align-middle font-medium", text, className)}
		>
			<Icon
				aria-hidden="true"
				className={classNames("size-4 shrink-0", tone === "working" && "animate-spin")}
			/>
			<span>{children}</span>
		</span>
	);
}

/** A small label, as in *simulated*. */
export const Badge = ({
	tone = "muted",
	children,
	title,
}: {
	tone?: Tone;
	children: ReactNode;
	title?: string;
}) => (
	<span
		title={title}
		className={classNames(
			"inline-flex items-center rounded-md border px-1.5 text-xs leading-5 font-medium whitespace-nowrap",
			LOOKS[tone].text,
			LOOKS[tone].edge,
		)}
	>
		{children}
	</span>
);

/** A statement that stays on the page: what happened, and under it what to do. */
export function Notice({
	tone,
	title,
	children,
	role,
}: {
	tone: Tone;
	title: ReactNode;
	children?: ReactNode;
	role?: "alert" | "status";
}) {
	const { icon: Icon, text, edge } = LOOKS[tone];
	return (
		<div role={role} className={classNames("flex gap-3 rounded-lg border bg-surface p-4", edge)}>
			<Icon aria-hidden="true" className={classNames("mt-0.5 size-4 shrink-0", text)} />
			<div className="grid min-w-0 flex-1 gap-2">
				<p className="font-semibold">{title}</p>
				{children}
			</div>
		</div>
	);
}
