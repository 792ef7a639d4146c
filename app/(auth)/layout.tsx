import type { ReactNode } from "react";

/** A narrow page with one form. */
export default function AuthLayout({ children }: { children: ReactNode }) {
	return (
		<main className="mx-auto grid w-full max-w-md gap-6 px-4 py-16">
			<p className="font-semibold">▣ Listkeeper</p>
			{children}
		</main>
	);
}
