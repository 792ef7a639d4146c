import type { Metadata } from "next";
import Link from "next/link";
import { ResetForm } from "@/components/team/join-form";
import { Mono } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import { loadReset } from "@/lib/team/loaders";

// Nobody is told the token; without an origin the browser would send none with the form, and it would be refused.
export const metadata: Metadata = { title: "New password", referrer: "strict-origin" };

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
	const { token } = await params;
	const email = await loadReset(token);
	if (email === null)
		return (
			<>
				<h1 className="text-2xl font-semibold">New password</h1>
				<Notice tone="info" title="This link works no more">
					<p>
						It was used, or is too old.{" "}
						<Link href="/forgotten" className="underline underline-offset-4">
							Have another sent
						</Link>
						, or have it made on the console's machine with <Mono>bin/listkeeper account reset</Mono>.
					</p>
				</Notice>
			</>
		);
	return (
		<>
			<div className="grid gap-1">
				<h1 className="text-2xl font-semibold">New password</h1>
				<p className="text-muted">
					For <Mono>{email}</Mono>. Every session of this account ends, and you sign in anew.
				</p>
			</div>
			<ResetForm token={token} email={email} />
		</>
	);
}
