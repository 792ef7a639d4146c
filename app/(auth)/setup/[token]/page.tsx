import type { Metadata } from "next";
import { OwnerForm } from "@/components/session/owner-form";
import { ButtonLink } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { Notice } from "@/components/ui/status";
import { loadSetupLink } from "@/lib/team/loaders";

// Nobody is told the token; without an origin the browser would send none with the form, and it would be refused.
export const metadata: Metadata = { title: "Set up", referrer: "strict-origin" };

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
	const { token } = await params;
	const link = await loadSetupLink(token);
	if (link === "open")
		return (
			<>
				<div className="grid gap-1">
					<h1 className="text-2xl font-semibold">Make the owner's account</h1>
					<p className="text-muted">
						The owner adds hosts and people. This link works once; next you choose a host to begin with.
					</p>
				</div>
				<OwnerForm token={token} />
			</>
		);
	return (
		<>
			<h1 className="text-2xl font-semibold">Set up</h1>
			{link === "used" ? (
				<Notice tone="info" title="This console is set up already">
					<p>The set-up link works once. Sign in with the account that was made with it.</p>
					<div>
						<ButtonLink href="/sign-in" look="primary">
							Sign in
						</ButtonLink>
					</div>
				</Notice>
			) : (
				<Notice tone="danger" title="This is not the set-up link of this console">
					<p>
						Open the link that <Mono>npm run up</Mono> printed last; run it again to see it.
					</p>
				</Notice>
			)}
		</>
	);
}
