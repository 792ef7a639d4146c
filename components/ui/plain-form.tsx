"use client";

import { type ReactNode, useActionState } from "react";
import type { FormState } from "@/lib/kernel/form-state";
import { type Fill, fillOf } from "./edit-form";

/** A form that carries no revision: what it does can't collide. Works without JavaScript. */
export function PlainForm<S extends FormState>({
	action,
	initial,
	fields = {},
	hidden = {},
	className = "grid gap-4",
	children,
}: {
	action: (before: Awaited<S>, form: FormData) => Promise<S>;
	initial: Awaited<S>;
	/** What the fields hold before anything is typed. */
	fields?: Readonly<Record<string, string>>;
	hidden?: Readonly<Record<string, string>>;
	className?: string;
	children: (fill: Fill, state: Awaited<S>) => ReactNode;
}) {
	const [state, send] = useActionState(action, initial);
	return (
		<form action={send} className={className}>
			{Object.entries(hidden).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			{children(fillOf(state, fields), state)}
		</form>
	);
}
