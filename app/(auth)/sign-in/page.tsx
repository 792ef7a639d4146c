import type { Metadata } from "next";
import Link from "next/link";
import { SignInForm } from "@/components/session/sign-in-form";
import { withinConsole } from "@/lib/session/return-to";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ back?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
	const { back } = await searchParams;
	return (
		<>
			<h1 className="text-2xl font-semibold">Sign in</h1>
			<SignInForm back={withinConsole(typeof back === "string" ? back : null)} />
			<p>
				<Link href="/forgotten" className="underline underline-offset-4">
					Forgotten password
				</Link>
			</p>
		</>
	);
}
