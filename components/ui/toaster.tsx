"use client";

import { Toaster as Sonner } from "sonner";

/** Where short successes appear; failures stay on their page instead. */
export const Toaster = () => (
	<Sonner
		position="bottom-right"
		toastOptions={{
			classNames: {
				toast: "!rounded-md !border !border-border !bg-surface !text-text !shadow-float !font-sans",
			},
		}}
	/>
);
