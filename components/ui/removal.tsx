"use client";

import type { ReactNode } from "react";
import type { FormState } from "@/lib/kernel/form-state";
import { Button } from "./button";
import { Card, CardTitle } from "./card";
import type { FieldNames } from "./conflict-notice";
import { EditForm, SaveRow } from "./edit-form";

/**
 * Removes one thing in two steps: a first press says what that means, a second does it. Works without JavaScript.
 * `mayNot` is why it can't be removed at all.
 */
export const Removal = ({
	action,
	hostId,
	revision,
	hidden,
	names,
	here,
	what,
	mayNot,
	children,
}: {
	action: (before: FormState, form: FormData) => Promise<FormState>;
	hostId: string;
	revision: number;
	hidden: Readonly<Record<string, string>>;
	names: FieldNames;
	here: string;
	/** As in `Remove list.example.com`. */
	what: string;
	mayNot: string | null;
	/** What removing means. */
	children: ReactNode;
}) => (
	<Card aria-label={what} id="remove">
		<CardTitle>{what}</CardTitle>
		<div className="mb-3 max-w-prose text-muted">{children}</div>
		{mayNot ? (
			<>
				<Button look="danger" disabledReason={mayNot}>
					{what}…
				</Button>
				<p className="mt-2 text-muted">{mayNot}</p>
			</>
		) : (
			<details className="group">
				<summary className="inline-flex min-h-8 cursor-pointer list-none items-center rounded-md border border-danger px-3 font-medium text-danger group-open:hidden hover:bg-danger/10">
					{what}…
				</summary>
				<EditForm
					action={action}
					hostId={hostId}
					revision={revision}
					fields={{}}
					hidden={hidden}
					names={names}
					here={here}
					className="grid gap-3"
				>
					{(fill) => (
						<SaveRow fill={fill} mayNot={null} working="Removing…" look="danger">
							Yes, remove it
						</SaveRow>
					)}
				</EditForm>
			</details>
		)}
	</Card>
);
