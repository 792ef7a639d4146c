"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

/** Sends its form; while that is under way it can't be pressed again and says what it does. */
export function SubmitButton({
	working,
	children,
	...props
}: ComponentProps<typeof Button> & { working: string }) {
	const { pending } = useFormStatus();
	return (
		<Button look="primary" {...props} type="submit" disabled={pending || props.disabled}>
			{pending ? working : children}
		</Button>
	);
}
