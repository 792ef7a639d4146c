import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Toaster } from "@/components/ui/toaster";
import { loadTheme } from "@/lib/session/loaders";
import "./globals.css";

export const metadata: Metadata = {
	title: { template: "%s · Listkeeper", default: "Listkeeper" },
	description: "Exim and Mailman configuration that is proved before it is live, and can be taken back.",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
	const theme = await loadTheme();
	return (
		<html
			lang="en"
			data-theme={theme === "system" ? undefined : theme}
			className={`${GeistSans.variable} ${GeistMono.variable} font-sans`}
		>
			<body className="min-h-dvh">
				{children}
				<Toaster />
			</body>
		</html>
	);
}
