import type { Metadata } from "next";
import { PasswordForm } from "@/components/account/password-form";
import { SecondFactor } from "@/components/account/second-factor";
import { Sessions } from "@/components/account/sessions";
import { Button, ButtonLink } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { PageHeader } from "@/components/ui/page-header";
import { Notice } from "@/components/ui/status";
import { signOutAction } from "@/lib/session/actions";
import { browserInWords } from "@/lib/session/browser";
import { loadAccount } from "@/lib/session/loaders";

export const metadata: Metadata = { title: "Your account" };

type Props = { searchParams: Promise<{ needed?: string | string[] }> };

export default async function AccountPage({ searchParams }: Props) {
	const { needed } = await searchParams;
	const { person, sessions } = await loadAccount();
	return (
		<main className="mx-auto w-full max-w-3xl px-4 py-8 sm:px-6">
			<PageHeader
				title="Your account"
				sentence={
					<>
						{person.name}, who signs in as <Mono>{person.email}</Mono>.
					</>
				}
				action={
					<div className="flex gap-2">
						<ButtonLink href="/">Go to your host</ButtonLink>
						<form action={signOutAction}>
							<Button type="submit">Sign out</Button>
						</form>
					</div>
				}
			/>
			<div className="grid gap-6">
				{needed === "second-factor" && !person.secondFactor ? (
					<Notice tone="warning" title="The host you want demands a second factor of everybody">
						<p>Set one up here, then go on.</p>
					</Notice>
				) : null}
				<SecondFactor on={person.secondFactor} />
				<PasswordForm />
				<Sessions
					sessions={sessions.map(({ userAgent, createdAt, updatedAt, ...session }) => ({
						...session,
						browser: browserInWords(userAgent),
						createdAt: createdAt.getTime(),
						updatedAt: updatedAt.getTime(),
					}))}
				/>
			</div>
		</main>
	);
}
